// Package postgres speaks with the database: its own connection for locks and checks, and pg_dump and pg_restore.
package postgres

import (
	"errors"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Address is where a database is, and as whom to come.
type Address struct {
	config *pgx.ConnConfig
	// What the address says beyond host, port, user, password and database, by its libpq variable.
	further map[string]string
}

// What an address may say after the question mark, and the variable from which the client programs learn it.
var parameters = map[string]string{
	"host":             "PGHOST",
	"port":             "PGPORT",
	"sslmode":          "PGSSLMODE",
	"sslrootcert":      "PGSSLROOTCERT",
	"sslcert":          "PGSSLCERT",
	"sslkey":           "PGSSLKEY",
	"connect_timeout":  "PGCONNECT_TIMEOUT",
	"application_name": "PGAPPNAME",
	"options":          "PGOPTIONS",
	"channel_binding":  "PGCHANNELBINDING",
}

// ParseAddress takes a URL. Its errors never hold the URL, which has a password.
func ParseAddress(given string) (*Address, error) {
	parsed, err := url.Parse(given)
	if err != nil || (parsed.Scheme != "postgres" && parsed.Scheme != "postgresql") {
		return nil, errors.New("is no address of PostgreSQL; give postgresql://user:password@host:port/database")
	}
	if strings.Trim(parsed.Path, "/") == "" {
		return nil, errors.New("names no database; end the address with /database")
	}
	further := map[string]string{}
	for name, values := range parsed.Query() {
		variable, known := parameters[name]
		if !known {
			return nil, errors.New("has the unknown parameter " + name + "; a direct address needs none of a driver or a pooler")
		}
		further[variable] = values[0]
	}
	config, err := pgx.ParseConfig(given)
	if err != nil {
		return nil, errors.New("can't be read; check port, sslmode and certificate files")
	}
	if config.User == "" {
		return nil, errors.New("names no user; give postgresql://user:password@host:port/database")
	}
	return &Address{config, further}, nil
}

// Password is what must not be shown.
func (a *Address) Password() string { return a.config.Password }

// Host is the server's name, for messages.
func (a *Address) Host() string { return a.config.Host }

// Database is the database's name.
func (a *Address) Database() string { return a.config.Database }

// At is the same server's database of another name.
func (a *Address) At(database string) *Address {
	config := a.config.Copy()
	config.Database = database
	return &Address{config, a.further}
}

// environment is what a client program gets. Unlike an argument, other users of the machine can't read it.
func (a *Address) environment() []string {
	variables := map[string]string{
		"PATH":       os.Getenv("PATH"),
		"LC_ALL":     "C",
		"TZ":         "UTC",
		"PGHOST":     a.config.Host,
		"PGPORT":     strconv.Itoa(int(a.config.Port)),
		"PGUSER":     a.config.User,
		"PGPASSWORD": a.config.Password,
		"PGDATABASE": a.config.Database,
	}
	for name, value := range a.further {
		if _, set := variables[name]; !set {
			variables[name] = value
		}
	}
	var lines []string
	for name, value := range variables {
		lines = append(lines, name+"="+value)
	}
	slices.Sort(lines)
	return lines
}
