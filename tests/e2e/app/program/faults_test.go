package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func order(t *testing.T, address, text string, status int) {
	t.Helper()
	response, err := http.Post(address+faultPath, "application/json", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != status {
		t.Errorf("%s was answered with %d", text, response.StatusCode)
	}
}

func TestErrorsSpareTheProbes(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	order(t, address, `{"errors":1}`, 200)
	expectStatus(t, address+"/x", 500)
	expectStatus(t, address+"/live", 200)
	expectStatus(t, address+"/ready", 200)
	order(t, address, `{}`, 200)
	expectStatus(t, address+"/x", 200)
}

func TestNeverReadyStaysAlive(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	order(t, address, `{"never-ready":true}`, 200)
	expectStatus(t, address+"/ready", 503)
	expectStatus(t, address+"/live", 200)
	expectStatus(t, address+"/x", 200)
}

func TestHangingAnswersNothingButTheControl(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	order(t, address, `{"hang":true}`, 200)
	client := http.Client{Timeout: 100 * time.Millisecond}
	for _, path := range []string{"/live", "/ready", "/x"} {
		if _, err := client.Get(address + path); err == nil {
			t.Errorf("%s was answered", path)
		}
	}
	order(t, address, `{}`, 200)
	expectStatus(t, address+"/live", 200)
}

func TestLatencyIsAdded(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	order(t, address, `{"latency":150}`, 200)
	started := time.Now()
	expectStatus(t, address+"/x", 200)
	if took := time.Since(started); took < 150*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestMemoryIsHeldUntilTheFaultEnds(t *testing.T) {
	p, address, _ := serve(t, web, 0)
	order(t, address, `{"memory":8}`, 200)
	if held := len(p.faults.held); held != 8<<20 {
		t.Errorf("it holds %d bytes", held)
	}
	order(t, address, `{}`, 200)
	if held := len(p.faults.held); held != 0 {
		t.Errorf("it still holds %d bytes", held)
	}
}

func TestAnUnknownFaultIsRefused(t *testing.T) {
	_, address, _ := serve(t, web, 0)
	order(t, address, `{"latencies":150}`, 400)
}

func TestAWorkerTicksUntilItHangs(t *testing.T) {
	t.Setenv("METRICS_PORT", "0")
	file := t.TempDir() + "/heartbeat"
	p, err := newPlayed("shop", service{Name: "mailer", TickSeconds: 0.02, HeartbeatFile: file})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.tickUntil(ctx) }()
	younger := `process.exit(Date.now()-require("node:fs").statSync("` + file + `").mtimeMs<2000?0:1)`
	time.Sleep(time.Second)
	if err := runInlineScript("node", younger); err != nil {
		t.Errorf("while it ticks, the probe says %v", err)
	}
	p.faults.set(fault{Hang: true})
	time.Sleep(3 * time.Second)
	if err := runInlineScript("node", younger); err == nil {
		t.Error("while it hangs, the probe passes")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("it stopped with %v", err)
	}
}
