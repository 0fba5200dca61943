package store

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestASourceThatBrokeOffHasNotEnded(t *testing.T) {
	for _, broken := range []error{io.ErrUnexpectedEOF, fmt.Errorf("the connection broke off: %w", io.ErrUnexpectedEOF), fmt.Errorf("lost: %w", io.EOF)} {
		source := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))
		if count, err := fill(make([]byte, 10), source); count != 4 || err != broken {
			t.Errorf("%d bytes and %v", count, err)
		}
	}
}

func TestAPartIsFullUnlessTheSourceEnds(t *testing.T) {
	source := iotest.OneByteReader(strings.NewReader("seven b"))
	part := make([]byte, 5)
	if count, err := fill(part, source); count != 5 || err != nil {
		t.Errorf("%d bytes and %v", count, err)
	}
	if count, err := fill(part, source); count != 2 || err != io.EOF || string(part[:2]) != " b" {
		t.Errorf("%d bytes and %v", count, err)
	}
}
