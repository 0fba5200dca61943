// Package files makes an archive of folders, such as those in which a pod sees its Secrets.
package files

import (
	"archive/tar"
	"io"
	"path/filepath"
	"slices"
)

// Folders are what is backed up: places below one root. Their names in an archive are those below it.
type Folders struct {
	Root  string
	Names []string
}

// Path is where a folder lies.
func (f Folders) Path(name string) string { return filepath.Join(f.Root, name) }

// Archive is a tar archive of every file of the folders, in the order of their names, with modes and without owners and
// times: the same files make the same archive. Its reader ends without error only when each file was read whole.
type Archive struct {
	output *io.PipeReader
	done   chan struct{}
	bytes  int64
	files  int
}

// StartArchive begins to read the folders.
func StartArchive(folders Folders) *Archive {
	output, writer := io.Pipe()
	archive := &Archive{output: output, done: make(chan struct{})}
	go func() {
		defer close(archive.done)
		writer.CloseWithError(archive.write(folders, tar.NewWriter(writer)))
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

// Files is how many it holds; known when all was read.
func (a *Archive) Files() int { return a.files }

// Close ends an archive, also one that is not wanted any more.
func (a *Archive) Close() {
	_ = a.output.Close()
	<-a.done
}

func (a *Archive) write(folders Folders, into *tar.Writer) error {
	for _, name := range slices.Sorted(slices.Values(folders.Names)) {
		count, err := addFolder(into, folders.Path(name), name)
		if err != nil {
			return err
		}
		a.files += count
	}
	return into.Close()
}
