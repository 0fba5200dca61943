package store

import (
	"context"
	"io"

	"github.com/minio/minio-go/v7"
)

// Read is an object's content. Where the connection breaks off it goes on from there, as long as the object is the same.
func (b *Bucket) Read(ctx context.Context, key string) (io.ReadCloser, error) {
	content := &reading{ctx: ctx, bucket: b, key: key, left: attempts}
	if err := content.open(); err != nil {
		return nil, err
	}
	return content, nil
}

type reading struct {
	ctx    context.Context
	bucket *Bucket
	key    string
	body   io.ReadCloser
	// etag tells this object from one that was written over it.
	etag string
	read int64
	left int
}

func (r *reading) open() error {
	options := minio.GetObjectOptions{}
	if r.read > 0 {
		// Both refuse only what has no meaning, and neither of these has.
		_ = options.SetRange(r.read, 0)
		_ = options.SetMatchETag(r.etag)
	}
	body, object, _, err := r.bucket.core.GetObject(r.ctx, r.bucket.name, r.bucket.folder+r.key, options)
	if err != nil {
		return explain(err, "read "+r.key, r.bucket.name)
	}
	r.body, r.etag = body, object.ETag
	return nil
}

func (r *reading) Read(into []byte) (int, error) {
	count, err := r.body.Read(into)
	r.read += int64(count)
	if err == nil || err == io.EOF {
		return count, err
	}
	if r.left--; r.left < 0 || r.ctx.Err() != nil {
		return count, explain(err, "read "+r.key, r.bucket.name)
	}
	_ = r.body.Close()
	return count, r.open()
}

func (r *reading) Close() error { return r.body.Close() }
