package sealed

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"filippo.io/age"
)

func pair(t *testing.T) *age.X25519Identity {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func seal(t *testing.T, content []byte, to *age.X25519Identity) []byte {
	t.Helper()
	sealing, err := Seal(bytes.NewReader(content), []age.Recipient{to.Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	defer sealing.Close()
	whole, err := io.ReadAll(sealing)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

func open(content []byte, with age.Identity) ([]byte, error) {
	opened, err := Open(bytes.NewReader(content), []age.Identity{with})
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return io.ReadAll(opened)
}

func noise(length int) []byte {
	random := rand.NewChaCha8([32]byte{1})
	content := make([]byte, length)
	_, _ = random.Read(content)
	return content
}

func TestWhatIsSealedOpens(t *testing.T) {
	identity := pair(t)
	for _, content := range [][]byte{nil, []byte("a row"), noise(1 << 20), bytes.Repeat([]byte("row "), 1<<20)} {
		got, err := open(seal(t, content, identity), identity)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes came back as %d: %v", len(content), len(got), err)
		}
	}
}

func TestItIsSmallerAndNotReadable(t *testing.T) {
	content := bytes.Repeat([]byte("a secret row "), 10_000)
	whole := seal(t, content, pair(t))
	if len(whole) > len(content)/10 || bytes.Contains(whole, []byte("secret")) {
		t.Errorf("%d bytes of %d", len(whole), len(content))
	}
}

func TestWhatIsSealedInLessMemoryOpensToo(t *testing.T) {
	identity := pair(t)
	content := noise(3 << 20)
	sealing, err := SealNarrow(bytes.NewReader(content), []age.Recipient{identity.Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	defer sealing.Close()
	whole, err := io.ReadAll(sealing)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := open(whole, identity); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes came back as %d: %v", len(content), len(got), err)
	}
}

func TestAnotherIdentityDoesNotOpenIt(t *testing.T) {
	if _, err := open(seal(t, []byte("a row"), pair(t)), pair(t)); err == nil {
		t.Error("it opened")
	}
}

func TestWhatWasChangedOrCutIsAnError(t *testing.T) {
	identity := pair(t)
	whole := seal(t, noise(300_000), identity)
	for _, place := range []int{len(whole) - 1, len(whole) / 2, 300} {
		changed := bytes.Clone(whole)
		changed[place] ^= 1
		if _, err := open(changed, identity); err == nil {
			t.Errorf("a change at %d was not noticed", place)
		}
		if _, err := open(whole[:place], identity); err == nil {
			t.Errorf("an end at %d was not noticed", place)
		}
	}
}

func TestAnErrorOfTheSourceIsNotAnEnd(t *testing.T) {
	broken := errors.New("broke off")
	source := io.MultiReader(strings.NewReader("half"), errorReader{broken})
	sealing, err := Seal(source, []age.Recipient{pair(t).Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	defer sealing.Close()
	if _, err := io.ReadAll(sealing); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type errorReader struct{ err error }

func (e errorReader) Read([]byte) (int, error) { return 0, e.err }
