package job

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/sealed"
	"slipway.dev/backup/store"
)

// readAgain is how often an object is read that is written over each time.
const readAgain = 3

// copy names an object's content, and sends it where no earlier run has. An object that is deleted meanwhile is none of this copy's.
func (c *bucketCopy) copy(ctx context.Context, buffer []byte, listed store.Object) error {
	if c.addKnown(listed) {
		return nil
	}
	for range readAgain {
		err := c.send(ctx, buffer, listed.Key)
		if _, ofSource := errors.AsType[*sourceError](err); !ofSource || (!store.IsMissing(err) && !store.IsReplaced(err)) {
			return err
		}
		if store.IsMissing(err) {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			c.gone++
			return nil
		}
	}
	return failure.New(failure.Failed, nil, "See what writes there all the time, and run this again.",
		"an object of the bucket %s was written over each of the %d times that it was read", c.from.Name(), readAgain)
}

// send seals an object as it is now, which may be another than was listed, and reads back what was sent.
func (c *bucketCopy) send(ctx context.Context, buffer []byte, key string) error {
	content, found, err := c.from.Open(ctx, key)
	if err != nil {
		return &sourceError{err}
	}
	defer content.Close()
	if c.addKnown(found.Object) {
		return nil
	}
	recipients, err := c.job.Settings.EncryptTo()
	if err != nil {
		return err
	}
	header := objects.Header{Key: key, Bytes: found.Bytes, Modified: found.Modified.UTC(), ETag: found.ETag, Head: found.Head}
	object := &counted{input: &sourceReader{content}}
	sealing, err := sealed.SealNarrow(io.MultiReader(bytes.NewReader(header.Line()), object), recipients)
	if err != nil {
		return err
	}
	defer sealing.Close()
	name := objects.NewContent(c.identityOf(found.Object))
	receipt, err := c.job.Bucket.Send(ctx, objects.ContentKey(name), sealing, buffer, store.Head{})
	if err != nil {
		return err
	}
	if object.bytes != found.Bytes {
		return failure.New(failure.Failed, nil, "Run this again; if it comes back, ask the store's provider.",
			"the bucket %s gives out %d bytes of an object that has %d", c.from.Name(), object.bytes, found.Bytes)
	}
	if err := c.job.readBack(ctx, objects.ContentKey(name), receipt); err != nil {
		return err
	}
	return c.addSent(ctx, found.Object, name, objects.Stored{Bytes: receipt.Bytes, SHA256: receipt.SHA256, ObjectBytes: found.Bytes})
}

func (c *bucketCopy) identityOf(object store.Object) string {
	return objects.IdentityOf(c.job.Settings.Source, c.job.Settings.Recipients, object)
}

func (c *bucketCopy) addKnown(object store.Object) bool {
	name, known := c.contents[c.identityOf(object)]
	if known {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.add(object, name, c.known[name])
	}
	return known
}

func (c *bucketCopy) addSent(ctx context.Context, object store.Object, name string, stored objects.Stored) error {
	c.mutex.Lock()
	c.add(object, name, stored)
	c.sent[name] = stored
	c.told.Sent++
	c.told.SentBytes += object.Bytes
	due := time.Since(c.noted) > noteEvery
	c.mutex.Unlock()
	if !due {
		return nil
	}
	return c.note(ctx)
}

// add is for who holds the mutex.
func (c *bucketCopy) add(object store.Object, name string, stored objects.Stored) {
	c.entries = append(c.entries, objects.Entry{Key: object.Key, Bytes: object.Bytes, Modified: object.Modified.UTC(), Content: name})
	c.named[name] = stored
	c.bytes += object.Bytes
}

// sourceError is of the bucket that is copied, and not of the one that is copied to.
type sourceError struct{ error }

func (s *sourceError) Unwrap() error { return s.error }

type sourceReader struct{ input io.Reader }

func (s *sourceReader) Read(into []byte) (int, error) {
	count, err := s.input.Read(into)
	if err != nil && err != io.EOF {
		err = &sourceError{err}
	}
	return count, err
}

func receiptOf(content []byte) store.Receipt {
	sum := sha256.Sum256(content)
	return store.Receipt{Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
}
