package store

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"slipway.dev/backup/failure"
)

const (
	// mostParts is what stores take for one object.
	mostParts = 10_000
	// partLimit ends a part that a store takes in without ever answering.
	partLimit = 10 * time.Minute
)

// Contents is the one folder below a source's own that is the source's too.
const Contents = "contents/"

// Receipt is what was sent.
type Receipt struct {
	Bytes  int64
	SHA256 string
}

// Upload sends a stream of unknown length in parts, of which one at a time is in memory. The object is there when all
// of it was sent, and not before. When the source or the store fails, nothing is left.
func (b *Bucket) Upload(ctx context.Context, key string, source io.Reader, partBytes int) (Receipt, error) {
	return b.upload(ctx, key, source, make([]byte, partBytes), Head{})
}

func (b *Bucket) upload(ctx context.Context, key string, source io.Reader, buffer []byte, head Head) (Receipt, error) {
	id, err := b.core.NewMultipartUpload(ctx, b.name, b.folder+key, head.options())
	if err != nil {
		return Receipt{}, b.explain(err, "write "+b.said(key))
	}
	receipt, err := b.sendParts(ctx, key, id, source, buffer)
	if err != nil {
		ctx, cancel := aside(ctx)
		defer cancel()
		// It may fail too where the store can't be reached; the next run removes what is left.
		_ = b.core.AbortMultipartUpload(ctx, b.name, b.folder+key, id)
		return Receipt{}, err
	}
	return receipt, nil
}

func (b *Bucket) sendParts(ctx context.Context, key, id string, source io.Reader, buffer []byte) (Receipt, error) {
	hash := sha256.New()
	var parts []minio.CompletePart
	var sent int64
	for {
		count, end := fill(buffer, source)
		if end != nil && end != io.EOF {
			return Receipt{}, end
		}
		if count > 0 || len(parts) == 0 {
			if len(parts) == mostParts {
				return Receipt{}, failure.New(failure.Failed, nil, "Raise partMebibytes.",
					"the backup is larger than %d parts of %d bytes", mostParts, len(buffer))
			}
			part, err := b.sendPart(ctx, key, id, len(parts)+1, buffer[:count])
			if err != nil {
				return Receipt{}, err
			}
			parts = append(parts, part)
			hash.Write(buffer[:count])
			sent += int64(count)
		}
		if end != nil {
			break
		}
	}
	if _, err := b.core.CompleteMultipartUpload(ctx, b.name, b.folder+key, id, parts, minio.PutObjectOptions{}); err != nil {
		return Receipt{}, b.explain(err, "write "+b.said(key))
	}
	return Receipt{sent, hex.EncodeToString(hash.Sum(nil))}, nil
}

// fill is io.ReadFull, except that a source which broke off is told from one that ended: the former's error may well be, or
// have as its cause, the io.ErrUnexpectedEOF that io.ReadFull makes of the latter.
func fill(buffer []byte, source io.Reader) (int, error) {
	for count := 0; ; {
		read, err := source.Read(buffer[count:])
		count += read
		if err != nil || count == len(buffer) {
			return count, err
		}
	}
}

func (b *Bucket) sendPart(ctx context.Context, key, id string, number int, content []byte) (minio.CompletePart, error) {
	limited, cancel := context.WithTimeout(ctx, partLimit)
	defer cancel()
	sum, signed := md5.Sum(content), sha256.Sum256(content)
	part, err := b.core.PutObjectPart(limited, b.name, b.folder+key, id, number, bytes.NewReader(content), int64(len(content)),
		// The store refuses a part that arrives changed.
		minio.PutObjectPartOptions{
			Md5Base64: base64.StdEncoding.EncodeToString(sum[:]),
			Sha256Hex: hex.EncodeToString(signed[:]),
		})
	if err != nil {
		return minio.CompletePart{}, b.explain(err, "write "+b.said(key))
	}
	return minio.CompletePart{PartNumber: number, ETag: part.ETag}, nil
}

// RemoveUnfinished removes the parts of uploads that never came to their end, and says how many uploads these were. Only
// who holds the lock may call it: an upload that is under way looks the same.
func (b *Bucket) RemoveUnfinished(ctx context.Context) (int, error) {
	var removed int
	var key, id string
	for {
		page, err := b.core.ListMultipartUploads(ctx, b.name, b.folder, key, id, "", 1000)
		if err != nil {
			return removed, b.explain(err, "list unfinished uploads")
		}
		for _, each := range page.Uploads {
			if strings.Contains(strings.TrimPrefix(strings.TrimPrefix(each.Key, b.folder), Contents), "/") {
				// It belongs to another source, whose folder is in this one's and whose lock is another.
				continue
			}
			if err := b.core.AbortMultipartUpload(ctx, b.name, each.Key, each.UploadID); err != nil {
				return removed, b.explain(err, "remove an unfinished upload")
			}
			removed++
		}
		if !page.IsTruncated {
			return removed, nil
		}
		key, id = page.NextKeyMarker, page.NextUploadIDMarker
	}
}
