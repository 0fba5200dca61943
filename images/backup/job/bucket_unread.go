package job

import (
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// tooMany says that more objects went wrong than single ones do.
func tooMany(count, of int) bool { return count > max(10, of/100) }

// addGone counts an object that was deleted after it was listed.
func (c *bucketCopy) addGone() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.told.Gone++
	if !tooMany(c.told.Gone, c.listed) {
		return nil
	}
	return failure.New(failure.Failed, nil,
		"See what deletes there, and whether the key may read what it lists. Run this again.",
		"the bucket %s lists %d objects, and more than %d of them are not there", c.from.Name(), c.listed, c.told.Gone-1)
}

// addUnread takes what an earlier copy had of an object that can't be read, and goes on: the others need a copy, too.
func (c *bucketCopy) addUnread(object store.Object, why error) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.told.Unread++
	if c.unread == nil {
		c.unread = why
	}
	if tooMany(c.told.Unread, c.listed) {
		return failure.New(failure.CodeOf(why), c.unread, "", "more than %d of %d objects can't be read, the first one", c.told.Unread-1, c.listed)
	}
	if name, is := c.last[c.markOf(object.Key)]; is {
		stored := c.known[name]
		c.add(objects.Entry{Key: object.Key, Bytes: stored.ObjectBytes, Content: name, Earlier: true}, stored)
	}
	return nil
}

// requireAll is after the copy was made, of all that could be read.
func (c *bucketCopy) requireAll() error {
	if c.told.Unread == 0 {
		return nil
	}
	return failure.New(failure.Untrusted, c.unread, "",
		"%d of %d objects of the bucket %s can't be read; of each the copy that was made has what an earlier one had, if any; the first one",
		c.told.Unread, c.listed, c.from.Name())
}
