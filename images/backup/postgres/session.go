package postgres

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"slipway.dev/backup/failure"
)

// Lock is what only one session of a database holds at a time.
type Lock int64

// The numbers mean nothing; they only have to differ from those of other programs.
const (
	// DumpLock is held while backups of a database are made or deleted.
	DumpLock Lock = 0x736c69707761_01
	// DrillLock is held while a server's scratch databases are made or dropped.
	DrillLock Lock = 0x736c69707761_02
)

const connectLimit = 30 * time.Second

// How often a session is used while its lock is held, so that nobody ends it as idle and its loss is noticed.
const pulse = 5 * time.Second

// Session is one connection, with settings under which rows always have the same text.
type Session struct {
	connection *pgx.Conn
	address    *Address
	// Ends the watch over the lock and waits for it. A connection serves one caller at a time.
	unwatch func()
}

// Connect comes to the database, at its direct address.
func Connect(ctx context.Context, address *Address) (*Session, error) {
	ctx, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	config := address.config.Copy()
	config.RuntimeParams["application_name"] = "slipway-backup"
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, explain(err, address)
	}
	session := &Session{connection, address, func() {}}
	if err := session.prepare(ctx); err != nil {
		session.Close()
		return nil, err
	}
	return session, nil
}

func (s *Session) prepare(ctx context.Context) error {
	var process uint32
	if err := s.connection.QueryRow(ctx, "select pg_backend_pid()").Scan(&process); err != nil {
		return explain(err, s.address)
	}
	// A pooler tells a number of its own. A lock taken through it, or a setting made, would be another session's next.
	if process != s.connection.PgConn().PID() {
		return failure.New(failure.Settings, nil, "Give the database's direct address.",
			"%s at %s is answered by a pooler, through which no lock can be held", s.address.Database(), s.address.Host())
	}
	const fixed = `set idle_session_timeout = 0; set statement_timeout = 0; set timezone = 'UTC'; set datestyle = 'ISO, YMD';
		set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1; set search_path = ''`
	if _, err := s.connection.Exec(ctx, fixed, pgx.QueryExecModeSimpleProtocol); err != nil {
		return explain(err, s.address)
	}
	return nil
}

// Close ends the session, and with it its lock.
func (s *Session) Close() {
	s.unwatch()
	ctx, cancel := context.WithTimeout(context.Background(), pulse)
	defer cancel()
	// The server would see the end of the connection a moment later, and the next run might find the lock held.
	_, _ = s.connection.Exec(ctx, "select pg_advisory_unlock_all()")
	_ = s.connection.Close(ctx)
}

// Hold takes a lock without waiting, and answers a context that ends when the lock is lost with the connection.
func (s *Session) Hold(ctx context.Context, lock Lock) (context.Context, error) {
	var taken bool
	if err := s.connection.QueryRow(ctx, "select pg_try_advisory_lock($1)", int64(lock)).Scan(&taken); err != nil {
		return nil, explain(err, s.address)
	}
	if !taken {
		return nil, failure.New(failure.Busy, nil, "Wait for it to end; one that was killed has let go already.",
			"another run works on %s at %s", s.address.Database(), s.address.Host())
	}
	held, lose := context.WithCancelCause(ctx)
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { s.watch(held, stop, lose) })
	s.unwatch = sync.OnceFunc(func() {
		close(stop)
		watch.Wait()
		lose(nil)
	})
	return held, nil
}

func (s *Session) watch(ctx context.Context, stop <-chan struct{}, lose context.CancelCauseFunc) {
	ticker := time.NewTicker(pulse)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectLimit)
		err := s.connection.Ping(limited)
		cancel()
		if err != nil {
			lose(failure.New(failure.Failed, err, "Look at the server's log, and run this again.",
				"the connection to %s at %s was lost, and the lock with it", s.address.Database(), s.address.Host()))
			return
		}
	}
}

// Version is the server's, as "16.14".
func (s *Session) Version() string { return s.connection.PgConn().ParameterStatus("server_version") }

// explain says what to do about the server's refusals.
func explain(err error, address *Address) error {
	where := address.Database() + " at " + address.Host()
	told, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return failure.New(failure.Failed, err, "See whether the server runs, and what may reach it.",
			"the database %s can't be reached", where)
	}
	fix := "Look at the server's log."
	switch told.Code {
	case "28P01", "28000":
		fix = "Renew user and password in the secret that the address comes from."
	case "3D000":
		fix = "Correct the database's name in the address, or create it."
	case "53100":
		fix = "The server's disk is full: enlarge its volume or remove what it needs no more."
	case "53300":
		fix = "All connections are taken: raise the limit, or run this when there is less to do."
	case "42501":
		fix = "Grant the user what it lacks."
	}
	return failure.New(failure.Failed, told, fix, "the database %s refused", where)
}
