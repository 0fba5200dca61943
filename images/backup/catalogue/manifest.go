// Package catalogue knows how backups lie in a bucket, and which of them can be relied on.
package catalogue

import (
	"encoding/json"
	"strings"
	"time"

	"slipway.dev/backup/postgres"
	"slipway.dev/backup/qdrant"
	"slipway.dev/backup/settings"
)

const (
	// namePattern is the time in a backup's name (BDR-09), in UTC.
	namePattern    = "20060102_150405"
	namePrefix     = "backup_"
	manifestSuffix = ".json"
	recordFolder   = "runs/"
)

// Manifest is written last, when the backup's content was read back and found whole: a content without one is no
// backup. It holds no secret.
type Manifest struct {
	Source string    `json:"source"`
	Taken  time.Time `json:"taken"`
	// Bytes and SHA256 are of the content as it lies in the bucket.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	// DumpBytes is the size before compression.
	DumpBytes int64 `json:"dumpBytes"`
	// Seconds from the begin of the run until the content was read back.
	Seconds float64 `json:"seconds"`
	// Server is the version of the server that was backed up, which restoring needs, or a newer one; none for files.
	Server string `json:"server"`
	// Recipients are the public keys whose identities open the content.
	Recipients []string `json:"recipients"`
	// Roles are what a dump says of roles; nil of one that is older than this field.
	Roles *postgres.Roles `json:"roles,omitempty"`
	// Canary is the one that the settings named when the dump was made; nil where they named none.
	Canary *settings.Canary `json:"canary,omitempty"`
	// Collections are what a backup of a Qdrant holds.
	Collections []qdrant.Collection `json:"collections,omitempty"`
	// Files is how many a backup of folders holds.
	Files int `json:"files,omitempty"`
	// Objects is what a copy of a bucket holds; its DumpBytes are those of all objects.
	Objects *Objects `json:"objects,omitempty"`
}

// Objects is what a manifest says of a copy of a bucket.
type Objects struct {
	Count int `json:"count"`
	// Sent is how many of them no earlier copy had, of SentBytes before compression.
	Sent      int   `json:"sent"`
	SentBytes int64 `json:"sentBytes"`
	// Unread is how many objects could not be read: of them the copy has what an earlier one had, if any did.
	Unread int `json:"unread,omitempty"`
	// Gone is how many were listed, and deleted before they were read.
	Gone int `json:"gone,omitempty"`
	// EvenEmpty says that the bucket lists no object, and that a person said that it is meant so: for this copy, or for the one before.
	EvenEmpty bool `json:"evenEmpty,omitempty"`
	// IndexBytes and IndexSHA256 are of the index of contents beside the manifest, as it lies in the bucket.
	IndexBytes  int64  `json:"indexBytes"`
	IndexSHA256 string `json:"indexSHA256"`
}

// NameAt is the name of a backup that is taken then.
func NameAt(taken time.Time) string { return namePrefix + taken.UTC().Format(namePattern) }

// ContentKey is where the content of a backup lies.
func ContentKey(name string, format settings.Format) string { return name + contentSuffix(format) }

func contentSuffix(format settings.Format) string { return "." + string(format) + ".zst.age" }

// ManifestKey is where the manifest of a backup lies.
func ManifestKey(name string) string { return name + manifestSuffix }

// IndexKey is where the index of a copy of a bucket lies.
func IndexKey(name string) string { return name + indexSuffix }

const indexSuffix = ".index.zst"

// takenAt is the time in a name.
func takenAt(name string) (time.Time, bool) {
	text, ok := strings.CutPrefix(name, namePrefix)
	if !ok {
		return time.Time{}, false
	}
	taken, err := time.Parse(namePattern, text)
	return taken, err == nil
}

// Encode is the manifest as it is written.
func (m Manifest) Encode() []byte { return encode(m) }

func encode(value any) []byte {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		// Numbers, texts and times always have a JSON form.
		panic(err)
	}
	return append(text, '\n')
}
