package exposition

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

var taken = time.Date(2026, 3, 5, 3, 0, 0, 0, time.UTC)

// folder is a place in memory, which may be out of reach.
type folder struct {
	objects map[string][]byte
	gone    bool
	// hangs says that it answers when who asks has given up.
	hangs bool
	read  []string
}

func (f *folder) List(ctx context.Context, _ string) ([]store.Object, error) {
	if f.hangs {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if f.gone {
		return nil, errors.New("the store is gone")
	}
	var objects []store.Object
	for key, content := range f.objects {
		objects = append(objects, store.Object{Key: key, Bytes: int64(len(content)), ETag: string(content)})
	}
	// As every store lists them.
	slices.SortFunc(objects, func(a, b store.Object) int { return strings.Compare(a.Key, b.Key) })
	return objects, nil
}

func (f *folder) Read(_ context.Context, key string) (io.ReadCloser, error) {
	f.read = append(f.read, key)
	return io.NopCloser(bytes.NewReader(f.objects[key])), nil
}

func filled() *folder {
	name, before := catalogue.NameAt(taken), taken.AddDate(0, 0, -1)
	manifest := catalogue.Manifest{Source: "dev/shop", Taken: taken, Bytes: 4, DumpBytes: 9, Seconds: 2.5}
	older := catalogue.Manifest{Source: "dev/shop", Taken: before, Bytes: 3, DumpBytes: 8}
	record := catalogue.Record{Run: "drill", Ended: taken, Code: 4, Seconds: 7, Objective: 60}.After(nil)
	return &folder{objects: map[string][]byte{
		catalogue.ContentKey(name, settings.DumpFormat):                     []byte("rows"),
		catalogue.ManifestKey(name):                                         manifest.Encode(),
		catalogue.ContentKey(catalogue.NameAt(before), settings.DumpFormat): []byte("row"),
		catalogue.ManifestKey(catalogue.NameAt(before)):                     older.Encode(),
		catalogue.RecordKey("drill"):                                        record.Encode(),
	}}
}

func written(t *testing.T, watches ...*Watch) string {
	t.Helper()
	var text bytes.Buffer
	_ = Watches(watches).Write(context.Background(), &text)
	return text.String()
}

func TestWhatTheBucketHoldsIsTold(t *testing.T) {
	text := written(t, &Watch{Place: filled(), Source: "dev/shop", Format: settings.DumpFormat})
	for _, want := range []string{
		`slipway_backup_bucket_up{source="dev/shop"} 1`,
		`slipway_backup_kept{source="dev/shop"} 2`,
		`slipway_backup_newest_timestamp_seconds{source="dev/shop"} 1.7726796e+09`,
		`slipway_backup_oldest_timestamp_seconds{source="dev/shop"} 1.7725932e+09`,
		`slipway_backup_newest_bytes{source="dev/shop"} 4`,
		`slipway_backup_newest_dump_bytes{source="dev/shop"} 9`,
		`slipway_backup_usual_dump_bytes{source="dev/shop"} 8`,
		`slipway_backup_run_exit_code{source="dev/shop",run="drill"} 4`,
		`slipway_backup_run_failures{source="dev/shop",run="drill"} 1`,
		`slipway_backup_run_objective_seconds{source="dev/shop",run="drill"} 60`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "run_succeeded") {
		t.Error("a drill that never passed has no time of success")
	}
}

func TestWithoutTheBucketTheLastViewStays(t *testing.T) {
	place := filled()
	watch := &Watch{Place: place, Source: "dev/shop", Format: settings.DumpFormat}
	before := written(t, watch)
	place.gone = true
	want := strings.Replace(before, `bucket_up{source="dev/shop"} 1`, `bucket_up{source="dev/shop"} 0`, 1)
	if got := written(t, watch); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := written(t, &Watch{Place: place, Source: "dev/shop", Format: settings.DumpFormat}); strings.Contains(got, "kept") {
		t.Errorf("what was never seen is told:\n%s", got)
	}
}

func TestSeveralSourcesStandUnderOneHeading(t *testing.T) {
	gone := &folder{gone: true}
	text := written(t, &Watch{Place: filled(), Source: "dev/shop", Format: settings.DumpFormat},
		&Watch{Place: gone, Source: "dev/shop/cache", Format: settings.RDBFormat})
	if strings.Count(text, "# TYPE slipway_backup_bucket_up gauge\n") != 1 {
		t.Errorf("not one heading in\n%s", text)
	}
	both := `slipway_backup_bucket_up{source="dev/shop"} 1` + "\n" + `slipway_backup_bucket_up{source="dev/shop/cache"} 0` + "\n"
	if !strings.Contains(text, both) {
		t.Errorf("%s is not in\n%s", both, text)
	}
}

func TestAManifestIsReadOnceAndAgainWhenItIsAnother(t *testing.T) {
	place := filled()
	watch := &Watch{Place: place, Source: "dev/shop", Format: settings.DumpFormat}
	manifests := func() int {
		place.read = nil
		written(t, watch)
		return len(slices.DeleteFunc(place.read, func(key string) bool { return strings.HasPrefix(key, "runs/") }))
	}
	if first, second := manifests(), manifests(); first != 2 || second != 0 {
		t.Errorf("%d manifests were read, and then %d", first, second)
	}
	newest := catalogue.ManifestKey(catalogue.NameAt(taken))
	place.objects[newest] = []byte("none")
	if got := manifests(); got != 1 || !strings.Contains(written(t, watch), `slipway_backup_damaged{source="dev/shop"} 1`) {
		t.Errorf("%d manifests were read after one was changed", got)
	}
	delete(place.objects, newest)
	if written(t, watch); len(watch.manifests) != 1 {
		t.Errorf("%d manifests are known of one", len(watch.manifests))
	}
}

func TestAPlaceThatHangsCostsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		text := written(t, &Watch{Place: &folder{hangs: true}, Source: "dev/a"}, &Watch{Place: &folder{hangs: true}, Source: "dev/b"},
			&Watch{Place: filled(), Source: "dev/shop", Format: settings.DumpFormat})
		for _, want := range []string{`bucket_up{source="dev/a"} 0`, `bucket_up{source="dev/shop"} 1`, `kept{source="dev/shop"} 2`} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is not in\n%s", want, text)
			}
		}
		if took := time.Since(began); took > lookLimit {
			t.Errorf("it took %s", took)
		}
	})
}

