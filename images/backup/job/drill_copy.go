package job

import (
	"context"
	"io"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/qdrant"
	"slipway.dev/backup/redis"
	"slipway.dev/backup/settings"
)

// drillCopy reads the newest copy of a Redis or a Qdrant as a restore would, up to where it would be put, and sees whether the
// store could start from it (BDR-10, BDR-11). It needs no such store, and no lock, as it changes nothing.
func (j *Job) drillCopy(ctx context.Context) error {
	backup, err := j.choose(ctx, "")
	if err != nil {
		return err
	}
	content, err := j.open(ctx, backup)
	if err != nil {
		return err
	}
	defer content.Close()
	read := &counted{input: content}
	if err := j.checkCopy(read, backup); err != nil {
		return failure.New(failure.CodeOf(err), err, "", "%s is not good", backup.Name)
	}
	if read.bytes != backup.DumpBytes {
		return failure.New(failure.Untrusted, nil, "Take a snapshot now, and run the drill on it.",
			"%s has %d bytes, and its manifest says %d", backup.Name, read.bytes, backup.DumpBytes)
	}
	if err := j.inTime(backup); err != nil {
		return err
	}
	j.Log.Info("drill passed", "backup", backup.Name, "bytes", read.bytes, "seconds", j.seconds())
	return nil
}

func (j *Job) checkCopy(content io.Reader, backup catalogue.Backup) error {
	if j.Settings.Format == settings.RDBFormat {
		return redis.Check(content)
	}
	if err := qdrant.Check(content, backup.Collections); err != nil {
		return err
	}
	// What stands behind the archive's end belongs to its bytes.
	_, err := io.Copy(io.Discard, content)
	return err
}

type counted struct {
	input io.Reader
	bytes int64
}

func (c *counted) Read(into []byte) (int, error) {
	count, err := c.input.Read(into)
	c.bytes += int64(count)
	return count, err
}
