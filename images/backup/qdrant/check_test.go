package qdrant

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
)

type entry struct{ name, content string }

func archiveOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var written bytes.Buffer
	into := tar.NewWriter(&written)
	for _, each := range entries {
		if err := writeFile(into, each.name, int64(len(each.content)), strings.NewReader(each.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := into.Close(); err != nil {
		t.Fatal(err)
	}
	return written.Bytes()
}

func collection(name, content string) Collection {
	sum := sha256.Sum256([]byte(content))
	return Collection{name, int64(len(content)), hex.EncodeToString(sum[:])}
}

var (
	aliases   = entry{aliasesFile, "[]"}
	documents = entry{"documents.snapshot", "vectors"}
	pictures  = entry{"pictures%20of%202026.snapshot", "more vectors"}
	both      = []Collection{collection("documents", "vectors"), collection("pictures of 2026", "more vectors")}
)

func TestAWholeArchivePasses(t *testing.T) {
	if err := Check(bytes.NewReader(archiveOf(t, aliases, documents, pictures)), both); err != nil {
		t.Error(err)
	}
	if err := Check(bytes.NewReader(archiveOf(t, aliases)), nil); err != nil {
		t.Errorf("without a collection: %v", err)
	}
}

func TestAnArchiveThatIsNotWholeFails(t *testing.T) {
	whole := archiveOf(t, aliases, documents, pictures)
	for want, content := range map[string][]byte{
		"does not hold the collection pictures of 2026":          archiveOf(t, aliases, documents),
		"does not hold the aliases":                              archiveOf(t, documents, pictures),
		"other.snapshot, which its manifest does not name":       archiveOf(t, aliases, documents, pictures, entry{"other.snapshot", ""}),
		"documents.snapshot, which its manifest does not name":   archiveOf(t, aliases, documents, documents),
		"the collection documents has 7 bytes with SHA-256":      archiveOf(t, aliases, entry{documents.name, "vectorz"}, pictures),
		"the collection documents has 6 bytes with SHA-256":      archiveOf(t, aliases, entry{documents.name, "vector"}, pictures),
		"its archive can't be read to its end: unexpected EOF":   whole[:len(whole)-2000],
		"its archive can't be read to its end: archive/tar: inv": append([]byte("no header"), whole...),
	} {
		err := Check(bytes.NewReader(content), both)
		if failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
