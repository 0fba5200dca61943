package postgres

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"slipway.dev/backup/failure"
)

// Dump is a running pg_dump. Its reader ends without error only when pg_dump ended well, so a dump that broke off can't
// be taken for a whole one.
type Dump struct {
	program *program
	output  io.Reader
	bytes   int64
}

// StartDump dumps a database, or these schemas of it, in pg_dump's custom format, uncompressed.
func StartDump(ctx context.Context, clients *Clients, address *Address, schemas []string) (*Dump, error) {
	// Whoever holds a table for longer than this would hold up the backup, and everybody who waits behind it.
	arguments := []string{"--format=custom", "--compress=0", "--no-password", "--lock-wait-timeout=300000"}
	started := newProgram(ctx, clients, address, "pg_dump", append(arguments, only(schemas)...)...)
	output, err := started.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := started.start(); err != nil {
		return nil, err
	}
	return &Dump{program: started, output: output}, nil
}

func (d *Dump) Read(into []byte) (int, error) {
	count, err := d.output.Read(into)
	d.bytes += int64(count)
	if errors.Is(err, io.EOF) {
		if failed := d.program.wait(); failed != nil {
			return count, failed
		}
	}
	return count, err
}

// Bytes is how much came so far.
func (d *Dump) Bytes() int64 { return d.bytes }

// Close ends a dump that is not wanted any more.
func (d *Dump) Close() { d.program.end() }

// Restore puts a dump into an empty database, all of it or nothing; where schemas are named, what is in them alone.
func Restore(ctx context.Context, clients *Clients, address *Address, dump io.Reader, withOwners bool, schemas []string) error {
	// pg_restore leaves a schema itself out when it is told which ones, and would fail at one that is there.
	if err := makeSchemas(ctx, address, schemas); err != nil {
		return err
	}
	arguments := []string{"--dbname=" + address.Database(), "--single-transaction", "--no-password"}
	if !withOwners {
		arguments = append(arguments, "--no-owner", "--no-privileges")
	}
	arguments = append(arguments, only(schemas)...)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	started := newProgram(ctx, clients, address, "pg_restore", arguments...)
	input, err := started.command.StdinPipe()
	if err != nil {
		return err
	}
	if err := started.start(); err != nil {
		return err
	}
	_, copied := io.Copy(input, dump)
	refused := errors.Is(copied, syscall.EPIPE)
	if copied != nil && !refused {
		// It must not take what came so far for all.
		cancel()
		started.end()
		return copied
	}
	if err := input.Close(); err != nil && !refused {
		return err
	}
	return started.wait()
}

// only says to a client program which schemas are meant.
func only(schemas []string) []string {
	arguments := make([]string, 0, len(schemas))
	for _, each := range schemas {
		arguments = append(arguments, "--schema="+each)
	}
	return arguments
}

// program is one of PostgreSQL's client programs.
type program struct {
	command *exec.Cmd
	name    string
	// wait is for whoever sees the end first: the reader of its output, or who wants it no more.
	wait func() error
}

func newProgram(ctx context.Context, clients *Clients, address *Address, name string, arguments ...string) *program {
	command := exec.CommandContext(ctx, filepath.Join(clients.folder, name), arguments...)
	command.Env = address.environment()
	said := &tail{}
	command.Stderr = said
	// With an interrupt it tells the server to stop, too.
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGINT) }
	command.WaitDelay = 5 * time.Second
	return &program{command: command, name: name, wait: sync.OnceValue(func() error {
		if err := command.Wait(); err != nil {
			return failure.New(failure.Failed, nil, fixFor(said.String()), "%s failed (%s): %s", name, err, said)
		}
		return nil
	})}
}

func (p *program) start() error {
	if err := p.command.Start(); err != nil {
		return failure.New(failure.Settings, err, "The image of this program has PostgreSQL's client programs; use it.",
			"%s can't be started", p.name)
	}
	return nil
}

func (p *program) end() {
	// One that has ended already takes no signal.
	_ = p.command.Cancel()
	_ = p.wait()
}

var missingRole = regexp.MustCompile(`role "([^"]+)" does not exist`)

// fixFor knows what to do about what the client programs say most often.
func fixFor(said string) string {
	if missing := missingRole.FindStringSubmatch(said); missing != nil {
		return "Make the role first: " + makeStatements(missing[1:]) + " For a drill, name it in drill.roles."
	}
	for _, known := range []struct{ sign, fix string }{
		{"No space left on device", "The server's disk is full: enlarge its volume or remove what it needs no more."},
		{"row-level security", "Dump as the tables' owner, or as a role with BYPASSRLS: others don't see every row."},
		{"permission denied to change default privileges", "They are a provider's role's: restore with --without-owners."},
		{"permission denied", "Grant the user what it lacks; a dump needs to read every table."},
		{"lock timeout", "Something holds a table for long: end it, or run this at another hour."},
		{"does not exist", "Create what is missing first: roles and extensions are not part of a dump."},
	} {
		if strings.Contains(said, known.sign) {
			return known.fix
		}
	}
	return "Look at the server's log, and run this again."
}

const tailBytes = 2000

// tail keeps the last of what is written to it.
type tail struct{ kept []byte }

func (t *tail) Write(given []byte) (int, error) {
	t.kept = append(t.kept, given...)
	if over := len(t.kept) - tailBytes; over > 0 {
		t.kept = append([]byte(nil), t.kept[over:]...)
	}
	return len(given), nil
}

func (t *tail) String() string {
	return strings.Join(strings.Fields(string(bytes.TrimSpace(t.kept))), " ")
}
