// Package objects knows what a copy of a bucket consists of: a list of its objects, which is sealed as their keys may tell of
// people; the contents, each sealed and stored once, however many copies name it; and an index of those contents, which says nothing of
// them and can be read without an identity.
package objects

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"slipway.dev/backup/store"
)

// Entry is one object of a copy.
type Entry struct {
	Key      string    `json:"key"`
	Bytes    int64     `json:"bytes"`
	Modified time.Time `json:"modified,omitzero"`
	// Content names what lies in the store.
	Content string `json:"content"`
	// Earlier says that the object could not be read, and that the content is what an earlier copy had of it.
	Earlier bool `json:"earlier,omitempty"`
}

// Header is the first line of a content, before compression: whoever has the content alone knows what it was.
type Header struct {
	Key      string    `json:"key"`
	Bytes    int64     `json:"bytes"`
	Modified time.Time `json:"modified"`
	ETag     string    `json:"etag"`
	store.Head
}

// Line is the header as it is written.
func (h Header) Line() []byte {
	text, err := json.Marshal(h)
	if err != nil {
		// Numbers, texts and times always have a JSON form.
		panic(err)
	}
	return append(text, '\n')
}

// mostHeaderBytes is far more than a key, which has 1,024 bytes, and metadata, which have 2,048.
const mostHeaderBytes = 64 << 10

// ReadHeader takes the header off an opened content. What is left is the object's.
func ReadHeader(content io.Reader) (Header, io.Reader, error) {
	left := bufio.NewReaderSize(content, mostHeaderBytes)
	line, err := left.ReadSlice('\n')
	if err != nil {
		return Header{}, nil, fmt.Errorf("its first line can't be read: %w", err)
	}
	var header Header
	if err := json.Unmarshal(line, &header); err != nil {
		return Header{}, nil, errors.New("its first line is no header")
	}
	return header, left, nil
}

// IdentityOf is of an object as it is at a time: another key, content or time has another, and so has one that others can open. Nothing of
// the key can be read from it.
func IdentityOf(source string, recipients []string, object store.Object) string {
	recipients = slices.Sorted(slices.Values(recipients))
	// A store tells times of a listing and of a reading in another precision.
	facts := []string{source, strings.Join(recipients, " "), object.Key, object.ETag,
		strconv.FormatInt(object.Bytes, 10), strconv.FormatInt(object.Modified.Unix(), 10)}
	sum := sha256.Sum256([]byte(strings.Join(facts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// MarkOf is the same of all contents of one object. Only who knows the secret can tell which key it is of: it is what lists the bucket.
func MarkOf(secret, source, key string) string {
	mark := hmac.New(sha256.New, []byte(secret))
	mark.Write([]byte(source + "\x00" + key))
	return hex.EncodeToString(mark.Sum(nil)[:16])
}

// NewContent names a content that is to be sent of an object with this identity. No two have one name, so no run ever writes over what
// another one has sent, read back and put into an index.
func NewContent(identity string) string { return identity + "-" + strings.ToLower(rand.Text()[:8]) }

// IdentityIn is that of the object that a content was sent of.
func IdentityIn(content string) string {
	identity, _, _ := strings.Cut(content, "-")
	return identity
}

// ContentKey is where a content lies.
func ContentKey(content string) string { return store.Contents + content + contentSuffix }

// NamedBy is the name of the content that lies at a key; false for what is none.
func NamedBy(key string) (string, bool) {
	name, ours := strings.CutSuffix(strings.TrimPrefix(key, store.Contents), contentSuffix)
	return name, ours && strings.HasPrefix(key, store.Contents)
}

const contentSuffix = ".zst.age"

// EncodeEntries is the list of a copy, an object a line, by key.
func EncodeEntries(entries []Entry) io.Reader {
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
	return &lines{left: entries}
}

// lines makes one line after the other: there may be very many.
type lines struct {
	left   []Entry
	buffer bytes.Buffer
}

func (l *lines) Read(into []byte) (int, error) {
	for l.buffer.Len() == 0 {
		if len(l.left) == 0 {
			return 0, io.EOF
		}
		if err := json.NewEncoder(&l.buffer).Encode(l.left[0]); err != nil {
			return 0, err
		}
		l.left = l.left[1:]
	}
	return l.buffer.Read(into)
}

// DecodeEntries reads the list of a copy to its end.
func DecodeEntries(list io.Reader) ([]Entry, error) {
	var entries []Entry
	decoder := json.NewDecoder(list)
	for {
		var each Entry
		err := decoder.Decode(&each)
		if err == io.EOF {
			return entries, nil
		}
		if err != nil {
			return nil, fmt.Errorf("its list of objects can't be read: %w", err)
		}
		entries = append(entries, each)
	}
}
