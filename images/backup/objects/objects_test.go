package objects

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/store"
)

var (
	modified = time.Date(2026, 3, 5, 3, 0, 0, 0, time.UTC)
	object   = store.Object{Key: "a/b", Bytes: 5, ETag: "e", Modified: modified}
)

func TestAnObjectIsKnownByAllThatMakesItAnother(t *testing.T) {
	of := func(change func(*store.Object)) string {
		other := object
		change(&other)
		return IdentityOf("dev/shop", []string{"age1a", "age1b"}, other)
	}
	name := of(func(*store.Object) {})
	for what, other := range map[string]string{
		"key":        of(func(o *store.Object) { o.Key = "a/c" }),
		"size":       of(func(o *store.Object) { o.Bytes++ }),
		"etag":       of(func(o *store.Object) { o.ETag = "f" }),
		"time":       of(func(o *store.Object) { o.Modified = modified.Add(time.Second) }),
		"source":     IdentityOf("dev/other", []string{"age1a", "age1b"}, object),
		"recipients": IdentityOf("dev/shop", []string{"age1a"}, object),
	} {
		if other == name {
			t.Errorf("another %s makes no other name", what)
		}
	}
	if of(func(o *store.Object) { o.Modified = modified.Add(time.Millisecond) }) != name || IdentityOf("dev/shop", []string{"age1b", "age1a"}, object) != name {
		t.Error("what is the same has two names")
	}
	content := NewContent(name)
	if IdentityIn(content) != name || NewContent(name) == content {
		t.Errorf("%s is of another object, or could be written over", content)
	}
	if got, ours := NamedBy(ContentKey(content)); !ours || got != content {
		t.Errorf("%s, %t", got, ours)
	}
	for _, key := range []string{"backup_x.json", "contents/x", "x.zst.age"} {
		if _, ours := NamedBy(key); ours {
			t.Errorf("%s is taken for a content", key)
		}
	}
}

func TestTheHeaderComesOffAndTheRestIsTheObjects(t *testing.T) {
	given := Header{Key: "a\nb", Bytes: 3, Modified: modified, Head: store.Head{ContentType: "text/plain", Metadata: map[string]string{"By": "me"}}}
	header, left, err := ReadHeader(io.MultiReader(bytes.NewReader(given.Line()), strings.NewReader("x\ny")))
	if err != nil || header.Key != given.Key || header.Metadata["By"] != "me" || !header.Modified.Equal(modified) {
		t.Fatalf("%+v, %v", header, err)
	}
	if content, err := io.ReadAll(left); err != nil || string(content) != "x\ny" {
		t.Errorf("%q, %v", content, err)
	}
	for _, none := range []string{"", "no line", "no header\n", strings.Repeat("x", 1<<20)} {
		if _, _, err := ReadHeader(strings.NewReader(none)); err == nil {
			t.Errorf("%.10q was taken for one", none)
		}
	}
}

func TestEntriesComeBackByKey(t *testing.T) {
	given := []Entry{{"b", 2, modified, "2", false}, {"a", 1, modified, "1", true}}
	got, err := DecodeEntries(EncodeEntries(slices.Clone(given)))
	if err != nil || len(got) != 2 || got[0] != given[1] || got[1] != given[0] {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := DecodeEntries(strings.NewReader(`{"key":"a"}` + "\n" + `{"ke`)); err == nil {
		t.Error("half a list was read")
	}
}

func TestAnIndexComesBackAndHalfOfOneIsAnError(t *testing.T) {
	given := Index{"a": {1, "x", 2, "1"}, "b": {3, "y", 4, "2"}}
	packed, err := given.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeIndex(bytes.NewReader(packed))
	if err != nil || !maps.Equal(got, given) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := DecodeIndex(bytes.NewReader(packed[:len(packed)-3])); err == nil {
		t.Error("half an index was read")
	}
}

func TestAnIndexOfNothingIsToldFromOneThatWasCutOff(t *testing.T) {
	packed, err := Index{}.Encode()
	if err != nil || len(packed) == 0 {
		t.Fatalf("%d bytes, %v", len(packed), err)
	}
	if got, err := DecodeIndex(bytes.NewReader(packed)); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := DecodeIndex(bytes.NewReader(nil)); err == nil {
		t.Error("no bytes are taken for an index")
	}
}
