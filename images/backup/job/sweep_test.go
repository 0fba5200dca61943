package job

import (
	"fmt"
	"testing"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/retention"
)

// A year in which a copy is made every five days, an upload comes between two of them, one goes and one is replaced: every copy that is kept can be had back whole, and nothing lies
// there that none of them names.
func TestAYearOfCopies(t *testing.T) {
	rig := newBucketRig(t)
	rig.now = time.Date(2026, 1, 1, 5, 0, 0, 0, time.UTC)
	held := map[string]map[string]string{}
	var taken []time.Time
	for day := range 73 {
		rig.upload(fmt.Sprintf("day-%03d", day), fmt.Sprintf("of day %d", day))
		rig.upload("every", fmt.Sprintf("as of day %d", day))
		if day >= 10 {
			rig.from.remove(fmt.Sprintf("day-%03d", day-10))
		}
		rig.now = rig.now.AddDate(0, 0, 4)
		rig.mustSnapshot()
		taken = append(taken, rig.now)
		held[catalogue.NameAt(rig.now)] = map[string]string{"every": fmt.Sprintf("as of day %d", day)}
		for past := max(0, day-9); past <= day; past++ {
			held[catalogue.NameAt(rig.now)][fmt.Sprintf("day-%03d", past)] = fmt.Sprintf("of day %d", past)
		}
	}
	names := rig.names()
	if want := retention.Kept(taken, rig.now, retention.Standard); len(names) != len(want) || len(want) == len(taken) {
		t.Errorf("%d copies are kept instead of %d", len(names), len(want))
	}
	named := map[string]bool{}
	for _, name := range names {
		got := rig.fetched(name)
		if len(got) != len(held[name]) {
			t.Errorf("%s has %d objects instead of %d", name, len(got), len(held[name]))
		}
		for key, content := range held[name] {
			if got[key] != content {
				t.Errorf("%s: %s is %q instead of %q", name, key, got[key], content)
			}
		}
		index, err := rig.job().readIndex(t.Context(), catalogue.IndexKey(name))
		if err != nil {
			t.Fatal(err)
		}
		for content := range index {
			named[copyFolder+"/"+objects.ContentKey(content)] = true
		}
	}
	if left := rig.contents(); len(left) != len(named) {
		t.Errorf("%d contents lie there, and %d are named", len(left), len(named))
	}
}

func TestNothingIsDeletedWhereItCannotBeToldWhatACopyNames(t *testing.T) {
	for what, strike := range map[string]func(rig *bucketRig, name string){
		"a damaged copy has no index": func(rig *bucketRig, name string) {
			rig.to.remove(copyFolder + "/" + catalogue.IndexKey(name))
		},
		"an index was changed": func(rig *bucketRig, name string) {
			rig.damage(catalogue.IndexKey(name))
		},
	} {
		rig := newBucketRig(t)
		rig.upload("x", "first")
		rig.mustSnapshot()
		rig.upload("x", "second")
		rig.mustSnapshot()
		rig.to.put(copyFolder+"/"+objects.ContentKey("stray"), "of a run that was killed", noon)
		strike(rig, rig.names()[0])
		job := rig.job()
		if err := job.Run(t.Context(), "prune", job.Prune); err != nil && failure.CodeOf(err) != failure.Untrusted {
			t.Errorf("%s: %v", what, err)
		}
		if len(rig.contents()) != 3 {
			t.Errorf("%s: %v are left", what, rig.contents())
		}
	}
}

func TestAContentThatADamagedCopyNamesStays(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "first")
	rig.mustSnapshot()
	rig.upload("x", "second")
	rig.mustSnapshot()
	first := rig.names()[0]
	rig.to.remove(copyFolder + "/" + catalogue.ContentKey(first, rig.given.Format))
	rig.to.put(copyFolder+"/"+objects.ContentKey("stray"), "of a run that was killed", noon)
	job := rig.job()
	if err := job.Run(t.Context(), "prune", job.Prune); err != nil {
		t.Fatal(err)
	}
	if len(rig.contents()) != 2 {
		t.Errorf("%v are left", rig.contents())
	}
}

func TestWhatAnUnfinishedRunSentStays(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	unfinished, err := objects.Index{"under-way": {}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	rig.to.put(copyFolder+"/"+sentKey, string(unfinished), noon)
	rig.to.put(copyFolder+"/"+objects.ContentKey("under-way"), "sealed", noon)
	rig.to.put(copyFolder+"/"+objects.ContentKey("stray"), "sealed", noon)
	job := rig.job()
	if err := job.Run(t.Context(), "prune", job.Prune); err != nil {
		t.Fatal(err)
	}
	if len(rig.contents()) != 2 {
		t.Errorf("%v are left", rig.contents())
	}
}

func TestASampleHasNoMoreThanItsBytesButOneAtTheLeast(t *testing.T) {
	entries := []objects.Entry{{Key: "a", Bytes: 40}, {Key: "b", Bytes: 40}, {Key: "c", Bytes: 40}}
	for bytes, want := range map[int64]int{1: 1, 80: 2, 1000: 3} {
		if got := sampleOf(entries, bytes); len(got) != want {
			t.Errorf("%d bytes: %d objects", bytes, len(got))
		}
	}
	if len(sampleOf(nil, 1)) != 0 {
		t.Error("of nothing")
	}
}
