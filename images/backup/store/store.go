// Package store keeps objects in a bucket of an S3-compatible store.
package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"slipway.dev/backup/settings"
)

// A request that fails for a passing reason is sent again, about eight seconds in all.
const attempts = 5

// Bucket is a folder of a bucket. Keys are names below it.
type Bucket struct {
	core   *minio.Core
	name   string
	folder string
	named  settings.Names
}

// Object is what a listing says of one.
type Object struct {
	Key      string
	Bytes    int64
	ETag     string
	Modified time.Time
}

// Open asks nothing of the store yet.
func Open(at settings.Bucket) (*Bucket, error) {
	options := &minio.Options{
		Creds:        credentials.NewStaticV4(at.AccessKeyID, at.SecretAccessKey, at.SessionToken),
		Secure:       at.TLS,
		Region:       at.Region,
		BucketLookup: minio.BucketLookupAuto,
		MaxRetries:   attempts,
	}
	bucket := &Bucket{name: at.Name, named: at.Named}
	if at.Prefix != "" {
		bucket.folder = at.Prefix + "/"
	}
	if at.Path != "" {
		if err := below(at, options); err != nil {
			return nil, bucket.explain(err, "open")
		}
	}
	core, err := minio.NewCore(at.Host, options)
	if err != nil {
		return nil, bucket.explain(err, "open")
	}
	core.SetAppInfo("slipway-backup", "1")
	bucket.core = core
	return bucket, nil
}

// Name is the bucket's.
func (b *Bucket) Name() string { return b.name }

// List is the objects that lie in a folder itself, which is named with a slash at its end, or is the bucket's own by "". Below it others'
// may lie, or very many. An error means that there may be more.
func (b *Bucket) List(ctx context.Context, folder string) ([]Object, error) {
	return b.list(ctx, folder, false)
}

// ListAll is all objects, those of folders below too. An error means that there may be more.
func (b *Bucket) ListAll(ctx context.Context) ([]Object, error) { return b.list(ctx, "", true) }

func (b *Bucket) list(ctx context.Context, folder string, all bool) ([]Object, error) {
	var found []Object
	for each := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.folder + folder, Recursive: all}) {
		if each.Err != nil {
			return nil, b.explain(each.Err, "list")
		}
		// A folder below, or the mark that some stores keep of this one.
		if !all && strings.HasSuffix(each.Key, "/") {
			continue
		}
		found = append(found, Object{strings.TrimPrefix(each.Key, b.folder), each.Size, strings.Trim(each.ETag, `"`), each.LastModified})
	}
	// A listing that was cut short by the context ends like a whole one.
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b Object) int { return strings.Compare(a.Key, b.Key) })
	return found, nil
}

// Sum reads an object to its end, for its size and its SHA-256 in hexadecimal digits.
func (b *Bucket) Sum(ctx context.Context, key string) (int64, string, error) {
	content, err := b.Read(ctx, key)
	if err != nil {
		return 0, "", err
	}
	defer content.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, content)
	if err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(hash.Sum(nil)), nil
}

// Write puts a small object in one piece.
func (b *Bucket) Write(ctx context.Context, key string, content []byte) error {
	_, err := b.core.Client.PutObject(ctx, b.name, b.folder+key, bytes.NewReader(content), int64(len(content)),
		minio.PutObjectOptions{ContentType: "application/json", DisableMultipart: true, SendContentMd5: true})
	return b.explain(err, "write "+b.said(key))
}

// Delete removes objects, one after the other, in this order.
func (b *Bucket) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := b.core.RemoveObject(ctx, b.name, b.folder+key, minio.RemoveObjectOptions{}); err != nil {
			return b.explain(err, "delete "+b.said(key))
		}
	}
	return nil
}

// aside is for what is still to be done when a run has failed or was told to stop.
func aside(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
}
