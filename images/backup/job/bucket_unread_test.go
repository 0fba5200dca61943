package job

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
)

// One object that can't be read costs no other, nor what an earlier copy had of it.
func TestAnObjectThatCannotBeReadStaysAsItWasCopied(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("a", "first a")
	rig.upload("b", "first b")
	rig.mustSnapshot()
	for _, key := range []string{"a", "b", "c"} {
		rig.upload(key, "second "+key)
	}
	rig.refuseReading(http.StatusForbidden, "AccessDenied", "b", "c")
	err := rig.snapshot()
	if failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), "2 of 3 objects of the bucket uploads can't be read") ||
		!strings.Contains(err.Error(), "Give the key the right to all") {
		t.Errorf("%v", err)
	}
	got := rig.fetched("")
	if len(got) != 2 || got["a"] != "second a" || got["b"] != "first b" || rig.newest().Unread != 2 {
		t.Errorf("%v, %+v", got, rig.newest())
	}
	if err := rig.drill(t.Context()); err != nil {
		t.Error(err)
	}
	rig.from.strike = nil
	rig.mustSnapshot()
	if got := rig.fetched(""); len(got) != 3 || got["b"] != "second b" || rig.newest().Unread != 0 {
		t.Errorf("%v", got)
	}
}

func TestWhatIsWrongWithAllObjectsEndsTheRun(t *testing.T) {
	for _, code := range []string{"ExpiredToken", "SignatureDoesNotMatch"} {
		rig := newBucketRig(t)
		rig.upload("a", "content")
		rig.upload("b", "content")
		rig.refuseReading(http.StatusForbidden, code, "a")
		if err := rig.snapshot(); failure.CodeOf(err) != failure.Failed || len(rig.names()) != 0 {
			t.Errorf("%s: %v, %v", code, err, rig.names())
		}
	}
}

// many uploads so many objects, and answers their keys.
func (r *bucketRig) many(count int) []string {
	var keys []string
	for number := range count {
		keys = append(keys, fmt.Sprintf("many-%03d", number))
		r.upload(keys[number], "content")
	}
	return keys
}

func TestMoreThanSingleObjectsThatAreGoneOrCannotBeReadEndTheRun(t *testing.T) {
	for _, refusal := range []struct {
		status int
		code   string
		told   string
	}{
		{http.StatusForbidden, "AccessDenied", "more than 10 of 40 objects can't be read"},
		{http.StatusNotFound, "NoSuchKey", "lists 40 objects, and more than 10 of them are not there"},
	} {
		rig := newBucketRig(t)
		keys := rig.many(40)
		rig.refuseReading(refusal.status, refusal.code, keys[:11]...)
		if err := rig.snapshot(); failure.CodeOf(err) != failure.Failed || !strings.Contains(err.Error(), refusal.told) || len(rig.names()) != 0 {
			t.Errorf("%s: %v, %v", refusal.code, err, rig.names())
		}
		rig.refuseReading(refusal.status, refusal.code, keys[:10]...)
		_ = rig.snapshot()
		if told := rig.newest(); told.Count != 30 || told.Gone+told.Unread != 10 {
			t.Errorf("%s: %+v", refusal.code, told)
		}
	}
}

func TestAnObjectIsReadOnceThoughItsListingTellsAnotherTime(t *testing.T) {
	rig := newBucketRig(t)
	rig.from.listedEarlier = 90e9
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.from.asked = nil
	rig.mustSnapshot()
	if slices.Contains(rig.from.asked, "GET x") || len(rig.contents()) != 1 {
		t.Errorf("%v, %v", rig.from.asked, rig.contents())
	}
}

func TestANoteThatFailsCostsNothing(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	refused := 0
	rig.to.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		struck := asked.Method == http.MethodPut && strings.HasSuffix(asked.URL.Path, sentKey)
		if struck {
			refused++
			refuse(answer, http.StatusForbidden, "AccessDenied")
		}
		return struck
	}
	job := rig.job()
	from, err := job.bucketCopy()
	if err != nil {
		t.Fatal(err)
	}
	from.notes.pause = 0
	if err := job.backUpAndPrune(t.Context(), from); err != nil || refused == 0 || len(rig.names()) != 1 {
		t.Errorf("%v, %d notes were refused", err, refused)
	}
	if !strings.Contains(rig.said.String(), "can't be noted") {
		t.Error(rig.said.String())
	}
}

// The newest copy is not the only one that knows of a content.
func TestAContentIsNotSentAgainWhileAnyCopyNamesIt(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.upload("y", "stays")
	rig.mustSnapshot()
	object := rig.from.objects["x"]
	rig.from.remove("x")
	rig.mustSnapshot()
	rig.from.put("x", "content", object.modified)
	rig.mustSnapshot()
	if sent := rig.newest().Sent; sent != 0 || len(rig.contents()) != 2 {
		t.Errorf("%d are sent again: %v", sent, rig.contents())
	}
}

// A lease that is gone is another run's to have taken: from then on nothing is written that could undo what that one does.
func TestARunWhoseLeaseIsGoneWritesNoManifest(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.to.strike = func(_ http.ResponseWriter, asked *http.Request) bool {
		if asked.Method == http.MethodPut && strings.HasSuffix(asked.URL.Path, ".index.zst") {
			for _, key := range rig.to.keys(copyFolder + "/leases/") {
				rig.to.remove(key)
			}
		}
		return false
	}
	job := rig.job()
	err := job.Run(t.Context(), settings.Snapshot, job.Snapshot)
	if err == nil || !strings.Contains(err.Error(), "another may have begun") || len(rig.names()) != 0 {
		t.Errorf("%v, %v", err, rig.names())
	}
}

func TestARunWhoseLeaseIsGoneSweepsNothing(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.to.put(copyFolder+"/contents/stray.zst.age", "sealed", noon)
	rig.to.strike = func(_ http.ResponseWriter, asked *http.Request) bool {
		if strings.HasPrefix(asked.URL.Query().Get("prefix"), copyFolder+"/contents/") {
			for _, key := range rig.to.keys(copyFolder + "/leases/") {
				rig.to.remove(key)
			}
		}
		return false
	}
	job := rig.job()
	if err := job.Run(t.Context(), settings.Prune, job.Prune); err == nil || len(rig.to.keys(copyFolder+"/contents/")) != 2 {
		t.Errorf("%v, %v", err, rig.to.keys(copyFolder+"/contents/"))
	}
}
