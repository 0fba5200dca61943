package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"slipway.dev/backup/failure"
)

const scratchPrefix = "slipway_drill_"

// MakeScratch makes an empty database of its own on the server. What a drill that was killed left is dropped first: the
// lock says that nobody uses it.
func (s *Session) MakeScratch(ctx context.Context, now time.Time) (*Address, error) {
	rows, err := s.connection.Query(ctx, "select datname from pg_database where starts_with(datname, $1)", scratchPrefix)
	if err != nil {
		return nil, explain(err, s.address)
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, explain(err, s.address)
	}
	for _, each := range left {
		if err := s.DropScratch(ctx, s.address.At(each)); err != nil {
			return nil, err
		}
	}
	name := scratchPrefix + now.UTC().Format("20060102_150405")
	if _, err := s.connection.Exec(ctx, "create database "+quoted(name)+" template template0"); err != nil {
		return nil, explain(err, s.address)
	}
	return s.address.At(name), nil
}

// DropScratch drops a database that MakeScratch made.
func (s *Session) DropScratch(ctx context.Context, scratch *Address) error {
	if !strings.HasPrefix(scratch.Database(), scratchPrefix) {
		return failure.New(failure.Failed, nil, "", "%s is no scratch database", scratch.Database())
	}
	if _, err := s.connection.Exec(ctx, "drop database "+quoted(scratch.Database())+" with (force)"); err != nil {
		return explain(err, s.address)
	}
	return nil
}

// RequireEmpty refuses a database that holds tables, or one of whose named schemas does: a provider has tables in others, and nothing
// of a dump gets there. What belongs to an extension is not counted: an operator makes some in
// each database, with views of their own, and a dump makes an extension only where it is missing.
func (s *Session) RequireEmpty(ctx context.Context, schemas []string) error {
	var tables int
	const count = `select count(*) from pg_class join pg_namespace on pg_namespace.oid = relnamespace
		where relkind in ('r', 'p', 'v', 'm', 'S', 'f') and nspname not like 'pg\_%' and nspname <> 'information_schema'
		and (cardinality($1::text[]) = 0 or nspname = any($1))
		and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')`
	if err := s.connection.QueryRow(ctx, count, append([]string{}, schemas...)).Scan(&tables); err != nil {
		return explain(err, s.address)
	}
	if tables > 0 {
		where := ""
		if len(schemas) > 0 {
			where = " in " + strings.Join(schemas, ", ")
		}
		return failure.New(failure.Settings, nil, "Restore into a new one, and let the services change over to it.",
			"the database %s at %s is not empty: it has %d tables, views or sequences%s", s.address.Database(), s.address.Host(), tables, where)
	}
	return nil
}

// makeSchemas makes the schemas that a database lacks.
func makeSchemas(ctx context.Context, address *Address, schemas []string) error {
	if len(schemas) == 0 {
		return nil
	}
	session, err := Connect(ctx, address)
	if err != nil {
		return err
	}
	defer session.Close()
	for _, each := range schemas {
		if _, err := session.connection.Exec(ctx, "create schema if not exists "+quoted(each)); err != nil {
			return explain(err, address)
		}
	}
	return nil
}

// Rows counts a table's.
func (s *Session) Rows(ctx context.Context, table string) (int64, error) {
	var rows int64
	err := s.connection.QueryRow(ctx, "select count(*) from "+tableOf(table)).Scan(&rows)
	if err != nil {
		return 0, fmt.Errorf("%s can't be counted: %w", table, err)
	}
	return rows, nil
}

// Checksum is the SHA-256 of a table's rows as text, in the order of that text, a line each.
func (s *Session) Checksum(ctx context.Context, table string) (string, error) {
	var sum string
	query := `select encode(sha256(convert_to(coalesce(string_agg(line, E'\n' order by line collate "C"), ''), 'UTF8')), 'hex')
		from (select row_text::text as line from ` + tableOf(table) + ` as row_text) as lines`
	if err := s.connection.QueryRow(ctx, query).Scan(&sum); err != nil {
		return "", fmt.Errorf("%s has no checksum: %w", table, err)
	}
	return sum, nil
}

func tableOf(name string) string {
	schema, table, _ := strings.Cut(name, ".")
	return pgx.Identifier{schema, table}.Sanitize()
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }
