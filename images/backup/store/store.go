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
}

// Object is what a listing says of one.
type Object struct {
	Key   string
	Bytes int64
}

// Open asks nothing of the store yet.
func Open(at settings.Bucket) (*Bucket, error) {
	core, err := minio.NewCore(at.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(at.AccessKeyID, at.SecretAccessKey, at.SessionToken),
		Secure:       at.TLS,
		Region:       at.Region,
		BucketLookup: minio.BucketLookupAuto,
		MaxRetries:   attempts,
	})
	if err != nil {
		return nil, explain(err, "open", at.Name)
	}
	core.SetAppInfo("slipway-backup", "1")
	return &Bucket{core, at.Name, at.Prefix + "/"}, nil
}

// List is all objects of the folder. An error means that there may be more.
func (b *Bucket) List(ctx context.Context) ([]Object, error) {
	var found []Object
	for each := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.folder, Recursive: true}) {
		if each.Err != nil {
			return nil, explain(each.Err, "list", b.name)
		}
		found = append(found, Object{strings.TrimPrefix(each.Key, b.folder), each.Size})
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
	return explain(err, "write "+key, b.name)
}

// Delete removes objects, one after the other, in this order.
func (b *Bucket) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := b.core.RemoveObject(ctx, b.name, b.folder+key, minio.RemoveObjectOptions{}); err != nil {
			return explain(err, "delete "+key, b.name)
		}
	}
	return nil
}

// aside is for what is still to be done when a run has failed or was told to stop.
func aside(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
}
