package files

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"slipway.dev/backup/failure"
)

// current is the link in a folder of a Secret or a ConfigMap to the folder with the values in force. Whoever goes through it
// once sees values of one moment, also while the kubelet puts others there.
const current = "..data"

// walk is through one folder, out of which no link leads.
type walk struct {
	root *os.Root
	into *tar.Writer
	// at is the folder's path, for messages; named is what it is called in the archive.
	at, named string
	files     int
}

// addFolder answers how many files there were, of which there must be one.
func addFolder(into *tar.Writer, at, named string) (int, error) {
	root, err := os.OpenRoot(at)
	if err != nil {
		return 0, unreadable(at, err)
	}
	defer root.Close()
	through := &walk{root: root, into: into, at: at, named: named}
	inForce, err := root.OpenRoot(current)
	switch {
	case err == nil:
		defer inForce.Close()
		through.root = inForce
	case !errors.Is(err, fs.ErrNotExist):
		return 0, unreadable(path.Join(at, current), err)
	case isThere(root, current):
		// It led to what has been removed since, and leads elsewhere now.
		return 0, through.changed(current)
	}
	if err := through.folder(".", nil); err != nil {
		return 0, err
	}
	if inForce != nil && !leadsTo(root, inForce) {
		return 0, through.changed(current)
	}
	if through.files == 0 {
		return 0, failure.New(failure.Failed, nil, "Mount what it should hold, or take it out of files.folders.",
			"%s holds no file", at)
	}
	return through.files, nil
}

func isThere(root *os.Root, name string) bool {
	_, err := root.Lstat(name)
	return err == nil
}

// leadsTo tells whether a folder's values are still those that were read. The kubelet turns the link first and removes the old
// values then, and a listing of a folder that is being removed lacks some of them without a word.
func leadsTo(root, read *os.Root) bool {
	now, err := root.Stat(current)
	if err != nil {
		return false
	}
	before, err := read.Stat(".")
	return err == nil && os.SameFile(now, before)
}

func (w *walk) folder(name string, above []fs.FileInfo) error {
	info, err := w.root.Stat(name)
	if err != nil {
		return w.changedOr(name, err)
	}
	if slices.ContainsFunc(above, func(each fs.FileInfo) bool { return os.SameFile(each, info) }) {
		return failure.New(failure.Failed, nil, "Take the link away.", "%s leads back to a folder that it lies in", w.path(name))
	}
	entries, err := fs.ReadDir(w.root.FS(), name)
	if err != nil {
		return w.changedOr(name, err)
	}
	for _, entry := range entries {
		if err := w.entry(path.Join(name, entry.Name()), entry, append(slices.Clip(above), info)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) entry(name string, entry fs.DirEntry, above []fs.FileInfo) error {
	info, err := w.root.Stat(name)
	switch {
	case err != nil && entry.Type()&fs.ModeSymlink != 0:
		return failure.New(failure.Failed, nil, "Link to a file of the same folder, or take the link away.",
			"%s is a link that leads out of %s, or nowhere", w.path(name), w.at)
	case err != nil:
		return w.changedOr(name, err)
	case info.IsDir():
		return w.folder(name, above)
	case info.Mode().IsRegular():
		return w.file(name)
	}
	return failure.New(failure.Failed, nil, "Take it away.", "%s is neither a file nor a folder", w.path(name))
}

func (w *walk) file(name string) error {
	file, err := w.root.Open(name)
	if err != nil {
		return w.changedOr(name, err)
	}
	defer file.Close()
	before, err := file.Stat()
	if err != nil {
		return unreadable(w.path(name), err)
	}
	header := &tar.Header{
		Typeflag: tar.TypeReg,
		Name:     path.Join(w.named, name),
		Size:     before.Size(),
		Mode:     int64(before.Mode().Perm()),
	}
	if err := w.into.WriteHeader(header); err != nil {
		return err
	}
	written, err := io.CopyN(w.into, file, before.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	more, _ := file.Read(make([]byte, 1))
	after, err := file.Stat()
	if err != nil {
		return unreadable(w.path(name), err)
	}
	if written < before.Size() || more > 0 || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		return w.changed(name)
	}
	w.files++
	return nil
}

// path is where somebody finds it. Its content is never told.
func (w *walk) path(name string) string { return path.Join(w.at, name) }

// changedOr tells what was listed and is gone from what may not be read.
func (w *walk) changedOr(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return w.changed(name)
	}
	return unreadable(w.path(name), err)
}

func (w *walk) changed(name string) error {
	return failure.New(failure.Failed, nil, "Run this again when nobody writes there.", "%s changed while it was read", w.path(name))
}

func unreadable(at string, err error) error {
	reason := err
	if known, ok := errors.AsType[*fs.PathError](err); ok {
		reason = known.Err
	}
	return failure.New(failure.Failed, nil, "Mount it so that the program's user may read it.",
		"%s can't be read: %s", strings.TrimSuffix(at, "/."), reason)
}
