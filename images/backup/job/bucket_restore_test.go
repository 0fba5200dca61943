package job

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
)

// damaged is a rig whose copy has five objects: a content of one was changed, and that of another is gone.
func damaged(t *testing.T) *bucketRig {
	t.Helper()
	rig := newBucketRig(t)
	of := map[string]string{}
	for _, key := range []string{"a", "john-doe", "m", "jane-doe", "z"} {
		rig.upload(key, "content of "+key)
		before := strings.Join(rig.contents(), " ")
		rig.mustSnapshot()
		for _, content := range rig.contents() {
			if !strings.Contains(before, content) {
				of[key] = content
			}
		}
	}
	rig.damage(strings.TrimPrefix(of["john-doe"], copyFolder+"/"))
	rig.to.remove(of["jane-doe"])
	return rig
}

func requireNamed(t *testing.T, rig *bucketRig, err error, named, record string) {
	t.Helper()
	if failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), "2 of 5 objects") {
		t.Errorf("%v", err)
	}
	for _, key := range []string{"john-doe", "jane-doe"} {
		if !strings.Contains(named, key) {
			t.Errorf("%s is not named: %s", key, named)
		}
		if strings.Contains(record+rig.said.String()+err.Error(), key) {
			t.Errorf("%s is in the log or the record", key)
		}
	}
}

func TestDamagedContentsAreNamedAndAllOthersRestored(t *testing.T) {
	rig := damaged(t)
	for _, key := range rig.from.keys("") {
		rig.from.remove(key)
	}
	var named bytes.Buffer
	job := rig.job()
	job.Keys = &named
	err := job.Run(t.Context(), settings.Restore, func(ctx context.Context) error { return job.RestoreObjects(ctx, "", "", false) })
	record := string(rig.to.objects[copyFolder+"/"+catalogue.RecordKey("restore")].content)
	if got := strings.Join(rig.from.keys(""), " "); got != "a m z" || !strings.Contains(record, `"code": 4`) {
		t.Errorf("%s are there: %s", got, record)
	}
	requireNamed(t, rig, err, named.String(), record)
}

func TestDamagedContentsAreNamedAndAllOthersFetched(t *testing.T) {
	rig := damaged(t)
	var named, archive bytes.Buffer
	job := rig.job()
	job.Keys = &named
	err := job.FetchObjects(t.Context(), "", "", &archive)
	var got []string
	for reader := tar.NewReader(&archive); ; {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, header.Name)
	}
	if strings.Join(got, " ") != "a m z" {
		t.Errorf("%v", got)
	}
	requireNamed(t, rig, err, named.String(), "")
}

func TestABucketThatTakesNothingEndsARestore(t *testing.T) {
	rig := newBucketRig(t)
	rig.many(40)
	rig.mustSnapshot()
	var asked atomic.Int64
	rig.from.strike = func(answer http.ResponseWriter, request *http.Request) bool {
		if request.Method == http.MethodPut {
			asked.Add(1)
			refuse(answer, http.StatusForbidden, "AccessDenied")
		}
		return request.Method == http.MethodPut
	}
	if err := rig.job().RestoreObjects(t.Context(), "", "", true); failure.CodeOf(err) != failure.Failed || asked.Load() > 20 {
		t.Errorf("%v after %d objects", err, asked.Load())
	}
}

// The library's own errors have the address in them that was asked for, and a store's words may have it.
func TestNoKeyOfAnObjectIsInTheLogOrTheRecord(t *testing.T) {
	t.Parallel()
	breakOff := func(rig *bucketRig) {
		_ = rig.from.server.Listener.Close()
		panic(http.ErrAbortHandler)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		rig := newBucketRig(t)
		rig.upload("jane", "content")
		if method == http.MethodPut {
			rig.mustSnapshot()
		}
		rig.from.strike = func(_ http.ResponseWriter, asked *http.Request) bool {
			if asked.Method == method && strings.Contains(asked.URL.Path, "jane") {
				breakOff(rig)
			}
			return false
		}
		job := rig.job()
		run, work := settings.Snapshot, job.Snapshot
		if method == http.MethodPut {
			run, work = settings.Restore, func(ctx context.Context) error { return job.RestoreObjects(ctx, "", "ja", true) }
		}
		err := job.Run(t.Context(), run, work)
		record := string(rig.to.objects[copyFolder+"/"+catalogue.RecordKey(string(run))].content)
		if err == nil || !strings.Contains(record, "See whether the store") || strings.Contains(record+rig.said.String()+err.Error(), "jane") {
			t.Errorf("%s: %v\n%s\n%s", method, err, record, rig.said.String())
		}
	}
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	job := rig.job()
	err := job.Run(t.Context(), settings.Restore, func(ctx context.Context) error { return job.RestoreObjects(ctx, "", "jane/", false) })
	record := string(rig.to.objects[copyFolder+"/"+catalogue.RecordKey("restore")].content)
	if failure.CodeOf(err) != failure.Settings || strings.Contains(record+rig.said.String()+err.Error(), "jane") {
		t.Errorf("%v\n%s", err, record)
	}
}
