package qdrant

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"slipway.dev/backup/failure"
)

const (
	aliasesFile    = "aliases.json"
	snapshotSuffix = ".snapshot"
)

// Collection is what an archive holds of one.
type Collection struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
	// SHA256 is of the snapshot.
	SHA256 string `json:"sha256"`
}

// Left is a snapshot that still lies on the server's disk.
type Left struct {
	Collection string `json:"collection"`
	Snapshot   string `json:"snapshot"`
}

// Archive is a tar archive of a snapshot of each collection, and of their aliases. Its reader ends without error only when
// all of them were whole.
type Archive struct {
	output      *io.PipeReader
	stop        context.CancelFunc
	done        chan struct{}
	bytes       int64
	collections []Collection
}

// StartArchive takes one collection after the other: the server makes a snapshot, it is fetched, and deleted there. So the
// server's disk needs room for the largest alone. Note is told which snapshot lies there, and nil when none does any more.
func StartArchive(ctx context.Context, client *Client, note func(context.Context, *Left) error) *Archive {
	ctx, stop := context.WithCancel(ctx)
	output, writer := io.Pipe()
	archive := &Archive{output: output, stop: stop, done: make(chan struct{})}
	go func() {
		defer close(archive.done)
		writer.CloseWithError(archive.write(ctx, client, note, tar.NewWriter(writer)))
	}()
	return archive
}

func (a *Archive) Read(into []byte) (int, error) {
	count, err := a.output.Read(into)
	a.bytes += int64(count)
	return count, err
}

// Bytes is how much came so far.
func (a *Archive) Bytes() int64 { return a.bytes }

// Collections are what it holds; known when all was read.
func (a *Archive) Collections() []Collection { return a.collections }

// Close ends an archive, also one that is not wanted any more, and waits until the server's disk is as it was.
func (a *Archive) Close() {
	a.stop()
	_ = a.output.Close()
	<-a.done
}

func (a *Archive) write(ctx context.Context, client *Client, note func(context.Context, *Left) error, into *tar.Writer) error {
	names, err := client.Collections(ctx)
	if err != nil {
		return err
	}
	aliases, err := client.Aliases(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(append([]Alias{}, aliases...))
	if err != nil {
		return err
	}
	if err := writeFile(into, aliasesFile, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		collection, err := addCollection(ctx, client, note, into, name)
		if err != nil {
			return err
		}
		a.collections = append(a.collections, collection)
	}
	return into.Close()
}

func addCollection(ctx context.Context, client *Client, note func(context.Context, *Left) error, into *tar.Writer, name string) (_ Collection, failed error) {
	made, err := client.Make(ctx, name)
	if err != nil {
		return Collection{}, err
	}
	defer func() {
		// Also when the run was told to stop: what lies there takes the room of the next one.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		err := client.Delete(ctx, name, made.Name)
		if err == nil {
			err = note(ctx, nil)
		}
		if failed == nil {
			failed = err
		}
	}()
	if err := note(ctx, &Left{name, made.Name}); err != nil {
		return Collection{}, err
	}
	content, err := client.Download(ctx, name, made.Name)
	if err != nil {
		return Collection{}, err
	}
	defer content.Close()
	hash := sha256.New()
	if err := writeFile(into, fileOf(name), made.Size, io.TeeReader(content, hash)); err != nil {
		return Collection{}, failure.New(failure.Failed, err, "Look at the server's log, and run this again.",
			"the snapshot of the collection %s broke off", name)
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	if made.Checksum != "" && !strings.EqualFold(sum, made.Checksum) {
		return Collection{}, failure.New(failure.Failed, nil, "Run this again; if it comes back, look at the server's disk.",
			"the snapshot of the collection %s arrived with SHA-256 %s, and the server made it with %s", name, sum, made.Checksum)
	}
	return Collection{name, made.Size, sum}, nil
}

func writeFile(into *tar.Writer, name string, size int64, content io.Reader) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600}
	if err := into.WriteHeader(header); err != nil {
		return err
	}
	written, err := io.Copy(into, content)
	if err == nil && written < size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// fileOf is what a collection's snapshot is called in an archive.
func fileOf(collection string) string { return url.PathEscape(collection) + snapshotSuffix }

func collectionOf(file string) (string, bool) {
	name, ok := strings.CutSuffix(file, snapshotSuffix)
	if !ok {
		return "", false
	}
	name, err := url.PathUnescape(name)
	return name, err == nil
}
