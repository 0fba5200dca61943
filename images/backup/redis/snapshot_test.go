package redis

import (
	"bytes"
	"context"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
)

// answering is a server that lets anybody in, sends what it is given after PSYNC, and hangs up.
func answering(t *testing.T, sent string) Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		var asked []byte
		for answered := 0; answered < 3; answered++ {
			part := make([]byte, 4096)
			count, err := connection.Read(part)
			if err != nil {
				return
			}
			asked = append(asked, part[:count]...)
			_, _ = io.WriteString(connection, "+OK\r\n")
		}
		_, _ = connection.Read(make([]byte, 4096))
		_, _ = io.WriteString(connection, sent)
	}()
	return Server{Address: listener.Addr().String(), User: "backup", Password: "hush"}
}

func readFrom(t *testing.T, sent string) ([]byte, error) {
	t.Helper()
	snapshot, err := StartSnapshot(context.Background(), answering(t, sent))
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return io.ReadAll(snapshot)
}

const begun = "+FULLRESYNC 0123456789012345678901234567890123456789 7\r\n\n\n"

var mark = strings.Repeat("0a", 20)

func TestBothFormsOfASnapshotAreRead(t *testing.T) {
	for _, content := range []string{"", strings.Repeat("many keys", 90_000)} {
		file := snapshotOf(content)
		for form, sent := range map[string]string{
			"of a length":   begun + "$" + strconv.Itoa(len(file)) + "\r\n" + string(file),
			"with a mark":   begun + "$EOF:" + mark + "\r\n" + string(file) + mark,
			"in two places": begun + "\n$EOF:" + mark + "\r\n" + string(file) + mark,
		} {
			if got, err := readFrom(t, sent); err != nil || !bytes.Equal(got, file) {
				t.Errorf("%s: %d bytes of %d: %v", form, len(got), len(file), err)
			}
		}
	}
}

func TestWhatBreaksOffIsNoSnapshot(t *testing.T) {
	file := string(snapshotOf(strings.Repeat("many keys", 9000)))
	for want, sent := range map[string]string{
		"broke off":                    begun + "$EOF:" + mark + "\r\n" + file + mark[:39],
		"broke off: unexpected":        begun + "$" + strconv.Itoa(len(file)) + "\r\n" + file[:len(file)-1],
		"broke off: unexpected EOF":    begun,
		"is no beginning":              "+CONTINUE\r\n",
		"no beginning of a snapshot":   begun + "$many\r\n",
		"psync and replconf":           "-NOPERM User backup has no permissions to run the 'psync' command\r\n",
		"run this again when it is re": "-LOADING Redis is loading the dataset in memory\r\n",
	} {
		if _, err := readFrom(t, sent); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
