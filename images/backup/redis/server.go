// Package redis reads all of a Redis over the network, as a replica does.
package redis

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"slipway.dev/backup/failure"
)

const (
	connectLimit = 30 * time.Second
	// While a server makes its snapshot ready it sends a newline every ten seconds or so.
	silenceLimit = 2 * time.Minute
	receiveBytes = 1 << 20
)

// Server is where a Redis is, and as whom to come: a user who may run PSYNC and REPLCONF, and needs nothing else.
type Server struct {
	// Address is a host and a port.
	Address  string
	User     string
	Password string
}

// session is a connection that is let in.
type session struct {
	server     Server
	connection net.Conn
	input      *bufio.Reader
}

func connect(ctx context.Context, server Server) (*session, error) {
	dialer := net.Dialer{Timeout: connectLimit}
	connection, err := dialer.DialContext(ctx, "tcp", server.Address)
	if err != nil {
		return nil, failure.New(failure.Failed, err, "See whether the server runs, and what may reach it.",
			"Redis at %s can't be reached", server.Address)
	}
	if stream, ok := connection.(*net.TCPConn); ok {
		// What waits in the kernel while the bucket is slow counts against the pod's memory. Left alone it grows to 32 MiB.
		if err := stream.SetReadBuffer(receiveBytes); err != nil {
			_ = connection.Close()
			return nil, err
		}
	}
	joined := &session{server: server, connection: connection}
	joined.input = bufio.NewReaderSize(patient{connection}, 1<<16)
	if err := joined.ask("AUTH", server.User, server.Password); err != nil {
		_ = connection.Close()
		return nil, err
	}
	return joined, nil
}

// patient gives up on a server that says nothing for long.
type patient struct{ net.Conn }

func (p patient) Read(into []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(silenceLimit)); err != nil {
		return 0, err
	}
	return p.Conn.Read(into)
}

// ask sends a command that is answered with a line, and fails where that is an error.
func (s *session) ask(words ...string) error {
	if err := s.send(words...); err != nil {
		return err
	}
	_, err := s.line()
	return err
}

func (s *session) send(words ...string) error {
	var command strings.Builder
	fmt.Fprintf(&command, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&command, "$%d\r\n%s\r\n", len(word), word)
	}
	_, err := s.connection.Write([]byte(command.String()))
	return s.broken(err)
}

// line is the next line that says something.
func (s *session) line() (string, error) {
	for {
		text, err := s.input.ReadString('\n')
		if err != nil {
			return "", s.broken(err)
		}
		text = strings.TrimRight(text, "\r\n")
		if refusal, refused := strings.CutPrefix(text, "-"); refused {
			return "", s.refused(refusal)
		}
		if text != "" {
			return text, nil
		}
	}
}

func (s *session) broken(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.EOF) {
		// Whoever reads on must not take it for the end of the content.
		err = io.ErrUnexpectedEOF
	}
	return failure.New(failure.Failed, err, "Look at the server's log, and run this again.",
		"the connection to Redis at %s broke off", s.server.Address)
}

// refused says what to do about the server's refusals.
func (s *session) refused(told string) error {
	code, _, _ := strings.Cut(told, " ")
	fix := "Look at the server's log, and run this again."
	switch {
	case code == "WRONGPASS" || code == "NOAUTH":
		fix = "Set REDIS_PASSWORD to a password that the server accepts for redis.user."
	case code == "NOPERM":
		fix = "Give redis.user the commands psync and replconf in the server's list of users."
	case code == "LOADING":
		fix = "The server still reads what it keeps: run this again when it is ready."
	case strings.Contains(told, "max number of clients"):
		fix = "All connections are taken: see who holds them, or raise maxclients."
	}
	return failure.New(failure.Failed, nil, fix, "Redis at %s refused: %s", s.server.Address, told)
}
