package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var web = service{
	Name: "web", Command: []string{"uvicorn", "--port", "$(PORT)"},
	Live: "/live", Ready: "/ready", Detailed: "/detailed", DrainSeconds: 5,
}

// Serves a service on a port of loopback until the test or the returned function ends it.
func serve(t *testing.T, declared service, grace time.Duration) (p *played, address string, stop func() error) {
	t.Helper()
	p, err := newPlayed("shop", declared)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.serveOn(ctx, listener, grace) }()
	t.Cleanup(cancel)
	return p, "http://" + listener.Addr().String(), func() error {
		cancel()
		return <-ended
	}
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func expectStatus(t *testing.T, url string, status int) {
	t.Helper()
	if response, body := get(t, url); response.StatusCode != status {
		t.Errorf("%s answered %d and not %d: %s", url, response.StatusCode, status, body)
	}
}

func TestAnswersWhoItIs(t *testing.T) {
	t.Setenv("STAND_IN_FOLDER", t.TempDir())
	if err := os.WriteFile(imageFile("version"), []byte("v7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, address, _ := serve(t, web, 0)
	response, body := get(t, address+"/any/path")
	var told map[string]string
	if err := json.Unmarshal([]byte(body), &told); err != nil {
		t.Fatal(err)
	}
	if told["system"] != "shop" || told["service"] != "web" || told["version"] != "v7" || told["pod"] == "" {
		t.Errorf("it says that it is %s", body)
	}
	if response.Header.Get("X-Version") != "v7" {
		t.Errorf("the header says version %q", response.Header.Get("X-Version"))
	}
	_, metrics := get(t, address+"/metrics")
	if !strings.Contains(metrics, `http_request_duration_seconds_bucket{method="GET",path="other",status="200",le="0.5"}`) {
		t.Error("the request is not in the histogram")
	}
}

func TestReadinessAsksTheStoresAndLivenessDoesNot(t *testing.T) {
	store, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATABASE_URL", "postgresql://app:s3cret@"+store.Addr().String()+"/app")
	declared := web
	declared.Stores = []string{"DATABASE_URL"}
	_, address, _ := serve(t, declared, 0)
	expectStatus(t, address+"/ready", 200)
	expectStatus(t, address+"/detailed", 200)
	_ = store.Close()
	expectStatus(t, address+"/ready", 503)
	expectStatus(t, address+"/detailed", 503)
	expectStatus(t, address+"/live", 200)
}

func TestOnePathForBothAsksNoStore(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgresql://127.0.0.1:1/app")
	declared := web
	declared.Live, declared.Ready, declared.Stores = "/health", "/health", []string{"DATABASE_URL"}
	_, address, _ := serve(t, declared, 0)
	expectStatus(t, address+"/health", 200)
}

func TestAMissingStoreIsNamedWithoutItsPassword(t *testing.T) {
	t.Setenv("DATABASE_URL", "s3cret without an address")
	declared := web
	declared.Stores = []string{"DATABASE_URL"}
	_, err := newPlayed("shop", declared)
	if err == nil || !strings.Contains(err.Error(), "DATABASE_URL") || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("it says %v", err)
	}
}

func TestDrainingFinishesWhatIsOpenAndTakesMoreForAGrace(t *testing.T) {
	p, address, stop := serve(t, web, 3*time.Second)
	p.faults.set(fault{Latency: 5000})
	slow := make(chan int, 1)
	go func() {
		if response, err := http.Get(address + "/slow"); err == nil {
			slow <- response.StatusCode
		} else {
			slow <- 0
		}
	}()
	time.Sleep(time.Second)
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	<-p.draining
	p.faults.set(fault{})
	if response, _ := get(t, address+"/late"); response.StatusCode != 200 || !response.Close {
		t.Errorf("within the grace it answered %d, connection closed: %v", response.StatusCode, response.Close)
	}
	expectStatus(t, address+"/ready", 503)
	expectStatus(t, address+"/live", 200)
	if status := <-slow; status != 200 {
		t.Errorf("the open request ended in %d", status)
	}
	if err := <-stopped; err != nil {
		t.Errorf("it stopped with %v", err)
	}
	if _, err := http.Get(address + "/after"); err == nil {
		t.Error("it still takes connections")
	}
}

func TestCrashesAtTheStartWhenTheImageSaysSo(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("STAND_IN_FOLDER", folder)
	content, err := json.Marshal(table{System: "shop", Services: []service{web}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"table.json": string(content), "fault.json": `{"crash":true}`, "version": "bad"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PORT", "1")
	err = playService(context.Background(), []string{"uvicorn", "--port", "1"})
	if err == nil || !strings.Contains(err.Error(), "bad was built to crash") {
		t.Errorf("it ended with %v", err)
	}
}
