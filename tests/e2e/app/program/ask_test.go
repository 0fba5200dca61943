package main

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var patient = clientOptions{timeout: 30 * time.Second}

func TestAsksUnderANameWhereverItConnects(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("X-Seen", r.Host)
		w.Header().Add("X-Seen", r.RemoteAddr)
		http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
	}))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	server.StartTLS()
	defer server.Close()
	address := server.Listener.Addr().String()
	options := patient
	options.trusted = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	// The test server's certificate is for example.com.
	asked := question{URL: "https://example.com/", Connect: address, From: "127.0.0.9"}
	old, other := asked, asked
	old.NewestTLS = "1.1"
	other.URL = "https://example.org/"
	replies := askAll(context.Background(), []question{asked, old, other}, options, 2)
	first := replies[0]
	seen := first.Headers["X-Seen"]
	if first.Status != 301 || len(seen) != 2 || seen[0] != "example.com" || !strings.HasPrefix(seen[1], "127.0.0.9:") {
		t.Errorf("it is told %+v", first)
	}
	if first.TLS == nil || first.TLS.Version != "TLS 1.3" || first.TLS.Names[0] != "example.com" {
		t.Errorf("of TLS it is told %+v", first.TLS)
	}
	if !strings.Contains(replies[1].Error, "protocol version") {
		t.Errorf("with TLS 1.1 it is told %+v", replies[1])
	}
	if !strings.Contains(replies[2].Error, "certificate is valid for example.com") {
		t.Errorf("under another name it is told %+v", replies[2])
	}
}

func TestTellsWhatWasReceived(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	asked := question{
		URL: address + "/hook?a=1", Method: http.MethodPost, Body: "{ \"a\": 1 }\n",
		Headers: map[string]string{echoHeader: "1", "X-Signature": "abc"},
	}
	told := askAll(context.Background(), []question{asked}, patient, 1)[0]
	for _, part := range []string{
		`"path":"/hook?a=1"`, `"X-Signature":["abc"]`, `"method":"POST"`, `"body":"eyAiYSI6IDEgfQo="`,
	} {
		if !strings.Contains(told.Body, part) {
			t.Errorf("%s is not in %s", part, told.Body)
		}
	}
}

func TestWaitsAsLongAsItIsAskedTo(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	asked := question{URL: address + "/slow?wait=300ms"}
	told := askAll(context.Background(), []question{asked}, patient, 1)[0]
	if told.Status != 200 || told.Seconds < 0.3 {
		t.Errorf("it is told %+v", told)
	}
}

func TestTrustsTheAuthorityThatItIsGiven(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	folder := t.TempDir()
	good, bad := filepath.Join(folder, "good.pem"), filepath.Join(folder, "bad.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for file, content := range map[string][]byte{good: certificate, bad: []byte("none")} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parse := func(args ...string) (clientOptions, error) {
		options := patient
		flags := flag.NewFlagSet("ask", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		options.declareAuthorityOn(flags)
		err := flags.Parse(args)
		return options, err
	}
	for file, why := range map[string]string{bad: "holds no certificate", filepath.Join(folder, "none"): "no such file"} {
		if _, err := parse("--ca=" + file); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s is taken for an authority: %v", file, err)
		}
	}
	asked := []question{{URL: server.URL}}
	trusting, err := parse("--ca=" + good)
	if err != nil {
		t.Fatal(err)
	}
	if told := askAll(context.Background(), asked, trusting, 1)[0]; told.Status != http.StatusNotFound {
		t.Errorf("with the authority it is told %+v", told)
	}
	if told := askAll(context.Background(), asked, patient, 1)[0]; !strings.Contains(told.Error, "certificate") {
		t.Errorf("without the authority it is told %+v", told)
	}
}
