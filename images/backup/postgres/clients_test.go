package postgres

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
)

// install makes folders with programs that tell their version, and answers a search path of them.
func install(t *testing.T, releases ...string) string {
	t.Helper()
	var folders []string
	for _, each := range releases {
		folder := t.TempDir()
		folders = append(folders, folder)
		for _, name := range []string{"pg_dump", "pg_restore"} {
			text := fmt.Sprintf("#!/bin/sh\necho '%s (PostgreSQL) %s'\n", name, each)
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	return strings.Join(folders, string(filepath.ListSeparator))
}

func TestTheOldestClientsThatAreNotOlderThanTheServer(t *testing.T) {
	for server, want := range map[int]int{15: 16, 16: 16, 17: 17, 18: 18} {
		for _, releases := range [][]string{{"16.14", "17.10", "18.4"}, {"18.4", "17.10 (Debian 17.10-1)", "16.14"}} {
			chosen, err := choose(installed(context.Background(), install(t, releases...)), server, "app at db")
			if err != nil || chosen.major != want {
				t.Errorf("%d of %v: got %+v, %v", server, releases, chosen, err)
			}
		}
	}
}

func TestAServerThatIsNewerThanAllClientsIsRefused(t *testing.T) {
	_, err := choose(installed(context.Background(), install(t, "17.10", "16.14")), 18, "app at db")
	if failure.CodeOf(err) != failure.Settings {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"app at db", "PostgreSQL 18", "of 17", "nothing was begun", "Containerfile"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: lacks %s", err, part)
		}
	}
}

func TestFoldersWithoutClientsAreNone(t *testing.T) {
	half := install(t, "17.10")
	if err := os.Remove(filepath.Join(half, "pg_restore")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", ".", t.TempDir(), "/nowhere", half} {
		_, err := choose(installed(context.Background(), path), 16, "app at db")
		if failure.CodeOf(err) != failure.Settings || !strings.Contains(err.Error(), "no folder of PATH") {
			t.Errorf("%q: got %v", path, err)
		}
	}
}

func TestMajorOf(t *testing.T) {
	for version, want := range map[string]int{"16.14": 16, "17.4 (Debian 17.4-1)": 17, "18beta1": 18, "": 0, "unknown": 0} {
		if got := majorOf(version); got != want {
			t.Errorf("%q: got %d", version, got)
		}
	}
}
