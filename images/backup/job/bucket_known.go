package job

import (
	"context"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// learn finds out which contents need not be sent: those that a good copy names, or that a run sent which did not come to its
// end, as far as they are there in the size in which they were read back.
func (c *bucketCopy) learn(ctx context.Context, found *catalogue.Catalogue) error {
	there, err := c.job.contentSizes(ctx)
	if err != nil {
		return err
	}
	c.known, c.contents, c.last = objects.Index{}, map[string]string{}, map[string]string{}
	lost := map[string]bool{}
	for _, each := range found.Good {
		index, err := c.job.index(ctx, each)
		switch {
		case err == nil:
			c.learnIndex(index, there, lost)
		case failure.CodeOf(err) == failure.Untrusted:
			c.job.Log.Error("what a copy alone names is sent again", "backup", each.Name, "why", err.Error())
		default:
			return err
		}
	}
	if c.sent, err = c.job.sentIndex(ctx); err != nil {
		return err
	}
	// A note may be older than the last run that ended, and what it names deleted since: that is no loss.
	c.learnIndex(c.sent, there, map[string]bool{})
	if len(lost) > 0 {
		c.job.Log.Error("contents that earlier copies name are gone or have another size; those that are still there to copy are sent again",
			"contents", len(lost))
	}
	return nil
}

// learnIndex takes in what an index names, over what older ones do.
func (c *bucketCopy) learnIndex(index objects.Index, there map[string]int64, lost map[string]bool) {
	for name, each := range index {
		if size, is := there[name]; !is || size != each.Bytes {
			lost[name] = true
			continue
		}
		c.known[name] = each
		c.contents[objects.IdentityIn(name)] = name
		if each.Of != "" {
			c.last[each.Of] = name
		}
	}
}

// contentSizes are those of the contents that there are, by name.
func (j *Job) contentSizes(ctx context.Context) (map[string]int64, error) {
	stored, err := j.Bucket.List(ctx, store.Contents)
	if err != nil {
		return nil, err
	}
	there := make(map[string]int64, len(stored))
	for _, each := range stored {
		if name, ours := objects.NamedBy(each.Key); ours {
			there[name] = each.Bytes
		}
	}
	return there, nil
}
