package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// The migration of the system's database, as it is declared.
type migration struct {
	// What starts it, word by word.
	Command []string `json:"command"`
	// The variable that holds the address.
	Address string `json:"address"`
	// Whether the platform makes sure of `exec_sql` first, which the system's own tool goes through.
	Bootstrapped bool `json:"bootstrapped"`
}

// What each release brings: a table that is there once, however often it runs.
const (
	migrationVersion = "001_stand_in"
	migrationSQL     = "create table public.stand_in_migrated (release text primary key, at timestamptz default now())"
)

// Plays the tool that migrates: really, in one transaction, on the database that it was given.
func playMigration(ctx context.Context, declared migration) error {
	initial, err := readFault()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	// No message of the driver goes on: a password may stand in it.
	connection, err := connectAs(ctx, os.Getenv(declared.Address))
	if err != nil {
		return fmt.Errorf("the database that %s names does not take a connection", declared.Address)
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	var lock, statement string
	if err := connection.QueryRow(ctx, "select current_setting('lock_timeout'), current_setting('statement_timeout')").Scan(&lock, &statement); err != nil {
		return err
	}
	if lock == "0" || statement == "0" {
		return fmt.Errorf("the session waits for ever: lock_timeout %s, statement_timeout %s", lock, statement)
	}
	transaction, err := connection.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = transaction.Rollback(context.WithoutCancel(ctx)) }()
	if err := declared.apply(ctx, transaction); err != nil {
		return err
	}
	if _, err := transaction.Exec(ctx, "insert into public.stand_in_migrated (release) values ($1) on conflict do nothing", readVersion()); err != nil {
		return err
	}
	if initial.FailedMigration {
		return fmt.Errorf("%s was built with a migration that fails halfway", readVersion())
	}
	if err := transaction.Commit(ctx); err != nil {
		return err
	}
	log("migrated", map[string]any{"version": readVersion(), "lock_timeout": lock, "statement_timeout": statement})
	return nil
}

// Connects by an address that is meant for the tool's own driver, whose words the server would not know.
func connectAs(ctx context.Context, address string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	for _, word := range []string{"connection_limit", "uselibpqcompat"} {
		delete(config.RuntimeParams, word)
	}
	return pgx.ConnectConfig(ctx, config)
}

func (m migration) apply(ctx context.Context, transaction pgx.Tx) error {
	if m.Bootstrapped {
		_, err := transaction.Exec(ctx, "select exec_sql($1, $2)", migrationSQL, migrationVersion)
		return err
	}
	var isThere bool
	if _, err := transaction.Exec(ctx, "select pg_advisory_xact_lock(hashtext('stand-in'))"); err != nil {
		return err
	}
	if err := transaction.QueryRow(ctx, "select to_regclass('public.stand_in_migrated') is not null").Scan(&isThere); err != nil || isThere {
		return err
	}
	_, err := transaction.Exec(ctx, migrationSQL)
	return err
}
