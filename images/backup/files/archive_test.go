package files

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/failure"
)

var touched = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

type found struct {
	name, content string
	mode          int64
}

func archived(t *testing.T, folders Folders) ([]byte, []found) {
	t.Helper()
	archive := StartArchive(folders)
	defer archive.Close()
	all, err := io.ReadAll(archive)
	if err != nil {
		t.Fatal(err)
	}
	var files []found
	reader := tar.NewReader(bytes.NewReader(all))
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found{header.Name, string(content), header.Mode})
	}
	if archive.Bytes() != int64(len(all)) || archive.Files() != len(files) {
		t.Errorf("says %d bytes and %d files, and has %d and %d", archive.Bytes(), archive.Files(), len(all), len(files))
	}
	return all, files
}

func TestFilesComeInOrderWithModesAndNothingElse(t *testing.T) {
	long := strings.Repeat("k", 200)
	folders := Folders{t.TempDir(), []string{"secrets/b", "secrets/a", "configuration"}}
	write(t, folders.Path("secrets/b/value"), "line\n\"two\"\x00", 0o440)
	write(t, folders.Path("secrets/a/url"), "", 0o600)
	write(t, folders.Path("secrets/a/"+long), strings.Repeat("x", 10_000), 0o400)
	write(t, folders.Path("secrets/left-out/value"), "never", 0o400)
	write(t, folders.Path("configuration/deep/file"), "deep", 0o444)
	first, files := archived(t, folders)
	want := []found{
		{"configuration/deep/file", "deep", 0o444},
		{"secrets/a/" + long, strings.Repeat("x", 10_000), 0o400},
		{"secrets/a/url", "", 0o600},
		{"secrets/b/value", "line\n\"two\"\x00", 0o440},
	}
	if !slices.Equal(files, want) {
		t.Errorf("got %v", files)
	}
	if err := os.Chtimes(folders.Path("secrets/a/url"), touched, touched); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(folders.Names)
	if again, _ := archived(t, folders); !bytes.Equal(first, again) {
		t.Error("the same files made another archive")
	}
}

func TestOfAKubeletsFolderTheValuesInForceAreTakenOnce(t *testing.T) {
	folders := Folders{t.TempDir(), []string{"secret"}}
	folder := folders.Path("secret")
	write(t, filepath.Join(folder, "..2026_11_21/value"), "old", 0o440)
	write(t, filepath.Join(folder, "..2026_11_22/value"), "new", 0o440)
	write(t, filepath.Join(folder, "..2026_11_22/below/key"), "deep", 0o440)
	link(t, "..2026_11_22", filepath.Join(folder, "..data"))
	link(t, "..data/value", filepath.Join(folder, "value"))
	link(t, "..data/below", filepath.Join(folder, "below"))
	_, files := archived(t, folders)
	if want := []found{{"secret/below/key", "deep", 0o440}, {"secret/value", "new", 0o440}}; !slices.Equal(files, want) {
		t.Errorf("got %v", files)
	}
}

func TestALinkWithinAFolderIsFollowed(t *testing.T) {
	folders := Folders{t.TempDir(), []string{"folder"}}
	write(t, folders.Path("folder/real"), "content", 0o400)
	link(t, "real", folders.Path("folder/also"))
	if _, files := archived(t, folders); len(files) != 2 || files[0].content != "content" {
		t.Errorf("got %v", files)
	}
}

func TestWhatCanNotBeArchivedIsNamedAndNotShown(t *testing.T) {
	const value = "hush-hush"
	for want, spoil := range map[string]func(folder string){
		"leads out of": func(folder string) {
			write(t, filepath.Join(filepath.Dir(folder), "outside"), value, 0o400)
			link(t, "../outside", filepath.Join(folder, "bad"))
		},
		"or nowhere":    func(folder string) { link(t, "missing", filepath.Join(folder, "bad")) },
		"leads back to": func(folder string) { link(t, ".", filepath.Join(folder, "bad")) },

		"holds no file": func(folder string) { os.RemoveAll(filepath.Join(folder, "value")) },
		"can't be read": func(folder string) { os.RemoveAll(folder) },
	} {
		folders := Folders{t.TempDir(), []string{"folder"}}
		write(t, folders.Path("folder/value"), value, 0o400)
		spoil(folders.Path("folder"))
		archive := StartArchive(folders)
		_, err := io.Copy(io.Discard, archive)
		archive.Close()
		if failure.CodeOf(err) != failure.Failed || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		} else if !strings.Contains(err.Error(), folders.Path("folder")) || strings.Contains(err.Error(), value) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestAFileThatChangesWhileItIsReadFails(t *testing.T) {
	for what, change := range map[string]func(path string) error{
		"grows":   func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("y"), 3<<20), 0o600) },
		"shrinks": func(path string) error { return os.Truncate(path, 1<<20) },
	} {
		folders := Folders{t.TempDir(), []string{"folder"}}
		path := folders.Path("folder/value")
		write(t, path, strings.Repeat("x", 2<<20), 0o600)
		archive := StartArchive(folders)
		if _, err := io.ReadFull(archive, make([]byte, 4096)); err != nil {
			t.Fatal(err)
		}
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		_, err := io.Copy(io.Discard, archive)
		archive.Close()
		if err == nil || !strings.Contains(err.Error(), path+" changed while it was read") {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// The listing of a folder that is being removed may lack a file, which nothing else would tell.
func TestAKubeletsFolderThatIsTurnedWhileItIsReadFails(t *testing.T) {
	folders := Folders{t.TempDir(), []string{"secret"}}
	folder := folders.Path("secret")
	write(t, filepath.Join(folder, "..1/value"), strings.Repeat("x", 2<<20), 0o440)
	write(t, filepath.Join(folder, "..2/value"), "new", 0o440)
	link(t, "..1", filepath.Join(folder, "..data"))
	link(t, "..data/value", filepath.Join(folder, "value"))
	archive := StartArchive(folders)
	if _, err := io.ReadFull(archive, make([]byte, 4096)); err != nil {
		t.Fatal(err)
	}
	link(t, "..2", filepath.Join(folder, "..next"))
	if err := os.Rename(filepath.Join(folder, "..next"), filepath.Join(folder, "..data")); err != nil {
		t.Fatal(err)
	}
	_, err := io.Copy(io.Discard, archive)
	archive.Close()
	if err == nil || !strings.Contains(err.Error(), folder+"/..data changed while it was read") {
		t.Errorf("got %v", err)
	}
}

func TestAKubeletsFolderWhoseValuesAreGoneFails(t *testing.T) {
	folders := Folders{t.TempDir(), []string{"secret"}}
	folder := folders.Path("secret")
	write(t, filepath.Join(folder, "..2/value"), "new", 0o440)
	link(t, "..1", filepath.Join(folder, "..data"))
	archive := StartArchive(folders)
	_, err := io.Copy(io.Discard, archive)
	archive.Close()
	if err == nil || !strings.Contains(err.Error(), folder+"/..data changed while it was read") {
		t.Errorf("got %v", err)
	}
}

func TestAnArchiveThatIsNotWantedAnyMoreEnds(t *testing.T) {
	folders := Folders{t.TempDir(), []string{"folder"}}
	write(t, folders.Path("folder/value"), strings.Repeat("x", 2<<20), 0o600)
	StartArchive(folders).Close()
}
