package job

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
)

func TestAnObjectIsSentOnceAndComesBack(t *testing.T) {
	rig := newBucketRig(t)
	want := map[string]string{"a/käse & co?.pdf": "one", "b.pdf": strings.Repeat("two", 3_000_000), "empty": ""}
	for key, content := range want {
		rig.upload(key, content)
	}
	rig.mustSnapshot()
	sent := rig.contents()
	rig.to.asked, rig.from.asked = nil, nil
	rig.mustSnapshot()
	if len(sent) != 3 || !slices.Equal(rig.contents(), sent) {
		t.Errorf("%v became %v", sent, rig.contents())
	}
	for _, asked := range append(rig.from.asked, rig.to.asked...) {
		if strings.Contains(asked, ".pdf") || (strings.Contains(asked, "/contents/") && !strings.HasSuffix(asked, "/contents/")) {
			t.Errorf("the second run asked for %s", asked)
		}
	}
	for _, name := range append(rig.names(), "") {
		if got := rig.fetched(name); !maps.Equal(got, want) {
			t.Errorf("%s: %d objects", name, len(got))
		}
	}
	if err := rig.drill(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNoKeyAndNoContentOfAnObjectLiesThereOpen(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("letters/to-john-doe.txt", "dear john doe")
	rig.mustSnapshot()
	for key, object := range rig.to.objects {
		if strings.Contains(key+string(object.content), "john") {
			t.Errorf("%s tells", key)
		}
	}
	rig.from.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		if strings.Contains(asked.URL.Path, "jane") {
			refuse(answer, http.StatusForbidden, "AccessDenied")
			return true
		}
		return false
	}
	rig.upload("letters/to-jane-doe.txt", "dear jane doe")
	err := rig.snapshot()
	if err == nil || strings.Contains(err.Error()+rig.said.String(), "jane") || !strings.Contains(err.Error(), "Give the key the right to all") {
		t.Errorf("%v: %s", err, rig.said.String())
	}
}

func TestWhatIsReplacedOrDeletedCanBeHadBackFromEarlierCopies(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("changed", "before")
	rig.upload("deleted", "gone soon")
	rig.mustSnapshot()
	rig.upload("changed", "after!")
	rig.from.remove("deleted")
	rig.mustSnapshot()
	names := rig.names()
	if got := rig.fetched(names[0]); got["changed"] != "before" || got["deleted"] != "gone soon" {
		t.Errorf("%v", got)
	}
	if got := rig.fetched(""); got["changed"] != "after!" || len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestACopyForOthersIsSentAnew(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("x", "content")
	rig.mustSnapshot()
	other := newBucketRig(t)
	rig.given.Recipients, rig.given.Identities = other.given.Recipients, other.given.Identities
	rig.mustSnapshot()
	if got := rig.fetched(""); got["x"] != "content" || len(rig.contents()) != 2 {
		t.Errorf("%v, %v", got, rig.contents())
	}
}

func TestObjectsThatAreThereStayUnlessTheyAreToBeOverwritten(t *testing.T) {
	rig := newBucketRig(t)
	rig.upload("in/a", "a")
	rig.upload("in/b", "b")
	rig.upload("out", "c")
	rig.mustSnapshot()
	rig.from.remove("in/a")
	rig.upload("in/b", "newer")
	for _, each := range []struct {
		overwrite bool
		b         string
	}{{false, "newer"}, {true, "b"}} {
		if err := rig.job().RestoreObjects(t.Context(), "", "in/", each.overwrite); err != nil {
			t.Fatal(err)
		}
		a, b := rig.from.objects["in/a"], rig.from.objects["in/b"]
		if string(a.content) != "a" || string(b.content) != each.b || a.head.Get("Content-Type") != "text/plain" {
			t.Errorf("%t: %s, %s, %v", each.overwrite, a.content, b.content, a.head)
		}
	}
	if err := rig.job().RestoreObjects(t.Context(), "", "nothing/", false); failure.CodeOf(err) != failure.Settings {
		t.Errorf("%v", err)
	}
}
