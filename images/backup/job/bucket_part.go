package job

import (
	"context"
	"errors"
	"io"
	"strings"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// bucketPart is which objects of a copy are wanted.
type bucketPart struct {
	backup  catalogue.Backup
	index   objects.Index
	entries []objects.Entry
}

// choosePart is the objects of a copy whose keys begin so.
func (j *Job) choosePart(ctx context.Context, name, prefix string) (*bucketPart, error) {
	backup, err := j.choose(ctx, name)
	if err != nil {
		return nil, err
	}
	index, err := j.index(ctx, backup)
	if err != nil {
		return nil, err
	}
	entries, err := j.entries(ctx, backup)
	if err != nil {
		return nil, err
	}
	part := &bucketPart{backup: backup, index: index}
	for _, each := range entries {
		if strings.HasPrefix(each.Key, prefix) {
			part.entries = append(part.entries, each)
		}
	}
	if len(part.entries) == 0 && (prefix != "" || len(entries) > 0) {
		return nil, failure.New(failure.Settings, nil, "Begin it as keys do, without a slash in front.",
			"%s has no object whose key begins with what --prefix says", backup.Name)
	}
	return part, nil
}

// entries is the list of a copy, which has as many objects as its manifest says.
func (j *Job) entries(ctx context.Context, of catalogue.Backup) ([]objects.Entry, error) {
	list, err := j.open(ctx, of)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	entries, err := objects.DecodeEntries(list)
	if err != nil {
		return nil, failure.New(failure.Untrusted, err, "", "%s is not good", of.Name)
	}
	if len(entries) != of.Objects.Count {
		return nil, failure.New(failure.Untrusted, nil, "Restore another one, and make a new one now.",
			"%s lists %d objects, and its manifest says %d", of.Name, len(entries), of.Objects.Count)
	}
	return entries, nil
}

// openObject opens an object of a copy. Reading it to its end without an error means that it is whole.
func (j *Job) openObject(ctx context.Context, part *bucketPart, entry objects.Entry) (io.ReadCloser, objects.Header, error) {
	stored, named := part.index[entry.Content]
	if !named {
		return nil, objects.Header{}, failure.New(failure.Untrusted, nil, "Restore another one, and make a new one now.",
			"the index of %s lacks the content of an object that it lists", part.backup.Name)
	}
	key := objects.ContentKey(entry.Content)
	opened, err := j.openStored(ctx, key, key, store.Receipt{Bytes: stored.Bytes, SHA256: stored.SHA256})
	if store.IsMissing(err) {
		return nil, objects.Header{}, failure.New(failure.Untrusted, err, "Restore the rest by --prefix, and look for what deletes there.",
			"%s names a content that is gone", part.backup.Name)
	}
	if err != nil {
		return nil, objects.Header{}, err
	}
	header, content, err := objects.ReadHeader(opened)
	if err == nil && (header.Key != entry.Key || header.Bytes != entry.Bytes) {
		err = failure.New(failure.Untrusted, nil, "Restore another one, and make a new one now.", "%s is of another object", key)
	}
	if err != nil {
		_ = opened.Close()
		return nil, header, failure.New(failure.Untrusted, err, "", "%s is not good", part.backup.Name)
	}
	return &sized{content, opened, entry.Bytes}, header, nil
}

// sized is a content that is an error where it does not have its size.
type sized struct {
	io.Reader
	io.Closer
	left int64
}

func (s *sized) Read(into []byte) (int, error) {
	count, err := s.Reader.Read(into)
	s.left -= int64(count)
	if s.left < 0 || (err == io.EOF && s.left > 0) {
		return count, failure.New(failure.Untrusted, nil, "Restore another one, and make a new one now.", "a content has another size than its object had")
	}
	if _, told := errors.AsType[*failure.Failure](err); err != nil && err != io.EOF && !told {
		// What is read from the store tells of its troubles itself.
		err = failure.New(failure.Untrusted, err, "Restore another one, and make a new one now.", "a content can't be opened to its end")
	}
	return count, err
}
