package job

import (
	"context"
	"sync/atomic"

	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// RestoreObjects puts the objects of a copy whose keys begin so into a bucket. What is there already stays as it is, unless
// it is to be overwritten. Of a content that is damaged nothing gets there; the others are put back all the same.
func (j *Job) RestoreObjects(ctx context.Context, name, prefix string, overwrite bool) error {
	into, err := store.Open(*j.Settings.Objects)
	if err != nil {
		return err
	}
	part, err := j.choosePart(ctx, name, prefix)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	listed, err := into.ListAll(ctx)
	if err != nil {
		return err
	}
	for _, each := range listed {
		there[each.Key] = true
	}
	lost := &lostObjects{keys: j.Keys}
	var restored, left, bytes atomic.Int64
	err = forEach(ctx, part.entries, j.Settings.PartBytes, func(ctx context.Context, buffer []byte, entry objects.Entry) error {
		if there[entry.Key] && !overwrite {
			left.Add(1)
			return nil
		}
		content, header, err := j.openObject(ctx, part, entry)
		if err != nil {
			return lost.unlessOne(entry, err)
		}
		defer content.Close()
		if _, err := into.Send(ctx, entry.Key, content, buffer, header.Head); err != nil {
			return lost.unlessOne(entry, err)
		}
		restored.Add(1)
		bytes.Add(entry.Bytes)
		return nil
	})
	j.Log.Info("restored", "backup", part.backup.Name, "into", into.Name(), "objects", restored.Load(), "bytes", bytes.Load(),
		"leftAsTheyAre", left.Load(), "notRestored", lost.count, "seconds", j.seconds())
	if err != nil {
		return err
	}
	return lost.failed(part)
}
