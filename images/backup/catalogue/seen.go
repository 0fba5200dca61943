package catalogue

import (
	"context"
	"maps"

	"slipway.dev/backup/store"
)

// Seen are manifests that were read, by name. It is for one place, and for one look at a time.
type Seen map[string]seenManifest

type seenManifest struct {
	etag     string
	bytes    int64
	manifest *Manifest
}

// manifest is read where it was not seen, or where the listing tells another ETag or size than then. One without an ETag is always read.
func (s Seen) manifest(ctx context.Context, place Place, name string, listed store.Object) (*Manifest, error) {
	if known, is := s[name]; is && listed.ETag != "" && known.etag == listed.ETag && known.bytes == listed.Bytes {
		return known.manifest, nil
	}
	manifest, err := readManifest(ctx, place, name)
	if err == nil {
		s[name] = seenManifest{listed.ETag, listed.Bytes, manifest}
	}
	return manifest, err
}

// forget drops those that are no longer listed.
func (s Seen) forget(listed map[string]store.Object) {
	maps.DeleteFunc(s, func(name string, _ seenManifest) bool {
		_, is := listed[name]
		return !is
	})
}
