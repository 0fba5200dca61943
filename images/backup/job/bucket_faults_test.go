package job

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/objects"
)

func TestAnObjectThatIsDeletedMeanwhileIsNoneOfTheCopys(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("stays", "x")
	rig.upload("goes", "y")
	rig.from.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		if strings.HasSuffix(asked.URL.Path, "/goes") {
			refuse(answer, http.StatusNotFound, "NoSuchKey")
			return true
		}
		return false
	}
	rig.mustSnapshot()
	if got := rig.fetched(""); !maps.Equal(got, map[string]string{"stays": "x"}) {
		t.Errorf("%v", got)
	}
}

func TestAnObjectThatIsWrittenOverMeanwhileIsCopiedAsItIsThen(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "before")
	rig.from.strike = func(_ http.ResponseWriter, asked *http.Request) bool {
		if strings.HasSuffix(asked.URL.Path, "/x") {
			rig.from.strike = nil
			rig.upload("x", "meanwhile")
		}
		return false
	}
	rig.mustSnapshot()
	if got := rig.fetched(""); got["x"] != "meanwhile" {
		t.Errorf("%v", got)
	}
	sent := rig.contents()
	rig.mustSnapshot()
	if !slices.Equal(sent, rig.contents()) {
		t.Error("it was sent again")
	}
}

func TestAStoreThatAsksForPatienceIsAskedAgain(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	left := 2
	rig.from.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		if left--; left >= 0 {
			refuse(answer, http.StatusServiceUnavailable, "SlowDown")
			return true
		}
		return false
	}
	rig.mustSnapshot()
	if got := rig.fetched(""); got["x"] != "content" {
		t.Errorf("%v", got)
	}
}

func TestAKeyThatHasExpiredIsNamed(t *testing.T) {
	rig := newBucketRig(t)
	rig.from.strike = func(answer http.ResponseWriter, _ *http.Request) bool {
		refuse(answer, http.StatusForbidden, "ExpiredToken")
		return true
	}
	err := rig.snapshot()
	if err == nil || !strings.Contains(err.Error(), "Renew uploads-key and what belongs to it: they have expired") {
		t.Errorf("%v", err)
	}
}

func TestWhatARunSentThatFailedIsNotSentAgain(t *testing.T) {
	rig := newBucketRig(t)
	for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
		rig.upload(key, "content of "+key)
	}
	rig.from.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		if !strings.HasSuffix(asked.URL.Path, "/f") {
			return false
		}
		for len(rig.contents()) == 0 {
			time.Sleep(time.Millisecond)
		}
		refuse(answer, http.StatusForbidden, "ExpiredToken")
		return true
	}
	if err := rig.snapshot(); err == nil || len(rig.names()) != 0 {
		t.Fatalf("%v: %v", err, rig.names())
	}
	noted, err := rig.job().sentIndex(t.Context())
	if err != nil || len(noted) == 0 {
		t.Fatalf("nothing is noted: %v", err)
	}
	rig.from.strike, rig.to.asked = nil, nil
	rig.mustSnapshot()
	for name := range noted {
		if slices.ContainsFunc(rig.to.asked, func(asked string) bool {
			return strings.HasPrefix(asked, "PUT ") && strings.Contains(asked, objects.IdentityIn(name))
		}) {
			t.Errorf("%s was sent again", name)
		}
	}
	if len(rig.fetched("")) != 6 || len(rig.to.keys(copyFolder+"/"+sentKey)) != 0 {
		t.Error("not all is there, or the note still is")
	}
}

func TestAContentThatIsGoneIsSentAgain(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.to.remove(rig.contents()[0])
	if err := rig.drill(t.Context()); failure.CodeOf(err) != failure.Untrusted {
		t.Errorf("the drill: %v", err)
	}
	rig.mustSnapshot()
	if err := rig.drill(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAContentThatWasChangedIsNotGivenOut(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.damage(strings.TrimPrefix(rig.contents()[0], copyFolder+"/"))
	if err := rig.drill(t.Context()); failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("%v", err)
	}
}

func TestAnIndexThatIsGoneIsDamage(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.to.remove(copyFolder + "/" + catalogue.IndexKey(rig.names()[0]))
	found, err := rig.job().catalogue(t.Context())
	if err != nil || len(found.Damaged) != 1 || len(found.Good) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestAnIndexThatWasChangedCostsNoCopy(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	rig.damage(catalogue.IndexKey(rig.names()[0]))
	if err := rig.snapshot(); failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), "Find out who writes to the bucket") {
		t.Errorf("%v", err)
	}
	if got := rig.fetched(""); len(rig.names()) != 2 || got["x"] != "content" {
		t.Errorf("%v, %v", rig.names(), got)
	}
}

// A run that was taken for dead may leave a note after the next one has ended.
func TestALateNoteOfARunSpoilsNoCopy(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	sent := strings.TrimSuffix(strings.TrimPrefix(rig.contents()[0], copyFolder+"/contents/"), ".zst.age")
	late, err := objects.Index{objects.NewContent(objects.IdentityIn(sent)): {Bytes: 1, SHA256: "of what was swept"}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	rig.to.put(copyFolder+"/"+sentKey, string(late), noon)
	rig.mustSnapshot()
	if err := rig.drill(t.Context()); err != nil || len(rig.contents()) != 1 {
		t.Errorf("%v, %v", err, rig.contents())
	}
}
