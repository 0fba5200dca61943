package job

import (
	"context"
	"io"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/sealed"
	"slipway.dev/backup/store"
)

// Fetch writes the content of a backup, the newest when no name is given, as its source gave it (BDR-10).
func (j *Job) Fetch(ctx context.Context, name string, into io.Writer) error {
	backup, err := j.choose(ctx, name)
	if err != nil {
		return err
	}
	content, err := j.open(ctx, backup)
	if err != nil {
		return err
	}
	defer content.Close()
	bytes, err := io.Copy(into, content)
	if err != nil {
		return err
	}
	j.Log.Info("fetched", "backup", backup.Name, "bytes", bytes)
	return nil
}

// open is the content of a backup.
func (j *Job) open(ctx context.Context, backup catalogue.Backup) (io.ReadCloser, error) {
	key := catalogue.ContentKey(backup.Name, j.Settings.Format)
	return j.openStored(ctx, key, backup.Name, store.Receipt{Bytes: backup.Bytes, SHA256: backup.SHA256})
}

// openStored reads what is stored twice: nothing of it gets near anybody before its checksum is known to be right.
func (j *Job) openStored(ctx context.Context, key, what string, written store.Receipt) (io.ReadCloser, error) {
	bytes, sum, err := j.Bucket.Sum(ctx, key)
	if err != nil {
		return nil, err
	}
	if bytes != written.Bytes || sum != written.SHA256 {
		return nil, failure.New(failure.Untrusted, nil, "Restore another one, and make a new one now.",
			"%s was changed: it has %d bytes with SHA-256 %s, and its manifest says %d with %s",
			what, bytes, sum, written.Bytes, written.SHA256)
	}
	stored, err := j.Bucket.Read(ctx, key)
	if err != nil {
		return nil, err
	}
	content, err := sealed.Open(stored, j.Settings.Identities)
	if err != nil {
		_ = stored.Close()
		return nil, failure.New(failure.Untrusted, err, "Its manifest names the public keys whose identities open it.",
			"%s can't be opened with the identity given", what)
	}
	return &opened{content, stored}, nil
}

// opened closes what it was read from, too.
type opened struct {
	io.ReadCloser
	stored io.Closer
}

func (o *opened) Close() error {
	_ = o.ReadCloser.Close()
	return o.stored.Close()
}
