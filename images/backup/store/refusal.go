package store

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
	"slipway.dev/backup/failure"
)

// What to do, by the code of a store's refusal.
var fixes = map[string]string{
	"NoSuchBucket":          "Create the bucket, or correct {bucket}.",
	"NoSuchKey":             "Something else deletes there: look at the bucket's lifecycle rules and who has its keys.",
	"InvalidAccessKeyId":    "Renew {key}: the store does not know the key, or no longer.",
	"SignatureDoesNotMatch": "Correct {secret}: it is not that of the access key.",
	"ExpiredToken":          "Renew {key} and what belongs to it: they have expired.",
	"AccessDenied":          "Give the key the right to {rights}.",
	"PreconditionFailed":    "The object was written over while it was read: run this again.",
	"SlowDown":              "The store asks for fewer requests at a time: run this again later.",
	"TokenExpired":          "Renew {key} and what belongs to it: they have expired.",
	"RequestTimeTooSkewed":  "Set the node's clock.",
	"QuotaExceeded":         "The store is full: raise its quota. Don't delete backups by hand.",
	"InsufficientStorage":   "The store is full: enlarge it. Don't delete backups by hand.",
}

// said is what a message calls an object.
func (b *Bucket) said(key string) string {
	if b.named.OthersKeys {
		return "an object"
	}
	return key
}

// IsReplaced says that an object was written over while it was read.
func IsReplaced(err error) bool {
	var told minio.ErrorResponse
	return errors.As(err, &told) && told.Code == "PreconditionFailed"
}

// IsMissing says that the store has no such object.
func IsMissing(err error) bool {
	var told minio.ErrorResponse
	return errors.As(err, &told) && told.Code == "NoSuchKey"
}

// ofAll are the codes of refusals that have nothing to do with the object that was asked for.
var ofAll = []string{"NoSuchBucket", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "TokenExpired", "InvalidToken",
	"SlowDown", "RequestTimeTooSkewed", "QuotaExceeded", "InsufficientStorage"}

// errCut is of an object whose answers break off again and again, from a store that goes on answering.
var errCut = errors.New("it was cut short each time")

// IsOfOne says that a store can't give out, or take, one object, and may others: the key, the way there and the quota are in order.
func IsOfOne(err error) bool {
	if errors.Is(err, errCut) {
		return true
	}
	var told minio.ErrorResponse
	if !errors.As(err, &told) || slices.Contains(ofAll, told.Code) {
		return false
	}
	return !slices.Contains([]int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusInsufficientStorage},
		told.StatusCode)
}

// withoutAddress is what went wrong on the way to a store, without the address that was asked for: it has the object's key in it.
func withoutAddress(err error) error {
	asked, ok := errors.AsType[*url.Error](err)
	if !ok {
		return err
	}
	// The library puts the address into this one's text.
	if strings.Contains(asked.Err.Error(), "Connection closed by foreign host") {
		return errors.New("the store closed the connection")
	}
	return asked.Err
}

// explain says what to do about what a store answers; nothing where nothing is wrong.
func (b *Bucket) explain(err error, what string) error {
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*failure.Failure](err); ok {
		return known
	}
	problem := "can't " + what + " in the bucket " + b.name
	var told minio.ErrorResponse
	if !errors.As(err, &told) {
		fix := "See whether the store at " + b.named.Endpoint + " is up and can be reached, and run this again."
		if lookup, ok := errors.AsType[*net.DNSError](err); ok {
			fix = "Correct " + b.named.Endpoint + ": there is no host " + lookup.Name + "."
		}
		return failure.New(failure.Failed, withoutAddress(err), fix, "%s", problem)
	}
	fix, known := fixes[told.Code]
	switch {
	case known:
	case told.StatusCode == 507 || strings.Contains(strings.ToLower(told.Message), "no space"):
		fix = fixes["InsufficientStorage"]
	case told.StatusCode == 401 || told.StatusCode == 403:
		fix = fixes["AccessDenied"]
	case told.StatusCode >= 500:
		fix = "The store is in trouble, or full: see its status, and run this again."
	default:
		fix = "Look up the code at the store's provider."
	}
	if b.named.OthersKeys {
		// A store may name the key in what it says. The code says enough.
		told.Message, told.Key, told.Resource = "", "", ""
	}
	words := strings.NewReplacer("{bucket}", b.named.Bucket, "{key}", b.named.KeyID, "{secret}", b.named.Secret, "{rights}", b.named.Rights)
	return failure.New(failure.Failed, told, words.Replace(fix), "%s (%s, HTTP %d)", problem, told.Code, told.StatusCode)
}
