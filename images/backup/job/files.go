package job

import (
	"context"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/files"
)

// folders are a source of archives of files.
type folders struct {
	given   files.Folders
	archive *files.Archive
}

func (f *folders) start(context.Context, beginning) (reading, error) {
	f.archive = files.StartArchive(f.given)
	return f.archive, nil
}

func (f *folders) describe(manifest *catalogue.Manifest) { manifest.Files = f.archive.Files() }
