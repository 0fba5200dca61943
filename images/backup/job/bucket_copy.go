package job

import (
	"context"
	"errors"
	"io"
	"maps"
	"sync"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// sentKey is where it stands what a run has sent that did not come to its end, so that the next goes on from there.
const sentKey = "sent.index.zst"

// noteEvery is how long a run goes on between two notes of what it has sent: so much is sent again after it was killed.
const noteEvery = 30 * time.Second

// bucketCopy is a source of lists of a bucket's objects. Their contents are sent while the list is made.
type bucketCopy struct {
	job  *Job
	from *store.Bucket
	// known are the contents that lie in the bucket of backups whole, and are not sent again.
	known objects.Index
	// contents are the names of those, by identity of the object.
	contents map[string]string

	mutex   sync.Mutex
	entries []objects.Entry
	named   objects.Index
	bytes   int64
	gone    int
	// sent is by this run, or by the ones before it that did not come to their end.
	sent  objects.Index
	noted time.Time
	told  catalogue.Objects
}

func (j *Job) bucketCopy() (*bucketCopy, error) {
	from, err := store.Open(*j.Settings.Objects)
	return &bucketCopy{job: j, from: from, named: objects.Index{}, noted: time.Now()}, err
}

func (c *bucketCopy) start(ctx context.Context, at beginning) (reading, error) {
	listed, err := c.from.ListAll(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.requireObjects(listed, at.found); err != nil {
		return nil, err
	}
	if err := c.learn(ctx, at.found); err != nil {
		return nil, err
	}
	if err := forEach(ctx, listed, c.job.Settings.PartBytes, c.copy); err != nil {
		return nil, errors.Join(err, c.note(context.WithoutCancel(ctx)))
	}
	if err := c.writeIndex(ctx, at.name); err != nil {
		return nil, err
	}
	c.job.Log.Info("copied", "objects", c.told.Count, "sent", c.told.Sent, "sentBytes", c.told.SentBytes, "goneMeanwhile", c.gone)
	return &listReading{objects.EncodeEntries(c.entries), c.bytes}, nil
}

func (c *bucketCopy) describe(manifest *catalogue.Manifest) { manifest.Objects = &c.told }

// requireObjects refuses a bucket that lists nothing any more: so does one whose policies let the key see nothing.
func (c *bucketCopy) requireObjects(listed []store.Object, found *catalogue.Catalogue) error {
	newest, ok := found.Newest()
	if len(listed) > 0 || c.job.EvenEmpty || !ok || newest.Objects == nil || newest.Objects.Count == 0 {
		return nil
	}
	return failure.New(failure.Untrusted, nil,
		"Look whether the key may list it, and whether somebody emptied it. If it is meant to be empty: snapshot --even-empty, once.",
		"the bucket %s lists no object, and %s names %d", c.from.Name(), newest.Name, newest.Objects.Count)
}

// learn finds out which contents need not be sent: those that the newest copy names, or that a run sent which did not come to its
// end, as far as they are there in the size in which they were read back.
func (c *bucketCopy) learn(ctx context.Context, found *catalogue.Catalogue) error {
	c.known = objects.Index{}
	if newest, ok := found.Newest(); ok {
		index, err := c.job.index(ctx, newest)
		switch {
		case err == nil:
			maps.Copy(c.known, index)
		case failure.CodeOf(err) == failure.Untrusted:
			c.job.Log.Error("all objects are sent again", "why", err.Error())
		default:
			return err
		}
	}
	sent, err := c.job.sentIndex(ctx)
	if err != nil {
		return err
	}
	c.sent = sent
	maps.Copy(c.known, sent)
	stored, err := c.job.Bucket.List(ctx, store.Contents)
	if err != nil {
		return err
	}
	there := make(map[string]int64, len(stored))
	for _, each := range stored {
		if name, ours := objects.NamedBy(each.Key); ours {
			there[name] = each.Bytes
		}
	}
	lost := 0
	maps.DeleteFunc(c.known, func(name string, each objects.Stored) bool {
		size, is := there[name]
		if is && size == each.Bytes {
			return false
		}
		// A note may be older than the last run that ended, and what it names deleted since.
		if _, noted := sent[name]; !noted {
			lost++
		}
		return true
	})
	c.contents = make(map[string]string, len(c.known))
	for name := range c.known {
		c.contents[objects.IdentityIn(name)] = name
	}
	if lost > 0 {
		c.job.Log.Error("contents that earlier copies name are gone or have another size; those that are still there to copy are sent again", "contents", lost)
	}
	return nil
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

// note writes down what was sent so far.
func (c *bucketCopy) note(ctx context.Context) error {
	c.mutex.Lock()
	sent := maps.Clone(c.sent)
	c.noted = time.Now()
	c.mutex.Unlock()
	if len(sent) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	packed, err := sent.Encode()
	if err != nil {
		return err
	}
	return c.job.Bucket.Write(ctx, sentKey, packed)
}

// listReading is a list whose size is that of the objects on it.
type listReading struct {
	io.Reader
	bytes int64
}

func (l *listReading) Bytes() int64 { return l.bytes }
func (l *listReading) Close()       {}
