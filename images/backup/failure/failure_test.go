package failure

import (
	"errors"
	"fmt"
	"testing"
)

func TestAFailureSaysWhatToDo(t *testing.T) {
	err := New(Busy, errors.New("first line\n  second"), "Wait.", "can't %s", "begin")
	if got, want := err.Error(), "can't begin: first line second. Wait."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCodes(t *testing.T) {
	busy := New(Busy, nil, "", "busy")
	for _, each := range []struct {
		err  error
		want Code
	}{{nil, 0}, {errors.New("any"), Failed}, {busy, Busy}, {fmt.Errorf("while: %w", busy), Busy}} {
		if got := CodeOf(each.err); got != each.want {
			t.Errorf("%v: got %d, want %d", each.err, got, each.want)
		}
	}
	if Problems(Settings, "nothing", nil) != nil {
		t.Error("no problems must be no error")
	}
}

func TestSecretsAreHidden(t *testing.T) {
	hidden := &Hidden{}
	hidden.Hide("hush-hush")
	hidden.Hide("")
	if got, want := hidden.Clean("url://user:hush-hush@host"), "url://user:(hidden)@host"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
