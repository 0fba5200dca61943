package job

import (
	"context"
	"io"
	"math/rand/v2"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// drillBucket looks for every content that the newest copy of a bucket names, and opens some of them as a restore would, up to where they
// would be put: other ones each time, of so many bytes as are declared, and one at the least (BDR-10, BDR-11).
func (j *Job) drillBucket(ctx context.Context) error {
	part, err := j.choosePart(ctx, "", "")
	if err != nil {
		return err
	}
	if err := j.requireContents(ctx, part); err != nil {
		return err
	}
	sample := sampleOf(part.entries, j.Settings.Drill.SampleBytes)
	err = forEach(ctx, sample, 0, func(ctx context.Context, _ []byte, entry objects.Entry) error {
		content, _, err := j.openObject(ctx, part, entry)
		if err != nil {
			return err
		}
		defer content.Close()
		if _, err := io.Copy(io.Discard, content); err != nil {
			return failure.New(failure.Untrusted, err, "Run a snapshot now, and the drill again.", "%s is not good", part.backup.Name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := j.inTime(part.backup); err != nil {
		return err
	}
	j.Log.Info("drill passed", "backup", part.backup.Name, "objects", len(part.entries), "opened", len(sample), "seconds", j.seconds())
	return nil
}

func (j *Job) requireContents(ctx context.Context, part *bucketPart) error {
	listed, err := j.Bucket.List(ctx, store.Contents)
	if err != nil {
		return err
	}
	there := make(map[string]int64, len(listed))
	for _, each := range listed {
		there[each.Key] = each.Bytes
	}
	lost := 0
	for _, each := range part.entries {
		stored, named := part.index[each.Content]
		if size, is := there[objects.ContentKey(each.Content)]; !named || !is || size != stored.Bytes {
			lost++
		}
	}
	if lost == 0 {
		return nil
	}
	return failure.New(failure.Untrusted, nil, "Run a snapshot now: it sends again what the bucket still has. Look for what deletes there.",
		"%s names the contents of %d objects that are gone or have another size", part.backup.Name, lost)
}

// sampleOf is some of the objects, in no order, of no more bytes than these unless one alone has more.
func sampleOf(entries []objects.Entry, bytes int64) []objects.Entry {
	var sample []objects.Entry
	for _, at := range rand.Perm(len(entries)) {
		each := entries[at]
		if each.Bytes <= bytes || len(sample) == 0 {
			sample = append(sample, each)
			bytes -= each.Bytes
		}
	}
	return sample
}
