package postgres

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"slipway.dev/backup/failure"
)

// Clients are PostgreSQL's client programs of one release.
type Clients struct {
	folder string
	major  int
}

// Clients are the oldest on PATH that are not older than the server: an older pg_dump refuses it, and what a newer one writes
// has settings that an older server does not know.
func (s *Session) Clients(ctx context.Context) (*Clients, error) {
	major, err := s.major(ctx)
	if err != nil {
		return nil, err
	}
	return choose(installed(ctx, os.Getenv("PATH")), major, s.address.Database()+" at "+s.address.Host())
}

// ClientsFor are those for a backup that is restored into this server, which must not be older than the one it was made of.
func (s *Session) ClientsFor(ctx context.Context, backup, server string) (*Clients, error) {
	major, err := s.major(ctx)
	if err != nil {
		return nil, err
	}
	if needed := majorOf(server); needed > major {
		return nil, failure.New(failure.Settings, nil, "Restore into PostgreSQL "+strconv.Itoa(needed)+" or a newer one.",
			"%s was made of PostgreSQL %s, and the server %s is of %d, which does not know all that may be in it; nothing was written",
			backup, server, s.address.Host(), major)
	}
	return s.Clients(ctx)
}

func (s *Session) major(ctx context.Context) (int, error) {
	var number string
	if err := s.connection.QueryRow(ctx, "show server_version_num").Scan(&number); err != nil {
		return 0, explain(err, s.address)
	}
	whole, err := strconv.Atoi(number)
	if err != nil {
		return 0, failure.New(failure.Failed, err, "", "the server %s names no version", s.address.Host())
	}
	return whole / 10_000, nil
}

func choose(found []*Clients, server int, where string) (*Clients, error) {
	var chosen, newest *Clients
	for _, each := range found {
		if newest == nil || each.major > newest.major {
			newest = each
		}
		if each.major >= server && (chosen == nil || each.major < chosen.major) {
			chosen = each
		}
	}
	switch {
	case newest == nil:
		return nil, failure.New(failure.Settings, nil, "The image of this program has PostgreSQL's client programs; use it.",
			"no folder of PATH has pg_dump and pg_restore")
	case chosen == nil:
		return nil, failure.New(failure.Settings, nil,
			"Add the client programs of PostgreSQL "+strconv.Itoa(server)+" to images/backup/Containerfile, and release that image.",
			"the database %s is run by PostgreSQL %d, and the newest client programs here are of %d; nothing was begun",
			where, server, newest.major)
	}
	return chosen, nil
}

// installed are the client programs in the folders of a search path.
func installed(ctx context.Context, path string) []*Clients {
	var found []*Clients
	for _, folder := range filepath.SplitList(path) {
		// A relative folder would be another one for whoever starts the program elsewhere.
		if !filepath.IsAbs(folder) {
			continue
		}
		said, err := exec.CommandContext(ctx, filepath.Join(folder, "pg_dump"), "--version").Output()
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(folder, "pg_restore")); err != nil {
			continue
		}
		if named := clientVersion.FindStringSubmatch(string(said)); named != nil {
			found = append(found, &Clients{folder, majorOf(named[1])})
		}
	}
	return found
}

var (
	clientVersion = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)
	leadingNumber = regexp.MustCompile(`^\d+`)
)

// majorOf is the first number of a version; of one that has none it is zero, which fits every server.
func majorOf(version string) int {
	major, _ := strconv.Atoi(leadingNumber.FindString(version))
	return major
}
