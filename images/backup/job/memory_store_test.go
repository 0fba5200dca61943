package job

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"slipway.dev/backup/settings"
)

// memoryStore is as much of S3 as the program uses, in memory. Tests with real stores are end to end.
type memoryStore struct {
	mutex   sync.Mutex
	objects map[string]memoryObject
	parts   map[string][]byte
	// strike answers in the store's place; false lets a request through.
	strike func(http.ResponseWriter, *http.Request) bool
	asked  []string
	// listedEarlier is by how much a listing tells another time of an object than a reading.
	listedEarlier time.Duration
	server        *httptest.Server
}

type memoryObject struct {
	content  []byte
	modified time.Time
	head     http.Header
}

func (o memoryObject) etag() string {
	sum := md5.Sum(o.content)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func startStore(t *testing.T) *memoryStore {
	t.Helper()
	return &memoryStore{objects: map[string]memoryObject{}, parts: map[string][]byte{}}
}

// bucket is where a bucket of the store is.
func (m *memoryStore) bucket(t *testing.T, name, prefix string) settings.Bucket {
	t.Helper()
	server := httptest.NewServer(m)
	t.Cleanup(server.Close)
	m.server = server
	return settings.Bucket{Named: settings.Names{Endpoint: name, Bucket: name, KeyID: name + "-key", Secret: name + "-secret", Rights: "all"},
		Host: strings.TrimPrefix(server.URL, "http://"), Region: "eu", Name: name, Prefix: prefix, AccessKeyID: "key", SecretAccessKey: "secret"}
}

func (m *memoryStore) put(key, content string, modified time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.objects[key] = memoryObject{[]byte(content), modified, http.Header{"Content-Type": {"text/plain"}}}
}

func (m *memoryStore) remove(key string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	delete(m.objects, key)
}

// keys are those that begin so.
func (m *memoryStore) keys(prefix string) []string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m.objects)), func(key string) bool { return !strings.HasPrefix(key, prefix) })
}

func (m *memoryStore) ServeHTTP(answer http.ResponseWriter, asked *http.Request) {
	if m.strike != nil && m.strike(answer, asked) {
		return
	}
	_, key, _ := strings.Cut(strings.TrimPrefix(asked.URL.Path, "/"), "/")
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.asked = append(m.asked, asked.Method+" "+key)
	query := asked.URL.Query()
	switch {
	case asked.Method == http.MethodGet && query.Has("uploads"):
		_, _ = io.WriteString(answer, `<ListMultipartUploadsResult></ListMultipartUploadsResult>`)
	case asked.Method == http.MethodGet && key == "":
		m.list(answer, query.Get("prefix"), query.Get("delimiter"))
	case asked.Method == http.MethodGet:
		m.get(answer, asked, key)
	case asked.Method == http.MethodPost && query.Has("uploads"):
		m.parts[key] = nil
		fmt.Fprintf(answer, `<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>`, "id")
	case asked.Method == http.MethodPost:
		m.objects[key] = memoryObject{m.parts[key], time.Now(), nil}
		_, _ = io.WriteString(answer, `<CompleteMultipartUploadResult><Bucket>any</Bucket><ETag>x</ETag></CompleteMultipartUploadResult>`)
	case asked.Method == http.MethodPut:
		content := bodyOf(asked)
		answer.Header().Set("ETag", memoryObject{content: content}.etag())
		if query.Has("partNumber") {
			m.parts[key] = append(m.parts[key], content...)
			return
		}
		m.objects[key] = memoryObject{content, time.Now(), http.Header{"Content-Type": asked.Header["Content-Type"]}}
	case asked.Method == http.MethodDelete:
		delete(m.objects, key)
		answer.WriteHeader(http.StatusNoContent)
	}
}

// bodyOf is what was sent, without the signatures that plain HTTP has between its chunks.
func bodyOf(asked *http.Request) []byte {
	body, _ := io.ReadAll(asked.Body)
	if !strings.HasPrefix(asked.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return body
	}
	var content []byte
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\r\n"))
		var size int
		if _, err := fmt.Sscanf(string(line), "%x", &size); err != nil || size == 0 {
			return content
		}
		content, body = append(content, rest[:size]...), rest[size+2:]
	}
	return content
}

func (m *memoryStore) get(answer http.ResponseWriter, asked *http.Request, key string) {
	object, is := m.objects[key]
	if !is {
		refuse(answer, http.StatusNotFound, "NoSuchKey")
		return
	}
	maps.Copy(answer.Header(), object.head)
	answer.Header().Set("ETag", object.etag())
	http.ServeContent(answer, asked, "", object.modified, bytes.NewReader(object.content))
}

func refuse(answer http.ResponseWriter, status int, code string) {
	answer.WriteHeader(status)
	fmt.Fprintf(answer, `<Error><Code>%s</Code><Message>no</Message></Error>`, code)
}

type listedObject struct {
	Key          string
	LastModified string
	ETag         string
	Size         int
}

func (m *memoryStore) list(answer http.ResponseWriter, prefix, delimiter string) {
	result := struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		Contents []listedObject
	}{}
	for _, key := range slices.Sorted(maps.Keys(m.objects)) {
		below, is := strings.CutPrefix(key, prefix)
		if !is || (delimiter != "" && strings.Contains(below, delimiter)) {
			continue
		}
		object := m.objects[key]
		result.Contents = append(result.Contents,
			listedObject{key, object.modified.Add(-m.listedEarlier).UTC().Format("2006-01-02T15:04:05.000Z"), object.etag(), len(object.content)})
	}
	_ = xml.NewEncoder(answer).Encode(result)
}
