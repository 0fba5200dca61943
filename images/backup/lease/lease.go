// Package lease keeps two runs from working on the same backups at once, where no store has a lock that ends with whoever
// holds it. It asks of a bucket only that a listing shows what was written before.
package lease

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

const folder = "leases/"

// Place is where leases lie.
type Place interface {
	List(ctx context.Context, folder string) ([]store.Object, error)
	Read(ctx context.Context, key string) (io.ReadCloser, error)
	Write(ctx context.Context, key string, content []byte) error
	Delete(ctx context.Context, keys ...string) error
}

// Lease is one run's.
type Lease struct {
	place Place
	times settings.LeaseTimes
	key   string
	// mutex is held while the lease is renewed.
	mutex   sync.Mutex
	renewal int
	// shown is when the last renewal began that came through: another run may have seen it from then on.
	shown   time.Time
	unwatch func()
	lose    context.CancelCauseFunc
}

// Hold answers a context that ends when the lease is lost. It refuses while another run shows that it lives, and waits where
// one has left a lease behind, until it is clear that it does not.
//
// Each run writes before it lists. So of two that come at once at least one sees the other; where both do, both give way.
func Hold(ctx context.Context, place Place, times settings.LeaseTimes) (context.Context, *Lease, error) {
	held := &Lease{place: place, times: times, key: folder + strings.ToLower(rand.Text()) + ".json"}
	if err := held.renew(ctx); err != nil {
		return nil, nil, err
	}
	if err := held.outlive(ctx); err != nil {
		held.remove(ctx)
		return nil, nil, err
	}
	watched, lose := context.WithCancelCause(ctx)
	held.lose = lose
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { held.watch(watched, stop) })
	held.unwatch = sync.OnceFunc(func() {
		close(stop)
		watch.Wait()
		lose(nil)
	})
	return watched, held, nil
}

// Release lets the next run begin.
func (l *Lease) Release(ctx context.Context) {
	l.unwatch()
	l.remove(ctx)
}

func (l *Lease) remove(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	// Where it can't be removed, the next run finds out that nobody renews it.
	_ = l.place.Delete(ctx, l.key)
}

// renew writes the lease with another content than before.
func (l *Lease) renew(ctx context.Context) error {
	l.renewal++
	text, err := json.Marshal(map[string]int{"renewal": l.renewal})
	if err != nil {
		return err
	}
	began := time.Now()
	if err := l.place.Write(ctx, l.key, text); err != nil {
		return err
	}
	l.shown = began
	return nil
}

// others are the leases of other runs, by key, with what they say.
func (l *Lease) others(ctx context.Context) (map[string]string, error) {
	objects, err := l.place.List(ctx, folder)
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, each := range objects {
		if each.Key == l.key {
			continue
		}
		text, err := l.read(ctx, each.Key)
		if store.IsMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found[each.Key] = text
	}
	return found, nil
}

func (l *Lease) read(ctx context.Context, key string) (string, error) {
	content, err := l.place.Read(ctx, key)
	if err != nil {
		return "", err
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, 1<<10))
	return string(text), err
}

// outlive waits until every other lease is gone or was not renewed for long, and removes those.
func (l *Lease) outlive(ctx context.Context) error {
	first, err := l.others(ctx)
	if err != nil || len(first) == 0 {
		return err
	}
	ticker := time.NewTicker(l.times.Renewed)
	defer ticker.Stop()
	for began := time.Now(); time.Since(began) < l.times.Dead; {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
		if err := l.renew(ctx); err != nil {
			return err
		}
		now, err := l.others(ctx)
		if err != nil {
			return err
		}
		for key, text := range now {
			if first[key] != text {
				return failure.New(failure.Busy, nil, "Wait for it to end.", "another run works on these backups")
			}
		}
		if len(now) == 0 {
			return nil
		}
	}
	for key := range first {
		if err := l.place.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// Confirm renews the lease now, before what another run must not see half done. An error means that it is lost.
func (l *Lease) Confirm(ctx context.Context) error {
	for {
		lost, err := l.renewHeld(ctx)
		if err == nil || lost {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(l.times.Renewed):
		}
	}
}

func (l *Lease) watch(ctx context.Context, stop <-chan struct{}) {
	ticker := time.NewTicker(l.times.Renewed)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if lost, _ := l.renewHeld(ctx); lost {
			return
		}
	}
}

// renewHeld renews a lease that is still there: one that is gone was another run's to remove. It waits for no answer that would
// come after the run is lost, nor so long for one that there is no time for another. When it is lost, what the run does ends.
func (l *Lease) renewHeld(ctx context.Context) (lost bool, _ error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	err := l.tryRenewal(ctx)
	if err == nil || (!store.IsMissing(err) && time.Since(l.shown) <= l.times.Lost) {
		return false, err
	}
	gone := failure.New(failure.Failed, err, "See whether the store was out of reach, and run this again.",
		"this run could not show that it lives, so another may have begun")
	l.lose(gone)
	return true, gone
}

func (l *Lease) tryRenewal(ctx context.Context) error {
	ctx, cancel := context.WithDeadline(ctx, l.shown.Add(l.times.Lost))
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, l.times.Lost/2)
	defer cancel()
	if _, err := l.read(ctx, l.key); err != nil {
		return err
	}
	return l.renew(ctx)
}
