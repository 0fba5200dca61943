package qdrant

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"slipway.dev/backup/failure"
)

// RequireAbsent refuses a server that has one of these collections.
func RequireAbsent(ctx context.Context, client *Client, wanted []Collection) error {
	present, err := client.Collections(ctx)
	if err != nil {
		return err
	}
	var there []string
	for _, each := range wanted {
		if slices.Contains(present, each.Name) {
			there = append(there, each.Name)
		}
	}
	if len(there) == 0 {
		return nil
	}
	return failure.New(failure.Settings, nil,
		"Delete what is not wanted, or name one that is missing with --collection.",
		"the Qdrant at %s has %s already, which a restore would write over", client.server.URL, strings.Join(there, ", "))
}

// Restore makes the wanted collections of an archive, and gives them the aliases that they had.
func Restore(ctx context.Context, client *Client, archive io.Reader, wanted []Collection) error {
	left := slices.Clone(wanted)
	var aliases []Alias
	for files := tar.NewReader(archive); ; {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if file.Name == aliasesFile {
			if err := json.NewDecoder(files).Decode(&aliases); err != nil {
				return err
			}
			continue
		}
		name, ok := collectionOf(file.Name)
		at := slices.IndexFunc(left, func(each Collection) bool { return each.Name == name })
		if !ok || at < 0 {
			continue
		}
		if err := client.Upload(ctx, name, left[at].SHA256, files); err != nil {
			return err
		}
		left = slices.Delete(left, at, at+1)
	}
	if len(left) > 0 {
		return failure.New(failure.Untrusted, nil, "Restore another backup.", "the backup does not hold the collection %s", left[0].Name)
	}
	for _, alias := range aliases {
		if !slices.ContainsFunc(wanted, func(each Collection) bool { return each.Name == alias.Collection }) {
			continue
		}
		if err := client.MakeAlias(ctx, alias); err != nil {
			return err
		}
	}
	return nil
}
