package redis

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc64"
	"io"

	"slipway.dev/backup/failure"
)

const (
	sumLength = 8
	// endOfContent stands before the checksum.
	endOfContent = 0xff
	// headLength is more than the first entry of a snapshot, its server's version, takes.
	headLength = 64
)

// table is of the polynomial that Redis calls Jones', bits reversed.
var table = crc64.MakeTable(0x95ac9329ac4bc9b5)

// checked passes an RDB file on and, at its end, fails unless it is whole: its first word, its last opcode, and the checksum
// of all before it.
type checked struct {
	input  io.Reader
	server string
	bytes  int64
	head   []byte
	// sum is of all that came but the last bytes, which may be the file's own.
	sum  uint64
	last []byte
	// before is the byte before the last ones.
	before byte
}

func (c *checked) Read(into []byte) (int, error) {
	count, err := c.input.Read(into)
	c.bytes += int64(count)
	c.take(into[:count])
	if errors.Is(err, io.EOF) {
		if failed := c.whole(); failed != nil {
			return count, failed
		}
	}
	return count, err
}

func (c *checked) take(came []byte) {
	if missing := headLength - len(c.head); missing > 0 {
		c.head = append(c.head, came[:min(missing, len(came))]...)
	}
	all := append(c.last, came...)
	if past := len(all) - sumLength; past > 0 {
		c.sum = jones(c.sum, all[:past])
		c.before = all[past-1]
		all = all[past:]
	}
	c.last = bytes.Clone(all)
}

// jones is Redis' CRC-64, which begins with zeros and turns nothing round; Go's begins and ends with the bits turned round.
func jones(sum uint64, content []byte) uint64 { return ^crc64.Update(^sum, table, content) }

func (c *checked) whole() error {
	problem := c.problem()
	if problem == "" {
		return nil
	}
	if problem == unsummed {
		return failure.New(failure.Settings, nil, "Set rdbchecksum to yes in the server's configuration.",
			"Redis at %s sends snapshots without a checksum", c.server)
	}
	return failure.New(failure.Failed, nil, "Run this again; if it comes back, look at the server's memory and network.",
		"%s, after %d bytes from Redis at %s", problem, c.bytes, c.server)
}

const unsummed = "the snapshot has no checksum"

// problem is what keeps the file from being whole; nothing for one that is.
func (c *checked) problem() string {
	switch {
	case !bytes.HasPrefix(c.head, []byte("REDIS")) || len(c.last) < sumLength:
		return "what came is no snapshot of a Redis"
	case c.before != endOfContent:
		return "the snapshot does not end as one does"
	case binary.LittleEndian.Uint64(c.last) == 0:
		return unsummed
	case binary.LittleEndian.Uint64(c.last) != c.sum:
		return "the snapshot's checksum is not that of its content"
	}
	return ""
}

// Check reads a snapshot to its end, and fails unless a Redis could start from it.
func Check(snapshot io.Reader) error {
	const fix = "Take a snapshot now, and run the drill on it."
	reading := &checked{}
	if _, err := io.Copy(writer(reading.take), snapshot); err != nil {
		return failure.New(failure.Untrusted, err, fix, "it can't be read to its end")
	}
	if problem := reading.problem(); problem != "" {
		return failure.New(failure.Untrusted, nil, fix, "%s", problem)
	}
	return nil
}

// writer hands on what is written.
type writer func([]byte)

func (w writer) Write(given []byte) (int, error) {
	w(given)
	return len(given), nil
}

// version is the server's, which is the first entry after the format's own number.
func (c *checked) version() string {
	const name = "\xfa\x09redis-ver"
	_, rest, found := bytes.Cut(c.head, []byte(name))
	if !found || len(rest) == 0 || int(rest[0]) >= len(rest) {
		return ""
	}
	return string(rest[1 : 1+int(rest[0])])
}
