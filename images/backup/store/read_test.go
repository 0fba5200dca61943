package store

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/settings"
)

const limit = 100_000

// breaking serves a content, and breaks off each answer after so many bytes.
type breaking struct {
	content []byte
	asked   int
	// What the object is called, by the number of the request.
	etag func(request int) string
}

func (b *breaking) ServeHTTP(answer http.ResponseWriter, asked *http.Request) {
	b.asked++
	answer.Header().Set("ETag", `"`+b.etag(b.asked)+`"`)
	http.ServeContent(&short{answer, limit}, asked, "", time.Unix(1, 0), bytes.NewReader(b.content))
}

type short struct {
	http.ResponseWriter
	left int
}

func (s *short) Write(content []byte) (int, error) {
	if len(content) > s.left {
		_, _ = s.ResponseWriter.Write(content[:s.left])
		panic(http.ErrAbortHandler)
	}
	s.left -= len(content)
	return s.ResponseWriter.Write(content)
}

func readAll(t *testing.T, served http.Handler) ([]byte, error) {
	t.Helper()
	server := httptest.NewServer(served)
	defer server.Close()
	bucket, err := Open(settings.Bucket{Host: strings.TrimPrefix(server.URL, "http://"), Region: "eu", Name: "backups",
		Prefix: "dev/shop", AccessKeyID: "key", SecretAccessKey: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	content, err := bucket.Read(context.Background(), "backup")
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	return io.ReadAll(content)
}

func noise(length int) []byte {
	content := make([]byte, length)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(content)
	return content
}

func same(int) string { return "same" }

func TestAReadGoesOnWhereItBrokeOff(t *testing.T) {
	served := &breaking{content: noise(4 * limit), etag: same}
	got, err := readAll(t, served)
	if err != nil || !bytes.Equal(got, served.content) {
		t.Errorf("%d bytes of %d came: %v", len(got), len(served.content), err)
	}
	if served.asked < 4 {
		t.Errorf("nothing broke off in %d requests", served.asked)
	}
}

func TestAReadGivesUp(t *testing.T) {
	if got, err := readAll(t, &breaking{content: noise(20 * limit), etag: same}); err == nil {
		t.Errorf("%d bytes came", len(got))
	}
}

func TestAnotherObjectIsNotTakenForTheRest(t *testing.T) {
	changing := &breaking{content: noise(2 * limit), etag: func(request int) string { return strings.Repeat("x", request) }}
	_, err := readAll(t, changing)
	if err == nil || !strings.Contains(err.Error(), "written over") {
		t.Errorf("got %v", err)
	}
}

// heedless does not look at some of what it is asked.
type heedless struct {
	*breaking
	header string
}

func (h heedless) ServeHTTP(answer http.ResponseWriter, asked *http.Request) {
	asked.Header.Del(h.header)
	h.breaking.ServeHTTP(answer, asked)
}

func TestOnlyTheRestOfTheSameObjectIsTakenForIt(t *testing.T) {
	got, err := readAll(t, heedless{&breaking{content: noise(2 * limit), etag: same}, "Range"})
	if err == nil || !strings.Contains(err.Error(), "does not go on where") || !IsOfOne(err) {
		t.Errorf("all of it again: %d bytes, %v", len(got), err)
	}
	changing := &breaking{content: noise(2 * limit), etag: func(request int) string { return strings.Repeat("x", request) }}
	if got, err := readAll(t, heedless{changing, "If-Match"}); !IsReplaced(err) {
		t.Errorf("another object's rest: %d bytes, %v", len(got), err)
	}
}
