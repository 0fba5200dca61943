package store

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"

	"github.com/minio/minio-go/v7"
)

// Head is what belongs to an object beside its content.
type Head struct {
	ContentType  string            `json:"contentType,omitempty"`
	CacheControl string            `json:"cacheControl,omitempty"`
	Metadata     map[string]string `json:"metadata,omitempty"`
}

func headOf(object minio.ObjectInfo) Head {
	return Head{object.ContentType, object.Metadata.Get("Cache-Control"), object.UserMetadata}
}

func (h Head) options() minio.PutObjectOptions {
	return minio.PutObjectOptions{ContentType: h.ContentType, CacheControl: h.CacheControl, UserMetadata: h.Metadata}
}

// Send is Upload for what is mostly small: what the buffer has room for goes in one request.
func (b *Bucket) Send(ctx context.Context, key string, source io.Reader, buffer []byte, head Head) (Receipt, error) {
	count, end := fill(buffer, source)
	if end == nil {
		begun := bytes.NewReader(bytes.Clone(buffer))
		return b.upload(ctx, key, io.MultiReader(begun, source), buffer, head)
	}
	if end != io.EOF {
		return Receipt{}, end
	}
	content := buffer[:count]
	limited, cancel := context.WithTimeout(ctx, partLimit)
	defer cancel()
	sum, signed := md5.Sum(content), sha256.Sum256(content)
	receipt := Receipt{int64(count), hex.EncodeToString(signed[:])}
	_, err := b.core.PutObject(limited, b.name, b.folder+key, bytes.NewReader(content), int64(count),
		// The store refuses what arrives changed.
		base64.StdEncoding.EncodeToString(sum[:]), receipt.SHA256, head.options())
	return receipt, b.explain(err, "write "+b.said(key))
}
