package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"slipway.dev/backup/files"
)

func (c *checker) files(read document) *files.Folders {
	if read.Files == nil {
		return nil
	}
	if read.Redis != nil || read.Qdrant != nil {
		c.wrong("files: beside redis or qdrant; give each settings and a bucket.prefix of its own")
	}
	folders := &files.Folders{Root: read.Files.Root, Names: read.Files.Folders}
	if !filepath.IsAbs(folders.Root) {
		c.wrong("files.root: %q is no absolute path; give the one that the folders lie below", folders.Root)
	}
	if len(folders.Names) == 0 {
		c.wrong("files.folders: none; name at least one below files.root")
	}
	for index, name := range folders.Names {
		field := fmt.Sprintf("files.folders[%d]", index)
		if !segments.MatchString(name) || !filepath.IsLocal(name) || filepath.Clean(name) != name {
			c.wrong("%s: %q is no folder below files.root; give words with slashes between, none at the ends", field, name)
			continue
		}
		for _, other := range folders.Names[:index] {
			if name == other || strings.HasPrefix(name, other+"/") || strings.HasPrefix(other, name+"/") {
				c.wrong("%s: %q holds what %q does; name each file's folder once", field, name, other)
			}
		}
		if c.command == Snapshot && filepath.IsAbs(folders.Root) {
			c.present(field, folders.Path(name))
		}
	}
	folders.Names = slices.Clone(folders.Names)
	return folders
}

func (c *checker) present(field, path string) {
	if info, err := os.Stat(path); err != nil {
		c.wrong("%s: %s is not there, or can't be looked at; mount it", field, path)
	} else if !info.IsDir() {
		c.wrong("%s: %s is no folder; name the one that it lies in", field, path)
	}
}
