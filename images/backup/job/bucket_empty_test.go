package job

import (
	"slices"
	"testing"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
	"slipway.dev/backup/settings"
)

// A key that may see nothing lists nothing, on the first night too.
func TestABucketThatListsNothingIsRefusedUntilSomebodySaysThatItIsMeant(t *testing.T) {
	rig := newBucketRig(t)
	for range 2 {
		if err := rig.snapshot(); failure.CodeOf(err) != failure.Untrusted || len(rig.names()) != 0 {
			t.Fatalf("%v: %v", err, rig.names())
		}
	}
	if err := rig.snapshotNow(true); err != nil {
		t.Fatal(err)
	}
	rig.mustSnapshot()
	if told := rig.newest(); !told.EvenEmpty || told.Count != 0 {
		t.Errorf("%+v", told)
	}
	rig.upload("x", "content")
	rig.mustSnapshot()
	if rig.newest().EvenEmpty {
		t.Error("what was said of an empty bucket is said of one that is not")
	}
	rig.from.remove("x")
	before := rig.names()
	if err := rig.snapshot(); failure.CodeOf(err) != failure.Untrusted || !slices.Equal(rig.names(), before) {
		t.Errorf("%v", err)
	}
	rig.now = rig.now.AddDate(0, 0, 1)
	if err := rig.snapshotNow(true); err != nil {
		t.Error(err)
	}
	rig.mustSnapshot()
}

func TestACopyOfAWrongClockSaysNothingOfToday(t *testing.T) {
	rig := newBucketRig(t)
	rig.now = noon.AddDate(1, 0, 0)
	if err := rig.snapshotNow(true); err != nil {
		t.Fatal(err)
	}
	rig.now = noon
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.from.remove("x")
	if err := rig.snapshot(); failure.CodeOf(err) != failure.Untrusted {
		t.Errorf("%v", err)
	}
}

// Whoever empties a bucket in the morning, and has it copied, costs nothing of what the night's copy has.
func TestASecondCopyOfADayCostsNothingOfTheFirst(t *testing.T) {
	rig := newBucketRig(t)
	for _, key := range []string{"a", "b", "c"} {
		rig.upload(key, "content of "+key)
	}
	rig.mustSnapshot()
	first := rig.names()[0]
	for _, key := range []string{"a", "b", "c"} {
		rig.from.remove(key)
	}
	rig.upload("one", "that is left")
	rig.now = rig.now.Add(3600e9)
	if err := rig.snapshotNow(false); err != nil {
		t.Fatal(err)
	}
	if got := rig.fetched(first); len(got) != 3 || got["a"] != "content of a" {
		t.Errorf("%v", got)
	}
}

func TestNoContentIsDeletedAfterACopyOfLessThanHalf(t *testing.T) {
	rig := newBucketRig(t)
	for _, key := range []string{"a", "b", "c"} {
		rig.upload(key, "content of "+key)
	}
	rig.mustSnapshot()
	rig.to.put(copyFolder+"/"+objects.ContentKey("stray"), "of a run that was killed", noon)
	rig.from.remove("a")
	rig.from.remove("b")
	rig.mustSnapshot()
	prune := rig.job()
	if err := prune.Run(t.Context(), settings.Prune, prune.Prune); err != nil {
		t.Fatal(err)
	}
	if len(rig.contents()) != 4 {
		t.Errorf("%v are left", rig.contents())
	}
	rig.upload("d", "is back")
	rig.mustSnapshot()
	if len(rig.contents()) != 4 || slices.Contains(rig.contents(), copyFolder+"/"+objects.ContentKey("stray")) {
		t.Errorf("%v are left after one of more", rig.contents())
	}
}

func TestAnIndexThatWasCutOffIsNotTakenForOneOfNothing(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "first")
	rig.mustSnapshot()
	rig.upload("x", "second")
	rig.mustSnapshot()
	rig.to.put(copyFolder+"/"+catalogue.IndexKey(rig.names()[0]), "", noon)
	prune := rig.job()
	if err := prune.Run(t.Context(), settings.Prune, prune.Prune); err != nil {
		t.Fatal(err)
	}
	if len(rig.contents()) != 2 {
		t.Errorf("%v are left", rig.contents())
	}
}
