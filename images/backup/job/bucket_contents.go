package job

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

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
		err := c.send(ctx, buffer, listed)
		told, ofSource := errors.AsType[*sourceError](err)
		switch {
		case !ofSource:
			return err
		case store.IsMissing(err):
			return c.addGone()
		case store.IsReplaced(err):
		case told.ofOne:
			return c.addUnread(listed, err)
		default:
			return err
		}
	}
	return c.addUnread(listed, failure.New(failure.Failed, nil, "See what writes there all the time, and run this again.",
		"an object of the bucket %s was written over each of the %d times that it was read", c.from.Name(), readAgain))
}

// send seals an object as it is now, which may be another than was listed, and reads back what was sent.
func (c *bucketCopy) send(ctx context.Context, buffer []byte, listed store.Object) error {
	content, found, err := c.from.Open(ctx, listed.Key)
	if err != nil {
		return ofSource(err)
	}
	defer content.Close()
	object := found.Object
	if object.ETag != "" && object.ETag == listed.ETag && object.Bytes == listed.Bytes {
		// Some stores tell another time of an object in a listing. By that one it is looked for tomorrow.
		object = listed
	} else if c.addKnown(object) {
		return nil
	}
	recipients, err := c.job.Settings.EncryptTo()
	if err != nil {
		return err
	}
	header := objects.Header{Key: object.Key, Bytes: object.Bytes, Modified: object.Modified.UTC(), ETag: object.ETag, Head: found.Head}
	read := &counted{input: &sourceReader{content}}
	sealing, err := sealed.SealNarrow(io.MultiReader(bytes.NewReader(header.Line()), read), recipients)
	if err != nil {
		return err
	}
	defer sealing.Close()
	name := objects.NewContent(c.identityOf(object))
	receipt, err := c.job.Bucket.Send(ctx, objects.ContentKey(name), sealing, buffer, store.Head{})
	if err != nil {
		return err
	}
	if read.bytes != object.Bytes {
		return &sourceError{failure.New(failure.Failed, nil, "Run this again; if it comes back, ask the store's provider.",
			"the bucket %s gives out %d bytes of an object that has %d", c.from.Name(), read.bytes, object.Bytes), true}
	}
	if err := c.job.readBack(ctx, objects.ContentKey(name), receipt); err != nil {
		return err
	}
	c.addSent(ctx, object, name, objects.Stored{Bytes: receipt.Bytes, SHA256: receipt.SHA256, ObjectBytes: object.Bytes})
	return nil
}

func (c *bucketCopy) identityOf(object store.Object) string {
	return objects.IdentityOf(c.job.Settings.Source, c.job.Settings.Recipients, object)
}

func (c *bucketCopy) markOf(key string) string {
	from := c.job.Settings.Objects
	return objects.MarkOf(from.SecretAccessKey+"\x00"+from.SessionToken, c.job.Settings.Source, key)
}

func (c *bucketCopy) addKnown(object store.Object) bool {
	name, known := c.contents[c.identityOf(object)]
	if known {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.add(entryOf(object, name), c.known[name])
	}
	return known
}

func (c *bucketCopy) addSent(ctx context.Context, object store.Object, name string, stored objects.Stored) {
	c.mutex.Lock()
	c.add(entryOf(object, name), stored)
	c.sent[name] = c.named[name]
	c.told.Sent++
	c.told.SentBytes += object.Bytes
	due := c.notes.due()
	c.mutex.Unlock()
	if due {
		c.note(ctx)
	}
}

func entryOf(object store.Object, content string) objects.Entry {
	return objects.Entry{Key: object.Key, Bytes: object.Bytes, Modified: object.Modified.UTC(), Content: content}
}

// add is for who holds the mutex.
func (c *bucketCopy) add(entry objects.Entry, stored objects.Stored) {
	stored.Of = c.markOf(entry.Key)
	c.entries = append(c.entries, entry)
	c.named[entry.Content] = stored
	c.bytes += entry.Bytes
}

// sourceError is of the bucket that is copied, and not of the one that is copied to.
type sourceError struct {
	error
	// ofOne says that other objects can be read.
	ofOne bool
}

func ofSource(err error) error { return &sourceError{err, store.IsOfOne(err)} }

func (s *sourceError) Unwrap() error { return s.error }

type sourceReader struct{ input io.Reader }

func (s *sourceReader) Read(into []byte) (int, error) {
	count, err := s.input.Read(into)
	if err != nil && err != io.EOF {
		err = ofSource(err)
	}
	return count, err
}

func receiptOf(content []byte) store.Receipt {
	sum := sha256.Sum256(content)
	return store.Receipt{Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
}