func TestACopyOfABucketTellsOfItsObjects(t *testing.T) {
	place := &folder{objects: map[string][]byte{}}
	for day, count := range []int{100, 100, 30} {
		at := taken.AddDate(0, 0, day)
		name := catalogue.NameAt(at)
		place.objects[catalogue.ContentKey(name, settings.ObjectsFormat)] = []byte("list")
		place.objects[catalogue.IndexKey(name)] = []byte("index")
		place.objects[catalogue.ManifestKey(name)] = catalogue.Manifest{Source: "dev/shop", Taken: at, Bytes: 4, DumpBytes: int64(count) * 10,
			Objects: &catalogue.Objects{Count: count, Sent: 2, SentBytes: 20, Unread: 3, Gone: 4, IndexBytes: 5}}.Encode()
	}
	text := written(t, &Watch{Place: place, Source: "dev/shop", Format: settings.ObjectsFormat})
	for name, value := range map[string]string{"newest_objects": "30", "usual_objects": "100", "newest_sent_objects": "2",
		"newest_sent_bytes": "20", "newest_unread_objects": "3", "newest_gone_objects": "4", "newest_dump_bytes": "300", "usual_dump_bytes": "1000", "kept": "3"} {
		if want := "slipway_backup_" + name + `{source="dev/shop"} ` + value + "\n"; !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestItIsServed(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	address := freeAddress(t)
	go func() {
		ended <- Serve(ctx, address, Watches{{Place: filled(), Source: "dev/shop", Format: settings.DumpFormat}}, slog.New(slog.DiscardHandler))
	}()
	var answer *http.Response
	for range 1500 {
		var err error
		if answer, err = http.Get("http://" + address + "/metrics"); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if answer == nil {
		t.Fatal("nothing answers")
	}
	text, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(text), "slipway_backup_kept") {
		t.Errorf("%d\n%s", answer.StatusCode, text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
