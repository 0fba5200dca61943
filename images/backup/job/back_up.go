package job

import (
	"context"
	"io"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/sealed"
	"slipway.dev/backup/store"
)

// source is what a backup is made of.
type source interface {
	start(ctx context.Context, at beginning) (reading, error)
	// describe says, when all was read, what whoever restores it needs to know.
	describe(manifest *catalogue.Manifest)
}

// beginning is what there is when a backup begins.
type beginning struct {
	// name of the backup.
	name  string
	found *catalogue.Catalogue
}

// reading ends without error only when all was read, so a content that broke off can't be taken for a whole one.
type reading interface {
	io.Reader
	Bytes() int64
	Close()
}

// backUpAndPrune is for who holds the lock.
func (j *Job) backUpAndPrune(ctx context.Context, from source) error {
	// Whatever is wrong with the bucket shows before the source is troubled.
	found, err := j.catalogue(ctx)
	if err != nil {
		return err
	}
	removed, err := j.Bucket.RemoveUnfinished(ctx)
	if err != nil {
		return err
	}
	if removed > 0 {
		j.Log.Warn("unfinished uploads of runs that were killed are removed", "uploads", removed)
	}
	manifest, err := j.backUp(ctx, from, found)
	if err != nil {
		return err
	}
	j.Log.Info("backed up", "backup", j.backup, "bytes", manifest.Bytes, "dumpBytes", manifest.DumpBytes,
		"seconds", manifest.Seconds)
	// It was read back whole, and the lock keeps others away: no second listing is needed to know what there is.
	found.Good = append(found.Good, catalogue.Backup{Name: j.backup, Manifest: *manifest})
	return j.prune(ctx, found)
}

func (j *Job) backUp(ctx context.Context, from source, found *catalogue.Catalogue) (*catalogue.Manifest, error) {
	taken := j.Now().UTC().Truncate(1e9)
	name := catalogue.NameAt(taken)
	if _, exists := found.Find(name); exists {
		return nil, failure.New(failure.Failed, nil, "Run this again.", "there is a backup of this very second, %s", name)
	}
	key := catalogue.ContentKey(name, j.Settings.Format)
	receipt, dumpBytes, err := j.send(ctx, from, beginning{name, found}, key)
	if err != nil {
		return nil, err
	}
	if err := j.readBack(ctx, key, receipt); err != nil {
		return nil, err
	}
	manifest := &catalogue.Manifest{
		Source:     j.Settings.Source,
		Taken:      taken,
		Bytes:      receipt.Bytes,
		SHA256:     receipt.SHA256,
		DumpBytes:  dumpBytes,
		Seconds:    j.seconds(),
		Recipients: j.Settings.Recipients,
	}
	from.describe(manifest)
	if err := j.confirmed(ctx); err != nil {
		return nil, err
	}
	if err := j.Bucket.Write(ctx, catalogue.ManifestKey(name), manifest.Encode()); err != nil {
		return nil, err
	}
	j.backup = name
	return manifest, nil
}

// send is the whole way of the content: source, compression, encryption, bucket. Nothing of it touches a disk.
func (j *Job) send(ctx context.Context, from source, at beginning, key string) (store.Receipt, int64, error) {
	recipients, err := j.Settings.EncryptTo()
	if err != nil {
		return store.Receipt{}, 0, err
	}
	content, err := from.start(ctx, at)
	if err != nil {
		return store.Receipt{}, 0, err
	}
	defer content.Close()
	sealing, err := sealed.Seal(content, recipients)
	if err != nil {
		return store.Receipt{}, 0, err
	}
	defer sealing.Close()
	receipt, err := j.Bucket.Upload(ctx, key, sealing, j.Settings.PartBytes)
	if err != nil {
		return store.Receipt{}, 0, err
	}
	return receipt, content.Bytes(), nil
}

// readBack holds what the store gives out against what was sent.
func (j *Job) readBack(ctx context.Context, key string, sent store.Receipt) error {
	bytes, sum, err := j.Bucket.Sum(ctx, key)
	if err != nil {
		return err
	}
	if bytes == sent.Bytes && sum == sent.SHA256 {
		return nil
	}
	if err := j.Bucket.Delete(ctx, key); err != nil {
		j.Log.Warn("a content that is not what was sent stays; it has no manifest", "key", key, "error", err.Error())
	}
	return failure.New(failure.Untrusted, nil, "Run this again; if it comes back, don't trust this store.",
		"the store gives out %d bytes with SHA-256 %s of %s, and was sent %d with %s", bytes, sum, key, sent.Bytes, sent.SHA256)
}
