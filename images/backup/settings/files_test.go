package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
)

func TestASnapshotOfFoldersKnowsThem(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "secrets/a"), 0o700); err != nil {
		t.Fatal(err)
	}
	store := fmt.Sprintf(`"files": {"root": %q, "folders": ["secrets/a"]}`, root)
	loaded, _, err := load(t, Snapshot, of(store), environment())
	if err != nil || loaded.Format != FilesFormat || loaded.Files.Path("secrets/a") != root+"/secrets/a" {
		t.Errorf("%+v: %v", loaded, err)
	}
	if err := os.RemoveAll(filepath.Join(root, "secrets")); err != nil {
		t.Fatal(err)
	}
	for _, command := range []Command{List, Metrics, Prune} {
		if _, _, err := load(t, command, of(store), environment()); err != nil {
			t.Errorf("%s: %v", command, err)
		}
	}
}

func TestFoldersThatCanNotBeBackedUpAreRefused(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folders := func(names ...string) string {
		return fmt.Sprintf(`"files": {"root": %q, "folders": ["%s"]}`, root, strings.Join(names, `", "`))
	}
	for _, each := range []struct {
		command     Command
		store, want string
	}{
		{Snapshot, folders("gone"), "files.folders[0]: " + root + "/gone is not there"},
		{Snapshot, folders("file"), "files.folders[0]: " + root + "/file is no folder"},
		{Snapshot, folders("/etc"), `files.folders[0]: "/etc" is no folder below files.root`},
		{Snapshot, folders("../up"), `files.folders[0]: "../up" is no folder below`},
		{Snapshot, folders("a/../b"), `"a/../b" is no folder below`},
		{Snapshot, folders("a", "a"), `files.folders[1]: "a" holds what "a" does`},
		{Snapshot, folders("a/b", "a"), `files.folders[1]: "a" holds what "a/b" does`},
		{Snapshot, `"files": {"root": "here", "folders": []}`, `files.root: "here" is no absolute path`},
		{Snapshot, `"files": {"root": "/", "folders": []}`, "files.folders: none"},
		{Snapshot, aRedis + ", " + folders("gone"), "files: beside redis or qdrant"},
		{Restore, folders("gone"), "restore: is nothing that is done with files"},
		{Dump, folders("gone"), "dump: is nothing that is done with files"},
	} {
		_, _, err := load(t, each.command, of(each.store), storeEnvironment())
		if failure.CodeOf(err) != failure.Settings || !strings.Contains(err.Error(), each.want) {
			t.Errorf("%s: got %v", each.want, err)
		}
	}
}
