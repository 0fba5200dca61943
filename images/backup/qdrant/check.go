package qdrant

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"slipway.dev/backup/failure"
)

// Check reads an archive to its end, and fails unless it holds these collections, each with its bytes, and the aliases.
func Check(archive io.Reader, wanted []Collection) error {
	left := slices.Clone(wanted)
	named := false
	for files := tar.NewReader(archive); ; {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return broken(err)
		}
		if file.Name == aliasesFile {
			var aliases []Alias
			if err := json.NewDecoder(files).Decode(&aliases); err != nil {
				return broken(err)
			}
			named = true
			continue
		}
		name, _ := collectionOf(file.Name)
		at := slices.IndexFunc(left, func(each Collection) bool { return each.Name == name })
		if at < 0 {
			return untrusted("it holds %s, which its manifest does not name", file.Name)
		}
		hash := sha256.New()
		size, err := io.Copy(hash, files)
		if err != nil {
			return broken(err)
		}
		if sum := hex.EncodeToString(hash.Sum(nil)); size != left[at].Bytes || sum != left[at].SHA256 {
			return untrusted("the collection %s has %d bytes with SHA-256 %s, and its manifest says %d with %s",
				name, size, sum, left[at].Bytes, left[at].SHA256)
		}
		left = slices.Delete(left, at, at+1)
	}
	switch {
	case len(left) > 0:
		return untrusted("it does not hold the collection %s", left[0].Name)
	case !named:
		return untrusted("it does not hold the aliases")
	}
	return nil
}

func broken(err error) error {
	return failure.New(failure.Untrusted, err, "Take a snapshot now, and run the drill on it.", "its archive can't be read to its end")
}

func untrusted(problem string, args ...any) error {
	return failure.New(failure.Untrusted, nil, "Take a snapshot now, and run the drill on it.", problem, args...)
}
