package lease

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/minio/minio-go/v7"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// Tests run on a clock of their own: a machine that is busy would take a lease for lost that nobody lost.
var quick = settings.LeaseTimes{Renewed: 10 * time.Millisecond, Lost: 100 * time.Millisecond, Dead: 400 * time.Millisecond}

// bucket is a place in memory, which may be out of reach.
type bucket struct {
	mutex   sync.Mutex
	objects map[string][]byte
	gone    bool
}

func newBucket() *bucket { return &bucket{objects: map[string][]byte{}} }

func (b *bucket) within(work func() error) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.gone {
		return errors.New("the store is gone")
	}
	return work()
}

func (b *bucket) List(_ context.Context, folder string) (found []store.Object, _ error) {
	return found, b.within(func() error {
		for key, content := range b.objects {
			if !strings.HasPrefix(key, folder) {
				continue
			}
			found = append(found, store.Object{Key: key, Bytes: int64(len(content))})
		}
		return nil
	})
}

func (b *bucket) Read(_ context.Context, key string) (content io.ReadCloser, _ error) {
	return content, b.within(func() error {
		held, ok := b.objects[key]
		if !ok {
			return failure.New(failure.Failed, minio.ErrorResponse{Code: "NoSuchKey"}, "", "no %s", key)
		}
		content = io.NopCloser(bytes.NewReader(held))
		return nil
	})
}

func (b *bucket) Write(_ context.Context, key string, content []byte) error {
	return b.within(func() error {
		b.objects[key] = content
		return nil
	})
}

func (b *bucket) Delete(_ context.Context, keys ...string) error {
	return b.within(func() error {
		for _, key := range keys {
			delete(b.objects, key)
		}
		return nil
	})
}

func TestOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		place := newBucket()
		for range 3 {
			held, lease, err := Hold(t.Context(), place, quick)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(quick.Dead)
			if held.Err() != nil {
				t.Error(context.Cause(held))
			}
			lease.Release(t.Context())
		}
		if len(place.objects) != 0 {
			t.Errorf("%v are left", place.objects)
		}
	})
}

func TestWhoeverComesMeanwhileGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		place := newBucket()
		held, lease, err := Hold(t.Context(), place, quick)
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release(t.Context())
		if _, _, err := Hold(t.Context(), place, quick); failure.CodeOf(err) != failure.Busy {
			t.Errorf("got %v", err)
		}
		if held.Err() != nil || len(place.objects) != 1 {
			t.Errorf("the first was disturbed: %v, %v", context.Cause(held), place.objects)
		}
	})
}

func TestOfManyAtOnceOneAtTheMostHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 20 {
			place := newBucket()
			var held sync.Mutex
			var all sync.WaitGroup
			for range 5 {
				all.Go(func() {
					_, lease, err := Hold(t.Context(), place, quick)
					if err != nil {
						return
					}
					defer lease.Release(t.Context())
					if !held.TryLock() {
						t.Error("two hold it")
						return
					}
					time.Sleep(5 * time.Millisecond)
					held.Unlock()
				})
			}
			all.Wait()
		}
	})
}

func TestADeadRunsLeaseIsOutlived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		place := newBucket()
		place.objects[folder+"dead.json"] = []byte(`{"renewal":7}`)
		began := time.Now()
		_, lease, err := Hold(t.Context(), place, quick)
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release(t.Context())
		if waited := time.Since(began); waited < quick.Dead || len(place.objects) != 1 {
			t.Errorf("after %s there are %v", waited, place.objects)
		}
	})
}

func TestALostLeaseEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for how, lose := range map[string]func(*bucket){
			"removed":      func(place *bucket) { clear(place.objects) },
			"out of reach": func(place *bucket) { place.gone = true },
		} {
			place := newBucket()
			held, lease, err := Hold(t.Context(), place, quick)
			if err != nil {
				t.Fatal(err)
			}
			place.mutex.Lock()
			lose(place)
			place.mutex.Unlock()
			select {
			case <-held.Done():
				if !strings.Contains(context.Cause(held).Error(), "another may have begun") {
					t.Errorf("%s: %v", how, context.Cause(held))
				}
			case <-time.After(5 * time.Second):
				t.Errorf("%s: the run goes on", how)
			}
			lease.Release(t.Context())
		}
	})
}

// slow lands a write at once and answers it late; after that it answers nothing.
type slow struct {
	*bucket
	late   time.Duration
	landed chan time.Time
}

func (s *slow) Read(ctx context.Context, key string) (io.ReadCloser, error) {
	if len(s.landed) > 0 {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.bucket.Read(ctx, key)
}

func (s *slow) Write(ctx context.Context, key string, content []byte) error {
	if err := s.bucket.Write(ctx, key, content); err != nil || s.late == 0 {
		return err
	}
	s.landed <- time.Now()
	time.Sleep(s.late)
	return nil
}

func TestARunEndsBeforeAnotherTakesItForDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		times := settings.LeaseTimes{Renewed: 20 * time.Millisecond, Lost: 500 * time.Millisecond, Dead: 700 * time.Millisecond}
		place := &slow{bucket: newBucket(), late: 240 * time.Millisecond, landed: make(chan time.Time, 2)}
		held, lease, err := Hold(t.Context(), place, times)
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release(t.Context())
		<-held.Done()
		if lasted := time.Since(<-place.landed); lasted >= times.Dead {
			t.Errorf("it went on for %s after it showed that it lived", lasted)
		}
	})
}

func TestALeaseIsConfirmedAsLongAsItIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		place := newBucket()
		held, lease, err := Hold(t.Context(), place, quick)
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release(t.Context())
		if err := lease.Confirm(held); err != nil {
			t.Error(err)
		}
		place.within(func() error { clear(place.objects); return nil })
		if err := lease.Confirm(held); failure.CodeOf(err) != failure.Failed || context.Cause(held) == nil {
			t.Errorf("%v, and the run goes on: %v", err, context.Cause(held))
		}
	})
}

func TestALeaseIsConfirmedWhenTheStoreIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		place := newBucket()
		held, lease, err := Hold(t.Context(), place, quick)
		if err != nil {
			t.Fatal(err)
		}
		defer lease.Release(t.Context())
		away := func(gone bool) {
			place.mutex.Lock()
			place.gone = gone
			place.mutex.Unlock()
		}
		away(true)
		time.AfterFunc(quick.Lost/2, func() { away(false) })
		if err := lease.Confirm(held); err != nil {
			t.Error(err)
		}
		away(true)
		if err := lease.Confirm(held); err == nil || held.Err() == nil {
			t.Errorf("a store that stays away: %v", err)
		}
		away(false)
	})
}
