package job

import (
	"archive/tar"
	"context"
	"io"
	"strings"

	"slipway.dev/backup/objects"
)

// FetchObjects writes the objects of a copy whose keys begin so as a tar archive, which any tar unpacks into a folder. One whose content
// is damaged is not in it; the others are.
func (j *Job) FetchObjects(ctx context.Context, name, prefix string, to io.Writer) error {
	part, err := j.choosePart(ctx, name, prefix)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(to)
	lost := &lostObjects{keys: j.Keys}
	for _, entry := range part.entries {
		content, header, err := j.openObject(ctx, part, entry)
		if err != nil {
			err = lost.unlessOne(entry, err)
		} else {
			err = fetchObject(entry, header, content, archive)
		}
		if err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	j.Log.Info("fetched", "backup", part.backup.Name, "objects", len(part.entries)-lost.count, "notFetched", lost.count)
	return lost.failed(part)
}

// fetchObject ends the archive where a content breaks off: what was written of it can't be taken back.
func fetchObject(entry objects.Entry, header objects.Header, content io.ReadCloser, into *tar.Writer) error {
	defer content.Close()
	kind := byte(tar.TypeReg)
	if strings.HasSuffix(entry.Key, "/") && entry.Bytes == 0 {
		// What some programs keep in place of a folder.
		kind = tar.TypeDir
	}
	if err := into.WriteHeader(&tar.Header{Typeflag: kind, Name: entry.Key, Size: entry.Bytes, Mode: 0o644, ModTime: header.Modified}); err != nil {
		return err
	}
	_, err := io.Copy(into, content)
	return err
}
