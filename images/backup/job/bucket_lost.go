package job

import (
	"fmt"
	"io"
	"sync"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/store"
)

// lostObjects are those of a copy that can't be had back.
type lostObjects struct {
	// keys gets their keys; nil where nobody is there to read them.
	keys io.Writer

	mutex sync.Mutex
	count int
	// refused is how many of them the bucket did not take that is restored into.
	refused int
	first   error
}

// unlessOne names an object and goes on where the others may be in order: its content is damaged, or a store refuses this one. Any other
// failure is an error, and so are very many of the second kind: then it is no single object's.
func (l *lostObjects) unlessOne(entry objects.Entry, why error) error {
	damaged := failure.CodeOf(why) == failure.Untrusted
	if !damaged && !store.IsOfOne(why) {
		return why
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.count++
	if l.first == nil {
		l.first = why
	}
	if l.keys != nil {
		fmt.Fprintf(l.keys, "not restored: %q: %s\n", entry.Key, why)
	}
	if damaged {
		return nil
	}
	if l.refused++; tooMany(l.refused, 0) {
		return why
	}
	return nil
}

func (l *lostObjects) failed(part *bucketPart) error {
	if l.count == 0 {
		return nil
	}
	return failure.New(failure.Untrusted, l.first, "", "%d of %d objects of %s were not restored, and standard error names them; the first one",
		l.count, len(part.entries), part.backup.Name)
}
