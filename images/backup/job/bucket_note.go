package job

import (
	"context"
	"maps"
	"time"
)

// sentKey is where it stands what a run has sent that did not come to its end, so that the next goes on from there.
const sentKey = "sent.index.zst"

// A run goes on for so long between two notes of what it has sent, and sends that again when it was killed. A note has all that was
// sent, so the pauses grow with it.
const (
	firstNote   = 30 * time.Second
	longestNote = 8 * time.Minute
)

type notes struct {
	last  time.Time
	pause time.Duration
}

func (n *notes) due() bool { return time.Since(n.last) > n.pause }

// note writes down what was sent so far. Where it can't, no more is lost than the time to send it again.
func (c *bucketCopy) note(ctx context.Context) {
	c.mutex.Lock()
	sent := maps.Clone(c.sent)
	c.notes.last, c.notes.pause = time.Now(), min(2*c.notes.pause, longestNote)
	c.mutex.Unlock()
	if len(sent) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	packed, err := sent.Encode()
	if err == nil {
		err = c.job.Bucket.Write(ctx, sentKey, packed)
	}
	if err != nil {
		c.job.Log.Warn("what was sent so far can't be noted; a run after one that is killed sends it again", "error", err.Error())
	}
}
