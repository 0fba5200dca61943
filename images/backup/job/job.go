// Package job is what the program does: a dump, a snapshot, a pruning, a drill, a restore.
package job

import (
	"context"
	"io"
	"log/slog"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/lease"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// Job is one run.
type Job struct {
	Settings *settings.Settings
	Bucket   *store.Bucket
	Log      *slog.Logger
	// Hidden is taken out of what is recorded.
	Hidden *failure.Hidden
	// Now is the clock that backups are named by. Durations are not measured by it.
	Now func() time.Time

	// EvenEmpty lets a bucket be copied that lists nothing any more.
	EvenEmpty bool

	// Keys gets the keys of objects that could not be restored. They may tell of people, so it is where the person reads who restores.
	Keys io.Writer

	started time.Time
	// confirm shows once more that no other run works on these backups; nil where what is held is a database's own lock.
	confirm func(context.Context) error
	// What the record says of the run, beside its end.
	backup    string
	objective time.Duration
}

// Run does what a command says, within the time limit, and leaves a record of how it ended.
func (j *Job) Run(ctx context.Context, command settings.Command, work func(context.Context) error) error {
	j.started = time.Now()
	limited, cancel := context.WithTimeoutCause(ctx, j.Settings.TimeLimit, failure.New(failure.Failed, nil,
		"See what it waited for, or raise timeLimit.", "%s did not end within %s", command, j.Settings.TimeLimit))
	defer cancel()
	err := work(limited)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		err = failure.New(failure.Failed, nil, "Run this again.", "told to stop before the end")
	case limited.Err() != nil:
		err = context.Cause(limited)
	}
	j.record(ctx, string(command), err)
	return err
}

func (j *Job) seconds() float64 { return time.Since(j.started).Seconds() }

// record is best effort: where the store is out of reach, it is the store's own absence that is alerted on.
func (j *Job) record(ctx context.Context, run string, failed error) {
	code := failure.CodeOf(failed)
	if code == failure.Busy {
		// The other run's record must stay.
		run += "-refused"
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	now := catalogue.Record{
		Run:       run,
		Ended:     j.Now().UTC(),
		Code:      int(code),
		Seconds:   j.seconds(),
		Objective: j.objective.Seconds(),
		Backup:    j.backup,
	}
	if failed != nil {
		now.Problem = j.Hidden.Clean(failed.Error())
	}
	earlier, err := catalogue.ReadRecord(ctx, j.Bucket, run)
	if err == nil {
		err = j.Bucket.Write(ctx, catalogue.RecordKey(run), now.After(earlier).Encode())
	}
	if err != nil {
		j.Log.Warn("how this run ended can't be recorded", "error", err.Error())
	}
}

// locked does work while no other run works on the database.
func (j *Job) locked(ctx context.Context, lock postgres.Lock, work func(context.Context, *postgres.Session) error) error {
	session, err := postgres.Connect(ctx, j.Settings.Database)
	if err != nil {
		return err
	}
	defer session.Close()
	held, err := session.Hold(ctx, lock)
	if err != nil {
		return err
	}
	err = work(held, session)
	if lost := context.Cause(held); err != nil && lost != nil {
		return lost
	}
	return err
}

// leased does work while no other run works on these backups, where it is no database that could say so.
func (j *Job) leased(ctx context.Context, work func(context.Context) error) error {
	held, lease, err := lease.Hold(ctx, j.Bucket, j.Settings.Lease)
	if err != nil {
		return err
	}
	defer lease.Release(ctx)
	j.confirm = lease.Confirm
	err = work(held)
	if lost := context.Cause(held); err != nil && lost != nil {
		return lost
	}
	return err
}

// confirmed is an error when another run may have begun.
func (j *Job) confirmed(ctx context.Context) error {
	if j.confirm == nil {
		return nil
	}
	return j.confirm(ctx)
}

func (j *Job) catalogue(ctx context.Context) (*catalogue.Catalogue, error) {
	found, err := catalogue.Read(ctx, j.Bucket, j.Settings.Source, j.Settings.Format)
	if err != nil {
		return nil, err
	}
	for _, each := range found.Damaged {
		j.Log.Error("a backup is damaged", "backup", each.Name, "why", each.Why)
	}
	return found, nil
}
