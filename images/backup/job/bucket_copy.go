package job

import (
	"context"
	"io"
	"sync"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// bucketCopy is a source of lists of a bucket's objects. Their contents are sent while the list is made.
type bucketCopy struct {
	job  *Job
	from *store.Bucket
	// listed is how many objects the bucket lists.
	listed int
	// known are the contents that lie in the bucket of backups whole, and are not sent again.
	known objects.Index
	// contents are the names of those, by identity of the object.
	contents map[string]string
	// last are the names of the newest of those, by mark of the object.
	last map[string]string

	mutex   sync.Mutex
	entries []objects.Entry
	named   objects.Index
	bytes   int64
	// unread is why the first object could not be read that could not.
	unread error
	// sent is by this run, or by the ones before it that did not come to their end.
	sent  objects.Index
	notes notes
	told  catalogue.Objects
}

func (j *Job) bucketCopy() (*bucketCopy, error) {
	from, err := store.Open(*j.Settings.Objects)
	return &bucketCopy{job: j, from: from, named: objects.Index{}, notes: notes{time.Now(), firstNote}}, err
}

func (c *bucketCopy) start(ctx context.Context, at beginning) (reading, error) {
	listed, err := c.from.ListAll(ctx)
	if err != nil {
		return nil, err
	}
	c.listed = len(listed)
	if err := c.requireObjects(at.found); err != nil {
		return nil, err
	}
	if err := c.learn(ctx, at.found); err != nil {
		return nil, err
	}
	if err := forEach(ctx, listed, c.job.Settings.PartBytes, c.copy); err != nil {
		c.note(context.WithoutCancel(ctx))
		return nil, err
	}
	if err := c.writeIndex(ctx, at.name); err != nil {
		return nil, err
	}
	c.job.Log.Info("copied", "objects", c.told.Count, "sent", c.told.Sent, "sentBytes", c.told.SentBytes,
		"unread", c.told.Unread, "goneMeanwhile", c.told.Gone)
	return &listReading{objects.EncodeEntries(c.entries), c.bytes}, nil
}

func (c *bucketCopy) describe(manifest *catalogue.Manifest) { manifest.Objects = &c.told }

// requireObjects refuses a bucket that lists nothing, unless a person said that it is meant so and it has listed nothing since: a bucket
// whose policies let the key see nothing lists nothing, too.
func (c *bucketCopy) requireObjects(found *catalogue.Catalogue) error {
	if c.listed > 0 {
		return nil
	}
	newest, ok := found.NewestBy(c.job.Now())
	known := ok && newest.Objects != nil
	if c.job.EvenEmpty || (known && newest.Objects.EvenEmpty) {
		c.told.EvenEmpty = true
		return nil
	}
	before := "and no copy before says that it is meant so"
	if known && newest.Objects.Count > 0 {
		before = "and " + newest.Name + " has some"
	}
	return failure.New(failure.Untrusted, nil,
		"Look whether the key may list it, and whether somebody emptied it. If it is meant to be empty: snapshot --even-empty, once.",
		"the bucket %s lists no object, %s", c.from.Name(), before)
}

// writeIndex is after all contents were read back, and before the list that names them.
func (c *bucketCopy) writeIndex(ctx context.Context, name string) error {
	packed, err := c.named.Encode()
	if err != nil {
		return err
	}
	key := catalogue.IndexKey(name)
	written := receiptOf(packed)
	if err := c.job.Bucket.Write(ctx, key, packed); err != nil {
		return err
	}
	if err := c.job.readBack(ctx, key, written); err != nil {
		return err
	}
	c.told.Count = len(c.entries)
	c.told.IndexBytes, c.told.IndexSHA256 = written.Bytes, written.SHA256
	return nil
}

// listReading is a list whose size is that of the objects on it.
type listReading struct {
	io.Reader
	bytes int64
}

func (l *listReading) Bytes() int64 { return l.bytes }
func (l *listReading) Close()       {}
