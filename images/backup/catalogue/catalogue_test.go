package catalogue

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"testing"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// folder is a place in memory.
type folder map[string][]byte

func (f folder) List(_ context.Context, folder string) ([]store.Object, error) {
	var objects []store.Object
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if path.Dir(folder+"x") != path.Dir(key) {
			continue
		}
		objects = append(objects, store.Object{Key: key, Bytes: int64(len(f[key]))})
	}
	return objects, nil
}

func (f folder) Read(_ context.Context, key string) (io.ReadCloser, error) {
	content, ok := f[key]
	if !ok {
		return nil, errors.New("no " + key)
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

var taken = time.Date(2026, 3, 5, 3, 0, 0, 0, time.UTC)

func (f folder) add(at time.Time, content string) string {
	name := NameAt(at)
	f[ContentKey(name, settings.DumpFormat)] = []byte(content)
	f[ManifestKey(name)] = Manifest{Source: "dev/guestbook", Taken: at, Bytes: int64(len(content))}.Encode()
	return name
}

func read(t *testing.T, place Place) *Catalogue {
	t.Helper()
	found, err := Read(context.Background(), place, "dev/guestbook", settings.DumpFormat)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnEmptyBucketHasNoNewestBackup(t *testing.T) {
	if _, ok := read(t, folder{}).Newest(); ok {
		t.Error("there is one")
	}
}

func TestTheNewestIsByTime(t *testing.T) {
	place := folder{}
	newest := place.add(taken.AddDate(0, 0, 1), "rows")
	place.add(taken, "rows")
	place["runs/dump.json"] = []byte("{}")
	place["notes.json"] = []byte("not ours")
	found := read(t, place)
	if got, _ := found.Newest(); got.Name != newest || len(found.Good) != 2 || len(found.Damaged) != 0 {
		t.Errorf("%+v", found)
	}
}

func TestWhatIsDamagedIsNoBackup(t *testing.T) {
	for why, damage := range map[string]func(place folder, name string){
		"its content has 3 bytes instead of 4": func(place folder, name string) { place[ContentKey(name, settings.DumpFormat)] = []byte("row") },
		"its content is missing":               func(place folder, name string) { delete(place, ContentKey(name, settings.DumpFormat)) },
		"its manifest can't be read":           func(place folder, name string) { place[ManifestKey(name)] = []byte("{") },
		"its manifest is of 2026-03-05T03:00:00Z": func(place folder, name string) {
			place[ManifestKey(name)] = place[ManifestKey(NameAt(taken))]
		},
	} {
		place := folder{}
		whole := place.add(taken, "rows")
		name := place.add(taken.AddDate(0, 0, 1), "rows")
		damage(place, name)
		found := read(t, place)
		if !slices.Equal(found.Damaged, []Damage{{name, why}}) {
			t.Errorf("%s: %+v", why, found.Damaged)
		}
		if got, _ := found.Newest(); got.Name != whole || len(found.Strays) != 0 {
			t.Errorf("%s: the newest is %s, strays are %v", why, got.Name, found.Strays)
		}
	}
}

func TestAContentWithoutManifestIsNoBackup(t *testing.T) {
	place := folder{}
	name := place.add(taken, "rows")
	delete(place, ManifestKey(name))
	found := read(t, place)
	if len(found.Good) != 0 || !slices.Equal(found.Strays, []string{ContentKey(name, settings.DumpFormat)}) {
		t.Errorf("%+v", found)
	}
}

func TestWhatLiesDeeperIsAnotherSourcesOwn(t *testing.T) {
	place := folder{}
	name := place.add(taken, "rows")
	for _, format := range []settings.Format{settings.DumpFormat, settings.RDBFormat} {
		place["cache/"+ContentKey(name, format)] = []byte("keys that are just being uploaded")
	}
	found := read(t, place)
	if len(found.Good) != 1 || len(found.Damaged) != 0 || len(found.Strays) != 0 {
		t.Errorf("%+v", found)
	}
}

func TestACopyOfABucketIsGoodOnlyWithItsIndex(t *testing.T) {
	name := NameAt(taken)
	copied := folder{
		ContentKey(name, settings.ObjectsFormat): []byte("list"),
		IndexKey(name):                           []byte("index"),
		ManifestKey(name): Manifest{Source: "dev/guestbook", Taken: taken, Bytes: 4,
			Objects: &Objects{Count: 1, IndexBytes: 5}}.Encode(),
	}
	for what, each := range map[string]struct {
		change                func(folder)
		good, damaged, strays int
	}{
		"whole":            {func(folder) {}, 1, 0, 0},
		"no index":         {func(f folder) { delete(f, IndexKey(name)) }, 0, 1, 0},
		"a shorter index":  {func(f folder) { f[IndexKey(name)] = []byte("inde") }, 0, 1, 0},
		"no manifest":      {func(f folder) { delete(f, ManifestKey(name)) }, 0, 0, 2},
		"a run's own note": {func(f folder) { f["sent.index.zst"] = []byte("sent") }, 1, 0, 0},
	} {
		place := maps.Clone(copied)
		each.change(place)
		found, err := Read(context.Background(), place, "dev/guestbook", settings.ObjectsFormat)
		if err != nil || len(found.Good) != each.good || len(found.Damaged) != each.damaged || len(found.Strays) != each.strays {
			t.Errorf("%s: %+v, %v", what, found, err)
		}
	}
}

func TestBackupsOfSomethingElseAreRefused(t *testing.T) {
	place := folder{}
	place.add(taken, "rows")
	if _, err := Read(context.Background(), place, "staging/guestbook", settings.DumpFormat); err == nil {
		t.Error("it was read")
	}
}

func TestAManifestThatCannotBeReachedMakesAllUnknown(t *testing.T) {
	place := folder{}
	place.add(taken, "rows")
	if _, err := Read(context.Background(), unreadable{place}, "dev/guestbook", settings.DumpFormat); err == nil {
		t.Error("it was read")
	}
}

type unreadable struct{ folder }

func (unreadable) Read(context.Context, string) (io.ReadCloser, error) {
	return nil, errors.New("the store is gone")
}

func TestASlowDrillIsNoFailure(t *testing.T) {
	slow := Record{Run: "drill", Ended: taken, Code: int(failure.Slow)}.After(&Record{Code: 4, Failures: 2})
	if slow.Failures != 0 || !slow.Succeeded.Equal(taken) || slow.Code != int(failure.Slow) {
		t.Errorf("%+v", slow)
	}
}

func TestRecordsCountFailures(t *testing.T) {
	good := Record{Run: "dump", Ended: taken}.After(&Record{Code: 1, Failures: 4})
	if good.Failures != 0 || !good.Succeeded.Equal(taken) {
		t.Errorf("%+v", good)
	}
	again := Record{Run: "dump", Ended: taken.AddDate(0, 0, 1), Code: 1}
	first := again.After(&good)
	second := again.After(&first)
	if first.Failures != 1 || second.Failures != 2 || !second.Succeeded.Equal(taken) {
		t.Errorf("%+v, %+v", first, second)
	}
	if alone := again.After(nil); alone.Failures != 1 || alone.Succeeded != nil {
		t.Errorf("%+v", alone)
	}
}
