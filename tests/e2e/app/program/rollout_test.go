package main

import (
	"context"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Sends each new connection where the target points, and leaves open ones alone, as kube-proxy does.
func balance(t *testing.T, target *atomic.Pointer[string]) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", *target.Load())
			if err != nil {
				_ = client.Close()
				continue
			}
			for _, ends := range [][2]net.Conn{{client, server}, {server, client}} {
				go func() {
					_, _ = io.Copy(ends[0], ends[1])
					_ = ends[0].Close()
				}()
			}
		}
	}()
	return "http://" + listener.Addr().String()
}

func TestNoRequestFailsWhileOneReplicaTakesOverFromAnother(t *testing.T) {
	old, oldAddress, stopOld := serve(t, web, time.Second)
	next, nextAddress, _ := serve(t, web, 0)
	old.version, next.version = "v1", "v2"
	var target atomic.Pointer[string]
	point := func(address string) {
		_, hostAndPort, _ := strings.Cut(address, "//")
		target.Store(&hostAndPort)
	}
	point(oldAddress)
	asked := load{
		url: balance(t, &target), rate: 200, duration: 5 * time.Second, clients: 4,
		client: patient,
	}
	done := make(chan loadSummary, 1)
	go func() { done <- asked.put(context.Background()).summary() }()
	time.Sleep(time.Second)
	point(nextAddress)
	if err := stopOld(); err != nil {
		t.Errorf("the old replica stopped with %v", err)
	}
	told := <-done
	if told.Failed > 0 || told.Versions["v1"] == 0 || told.Versions["v2"] == 0 {
		t.Errorf("%d of %d requests failed, %v; answers by version: %v; %v",
			told.Failed, told.Requests, told.Failures, told.Versions, told.Examples)
	}
}
