package redis

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"slipway.dev/backup/failure"
)

const markLength = 40

// Snapshot is an RDB file that a server sends. Its reader ends without error only when all of it came and its checksum is
// right, so one that broke off can't be taken for a whole one.
type Snapshot struct {
	session *session
	content *checked
	stop    func() bool
}

// StartSnapshot asks a server for a snapshot as a replica does that has nothing yet. The server forks, and writes no file of
// its own for it as long as its repl-diskless-sync is on, as it is by default.
func StartSnapshot(ctx context.Context, server Server) (*Snapshot, error) {
	joined, err := connect(ctx, server)
	if err != nil {
		return nil, err
	}
	snapshot := &Snapshot{session: joined}
	snapshot.stop = context.AfterFunc(ctx, func() { _ = joined.connection.Close() })
	content, err := joined.sync()
	if err != nil {
		snapshot.Close()
		return nil, err
	}
	snapshot.content = &checked{input: content, server: server.Address}
	return snapshot, nil
}

func (s *Snapshot) Read(into []byte) (int, error) { return s.content.Read(into) }

// Bytes is how much came so far.
func (s *Snapshot) Bytes() int64 { return s.content.bytes }

// Version is the server's, as "7.0.15"; known once some of the snapshot was read.
func (s *Snapshot) Version() string { return s.content.version() }

// Close ends a snapshot, also one that is not wanted any more.
func (s *Snapshot) Close() {
	s.stop()
	_ = s.session.connection.Close()
}

// sync answers the snapshot's content as it comes.
func (s *session) sync() (io.Reader, error) {
	// A server that knows this keeps no writes back for a replica that wants none.
	if err := s.ask("REPLCONF", "rdb-only", "1"); err != nil && !isUnknown(err) {
		return nil, err
	}
	if err := s.ask("REPLCONF", "capa", "eof"); err != nil {
		return nil, err
	}
	if err := s.send("PSYNC", "?", "-1"); err != nil {
		return nil, err
	}
	answer, err := s.line()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(answer, "+FULLRESYNC ") {
		return nil, s.unexpected(answer)
	}
	size, err := s.line()
	if err != nil {
		return nil, err
	}
	if mark, streamed := strings.CutPrefix(size, "$EOF:"); streamed && len(mark) == markLength {
		return &untilMark{session: s, mark: []byte(mark)}, nil
	}
	length, err := strconv.ParseInt(strings.TrimPrefix(size, "$"), 10, 64)
	if err != nil || !strings.HasPrefix(size, "$") {
		return nil, s.unexpected(size)
	}
	return &ofLength{session: s, left: length}, nil
}

func (s *session) unexpected(answer string) error {
	return failure.New(failure.Failed, nil, "Give the address of a Redis 7 that is no proxy's.",
		"Redis at %s answered %q, which is no beginning of a snapshot", s.server.Address, answer)
}

func isUnknown(err error) bool {
	known, ok := errors.AsType[*failure.Failure](err)
	return ok && strings.Contains(known.Problem, "Unrecognized REPLCONF option")
}

// ofLength is a content whose length was told.
type ofLength struct {
	session *session
	left    int64
}

func (o *ofLength) Read(into []byte) (int, error) {
	if o.left == 0 {
		return 0, io.EOF
	}
	count, err := o.session.input.Read(into[:min(int64(len(into)), o.left)])
	o.left -= int64(count)
	return count, o.session.broken(err)
}

// untilMark is a content that ends where a mark comes, after which the server sends nothing.
type untilMark struct {
	session *session
	mark    []byte
	// What came and is not given on yet: it may end with the mark's beginning.
	held  []byte
	ended bool
}

func (u *untilMark) Read(into []byte) (int, error) {
	for !u.ended && len(u.held) <= len(u.mark) {
		more := make([]byte, 1<<16)
		count, err := u.session.input.Read(more)
		u.held = append(u.held, more[:count]...)
		if bytes.HasSuffix(u.held, u.mark) {
			u.ended = true
			u.held = u.held[:len(u.held)-len(u.mark)]
		} else if err != nil {
			return 0, u.session.broken(err)
		}
	}
	ready := len(u.held)
	if !u.ended {
		ready -= len(u.mark)
	}
	if ready == 0 {
		return 0, io.EOF
	}
	count := copy(into, u.held[:ready])
	u.held = u.held[count:]
	return count, nil
}
