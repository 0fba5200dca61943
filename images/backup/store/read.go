package store

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/minio/minio-go/v7"
	"slipway.dev/backup/failure"
)

// Read is an object's content. Where the connection breaks off it goes on from there, as long as the object is the same.
func (b *Bucket) Read(ctx context.Context, key string) (io.ReadCloser, error) {
	content, _, err := b.Open(ctx, key)
	return content, err
}

// Open is Read, with what the store says of the very object that is read.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadCloser, Opened, error) {
	content := &reading{ctx: ctx, bucket: b, key: key, left: attempts}
	if err := content.open(); err != nil {
		return nil, Opened{}, err
	}
	return content, content.found, nil
}

// Opened is what a store says of an object that is read.
type Opened struct {
	Object
	Head
}

type reading struct {
	ctx    context.Context
	bucket *Bucket
	key    string
	body   io.ReadCloser
	// etag tells this object from one that was written over it.
	etag  string
	read  int64
	left  int
	found Opened
}

func (r *reading) open() error {
	options := minio.GetObjectOptions{}
	if r.read > 0 {
		// Both refuse only what has no meaning, and neither of these has.
		_ = options.SetRange(r.read, 0)
		_ = options.SetMatchETag(r.etag)
	}
	body, object, header, err := r.bucket.core.GetObject(r.ctx, r.bucket.name, r.bucket.folder+r.key, options)
	if err != nil {
		return r.bucket.explain(err, "read "+r.bucket.said(r.key))
	}
	if r.read > 0 {
		if err := r.requireRest(object, header); err != nil {
			_ = body.Close()
			return err
		}
	}
	if r.etag == "" {
		r.found = Opened{Object{r.key, object.Size, strings.Trim(object.ETag, `"`), object.LastModified}, headOf(object)}
	}
	r.body, r.etag = body, object.ETag
	return nil
}

// requireRest refuses an answer that is not the rest of what was begun: not every store heeds what it is asked for.
func (r *reading) requireRest(object minio.ObjectInfo, header http.Header) error {
	if object.ETag != r.etag {
		replaced := minio.ErrorResponse{StatusCode: http.StatusPreconditionFailed, Code: "PreconditionFailed", Message: "it has another ETag"}
		return r.bucket.explain(replaced, "read "+r.bucket.said(r.key))
	}
	if got, want := header.Get("Content-Range"), fmt.Sprintf("bytes %d-", r.read); !strings.HasPrefix(got, want) {
		return failure.New(failure.Failed, errCut, "Run this again; if it comes back, ask the store's provider.",
			"the store of the bucket %s does not go on where a reading broke off", r.bucket.name)
	}
	return nil
}

func (r *reading) Read(into []byte) (int, error) {
	count, err := r.body.Read(into)
	r.read += int64(count)
	if err == nil || err == io.EOF {
		return count, err
	}
	if r.ctx.Err() != nil {
		return count, r.bucket.explain(err, "read "+r.bucket.said(r.key))
	}
	if r.left--; r.left < 0 {
		return count, r.bucket.explain(fmt.Errorf("%w: %w", errCut, err), "read "+r.bucket.said(r.key))
	}
	_ = r.body.Close()
	return count, r.open()
}

func (r *reading) Close() error { return r.body.Close() }
