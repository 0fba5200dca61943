package main

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoadCountsFailuresByReason(t *testing.T) {
	var count atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Version", "v1")
		if count.Add(1)%4 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	asked := load{url: server.URL, rate: 200, duration: 2 * time.Second, clients: 3, client: patient}
	told := asked.put(context.Background()).summary()
	if told.Requests < 20 || told.Requests != int(count.Load()) {
		t.Errorf("%d requests are told, %d arrived", told.Requests, count.Load())
	}
	if told.Failed != told.Requests/4 || told.Failures["status 503"] != told.Failed || told.Statuses[503] != told.Failed {
		t.Errorf("of %d requests %d failed: %v", told.Requests, told.Failed, told.Failures)
	}
	if told.Versions["v1"] != told.Requests {
		t.Errorf("answers by version: %v", told.Versions)
	}
}

func TestLoadKeepsConnections(t *testing.T) {
	var opened atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	// A client that is not answered before its next turn opens another connection, so its turns lie well apart.
	asked := load{url: server.URL, rate: 5, duration: 4 * time.Second, clients: 2, client: patient}
	if told := asked.put(context.Background()).summary(); told.Failed > 0 || told.Requests < 10 {
		t.Errorf("%+v", told)
	}
	if opened.Load() != 2 {
		t.Errorf("two clients opened %d connections", opened.Load())
	}
}

func TestLoadTellsWhyNothingAnswers(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	asked := load{url: "http://" + address, rate: 100, duration: time.Second, clients: 1, client: patient}
	told := asked.put(context.Background()).summary()
	if told.Requests == 0 || told.Failures["connection refused"] != told.Requests || len(told.Examples) == 0 {
		t.Errorf("%+v", told)
	}
}

func TestPercentiles(t *testing.T) {
	sorted := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for share, value := range map[float64]float64{0.5: 5, 0.95: 10, 0.9: 9, 1: 10} {
		if got := percentile(sorted, share); got != value {
			t.Errorf("%v of them is %v", share, got)
		}
	}
	if percentile(nil, 0.5) != 0 {
		t.Error("without values there is a percentile")
	}
}

func TestLoadTellsOfEachSecond(t *testing.T) {
	kept := newRecord()
	begin := time.Unix(1000, 0)
	kept.add(outcome{started: begin.Add(2500 * time.Millisecond), version: "v2", failure: "status 500"})
	kept.add(outcome{started: begin.Add(100 * time.Millisecond), version: "v1"})
	kept.add(outcome{started: begin.Add(2100 * time.Millisecond), version: "v1"})
	told := kept.timeline()
	if len(told) != 2 || told[0].At != 1000 || told[1].At != 1002 {
		t.Fatalf("seconds are told as %+v", told)
	}
	if told[1].Requests != 2 || told[1].Failed != 1 || told[1].Versions["v1"] != 1 || told[1].Versions["v2"] != 1 {
		t.Errorf("a second is told as %+v", told[1])
	}
}

func TestLoadConnectsWhereItIsTold(t *testing.T) {
	var host atomic.Value
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { host.Store(r.Host) }))
	defer server.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	client := clientOptions{timeout: patient.timeout, connect: server.Listener.Addr().String(), trusted: trusted}
	asked := load{url: "https://example.com/things", rate: 50, duration: time.Second, clients: 1, client: client}
	if told := asked.put(context.Background()).summary(); told.Failed > 0 || told.Requests == 0 {
		t.Errorf("%+v", told)
	}
	if host.Load() != "example.com" {
		t.Errorf("the server was asked for %v", host.Load())
	}
}
