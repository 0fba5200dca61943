package redis

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"slipway.dev/backup/failure"
)

// The check value of CRC-64/Jones that Redis' own test has.
func TestTheChecksumIsRedis(t *testing.T) {
	if got := jones(0, []byte("123456789")); got != 0xe9c6d914c4b8d9ca {
		t.Errorf("got %x", got)
	}
	if whole, halves := jones(0, []byte("123456789")), jones(jones(0, []byte("1234")), []byte("56789")); whole != halves {
		t.Errorf("%x in one piece and %x in two", whole, halves)
	}
}

func snapshotOf(content string) []byte {
	file := []byte("REDIS0011\xfa\x09redis-ver\x067.0.15" + content + "\xff")
	return binary.LittleEndian.AppendUint64(file, jones(0, file))
}

func readChecked(file []byte) (*checked, error) {
	reader := &checked{input: iotest.OneByteReader(bytes.NewReader(file))}
	_, err := io.Copy(io.Discard, reader)
	return reader, err
}

func TestAWholeSnapshotPasses(t *testing.T) {
	for _, content := range []string{"", "keys", strings.Repeat("many keys", 9000)} {
		reader, err := readChecked(snapshotOf(content))
		if err != nil || reader.version() != "7.0.15" {
			t.Errorf("version %q: %v", reader.version(), err)
		}
		if _, err := io.Copy(io.Discard, &checked{input: bytes.NewReader(snapshotOf(content))}); err != nil {
			t.Error(err)
		}
	}
}

func TestACopyIsCheckedAsASnapshotIs(t *testing.T) {
	whole := snapshotOf(strings.Repeat("many keys", 9000))
	if err := Check(bytes.NewReader(whole)); err != nil {
		t.Error(err)
	}
	for want, file := range map[string]io.Reader{
		"no snapshot of a Redis":   strings.NewReader(""),
		"does not end as one does": bytes.NewReader(whole[:len(whole)-3]),
		"can't be read to its end": io.MultiReader(bytes.NewReader(whole), iotest.ErrReader(io.ErrUnexpectedEOF)),
	} {
		if err := Check(file); failure.CodeOf(err) != failure.Untrusted || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestWhatIsNotWholeFails(t *testing.T) {
	whole := snapshotOf("keys")
	flipped := bytes.Clone(whole)
	flipped[30] ^= 1
	unsummed := bytes.Clone(whole)
	copy(unsummed[len(unsummed)-8:], make([]byte, 8))
	for want, file := range map[string][]byte{
		"no snapshot":            []byte("REDIS"),
		"no snapshot of a Redis": append([]byte("HTTP/1.1 200 OK"), whole...),
		"does not end":           whole[:len(whole)-3],
		"checksum is not that":   flipped,
		"without a checksum":     unsummed,
	} {
		if _, err := readChecked(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
