package store

import (
	"net/http"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
	"github.com/minio/minio-go/v7/pkg/signer"
	"slipway.dev/backup/settings"
)

// below has a client ask a store whose addresses all begin with a path, as those of Supabase do. The client's library knows none, so its
// requests get the path on their way, and are signed then.
func below(at settings.Bucket, options *minio.Options) error {
	transport, err := minio.DefaultTransport(at.TLS)
	if err != nil {
		return err
	}
	options.Creds = credentials.NewStaticV4("", "", "")
	options.BucketLookup = minio.BucketLookupPath
	options.Transport = &signing{at, transport}
	return nil
}

type signing struct {
	at   settings.Bucket
	next http.RoundTripper
}

func (s *signing) RoundTrip(asked *http.Request) (*http.Response, error) {
	sent := asked.Clone(asked.Context())
	path := s.at.Path + asked.URL.Path
	// As it is signed, so that both are the same whatever is in a key.
	sent.URL.Path, sent.URL.RawPath = path, s3utils.EncodePath(path)
	if sent.Header.Get("X-Amz-Content-Sha256") == "" {
		sent.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	}
	signed := signer.SignV4(*sent, s.at.AccessKeyID, s.at.SecretAccessKey, s.at.SessionToken, s.at.Region)
	answer, err := s.next.RoundTrip(signed)
	if err == nil {
		// What follows a redirect or tells of a problem goes by the address that the library asked.
		answer.Request = asked
	}
	return answer, err
}

var _ http.RoundTripper = (*signing)(nil)
