package job

import (
	"bytes"
	"context"
	"io"
	"slices"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// sweep deletes the contents that no copy of a bucket names. Where it can't be told what one names, nothing is deleted. It is for who
// holds the lease: a content that another run is just sending is named by none yet.
func (j *Job) sweep(ctx context.Context, found *catalogue.Catalogue, doomed []string) error {
	named, err := j.sentIndex(ctx)
	if err != nil {
		return err
	}
	for _, each := range found.Good {
		if slices.Contains(doomed, each.Name) {
			continue
		}
		index, err := j.index(ctx, each)
		if err != nil {
			return err
		}
		for name := range index {
			named[name] = objects.Stored{}
		}
	}
	for _, each := range found.Damaged {
		index, err := j.readIndex(ctx, catalogue.IndexKey(each.Name))
		if err != nil {
			j.Log.Error("no content is deleted, as it can't be told which ones a damaged copy names", "backup", each.Name, "error", err.Error())
			return nil
		}
		for name := range index {
			named[name] = objects.Stored{}
		}
	}
	stored, err := j.Bucket.List(ctx, store.Contents)
	if err != nil {
		return err
	}
	var unnamed []string
	for _, each := range stored {
		name, ours := objects.NamedBy(each.Key)
		if _, is := named[name]; ours && !is {
			unnamed = append(unnamed, each.Key)
		}
	}
	if err := j.confirmed(ctx); err != nil {
		return err
	}
	err = forEach(ctx, unnamed, 0, func(ctx context.Context, _ []byte, key string) error { return j.Bucket.Delete(ctx, key) })
	if err == nil {
		j.Log.Info("swept", "contents", len(stored)-len(unnamed), "deleted", len(unnamed))
	}
	return err
}

// index is that of a good copy, held against its manifest.
func (j *Job) index(ctx context.Context, of catalogue.Backup) (objects.Index, error) {
	if of.Objects == nil {
		return nil, failure.New(failure.Untrusted, nil, "Give each source its own bucket.prefix.", "%s is no copy of a bucket", of.Name)
	}
	packed, err := j.readWhole(ctx, catalogue.IndexKey(of.Name))
	if err != nil {
		return nil, err
	}
	if got := receiptOf(packed); got.Bytes != of.Objects.IndexBytes || got.SHA256 != of.Objects.IndexSHA256 {
		return nil, failure.New(failure.Untrusted, nil,
			"Find out who writes to the bucket. Bring the index back from an older version, or delete this copy by hand, its manifest first.",
			"the index of %s was changed: it has %d bytes with SHA-256 %s, and its manifest says %d with %s",
			of.Name, got.Bytes, got.SHA256, of.Objects.IndexBytes, of.Objects.IndexSHA256)
	}
	if of.Objects.Count == 0 && len(packed) == 0 {
		return objects.Index{}, nil
	}
	return objects.DecodeIndex(bytes.NewReader(packed))
}

// sentIndex is what runs sent that did not come to their end; empty where there is none, or where it can't be made out: then it is sent again.
func (j *Job) sentIndex(ctx context.Context) (objects.Index, error) {
	packed, err := j.readWhole(ctx, sentKey)
	if store.IsMissing(err) {
		return objects.Index{}, nil
	}
	if err != nil {
		return nil, err
	}
	index, err := objects.DecodeIndex(bytes.NewReader(packed))
	if err != nil {
		j.Log.Warn("what an earlier run sent is sent again, as its note can't be read", "error", err.Error())
		return objects.Index{}, nil
	}
	return index, nil
}

func (j *Job) readIndex(ctx context.Context, key string) (objects.Index, error) {
	packed, err := j.readWhole(ctx, key)
	if err != nil {
		return nil, err
	}
	return objects.DecodeIndex(bytes.NewReader(packed))
}

func (j *Job) readWhole(ctx context.Context, key string) ([]byte, error) {
	content, err := j.Bucket.Read(ctx, key)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}
