package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// A steady load: requests start at a rate, whether or not earlier ones have been answered.
type load struct {
	url      string
	rate     float64
	duration time.Duration
	// Clients that take turns. Each keeps its connection open from request to request.
	clients int
	client  clientOptions
}

// Puts load on a URL until the time is over or it is told to stop, then prints what happened.
func runLoad(ctx context.Context, args []string) error {
	var asked load
	flags := flag.NewFlagSet("stand-in load", flag.ContinueOnError)
	flags.SetOutput(os.Stderr)
	asked.client.declareOn(flags)
	flags.StringVar(&asked.url, "url", "", "what to get")
	flags.Float64Var(&asked.rate, "rate", 20, "requests a second")
	flags.DurationVar(&asked.duration, "duration", 10*time.Second, "for how long; 0 means until it is told to stop")
	flags.IntVar(&asked.clients, "clients", 8, "clients that take turns, each with a connection of its own")
	flags.StringVar(&asked.client.connect, "connect", "", "where to connect, host:port, whatever the URL says")
	asked.client.declareAuthorityOn(flags)
	timeline := flags.Bool("timeline", false, "tell of each second by itself as well; with --json")
	asJson := flags.Bool("json", false, "print the summary as JSON")
	if err := flags.Parse(args); err != nil {
		return exitError{exitMisused}
	}
	if asked.url == "" || asked.rate <= 0 || asked.clients < 1 || flags.NArg() > 0 {
		return misuseError{"stand-in load wants --url, a --rate above 0 and at least one of --clients"}
	}
	kept := asked.put(ctx)
	summary := kept.summary()
	if *timeline {
		summary.Timeline = kept.timeline()
	}
	if *asJson {
		return json.NewEncoder(os.Stdout).Encode(summary)
	}
	fmt.Printf("%d requests, %d failed, p50 %.0f ms, p95 %.0f ms, p99 %.0f ms\n",
		summary.Requests, summary.Failed, summary.Milliseconds.P50, summary.Milliseconds.P95, summary.Milliseconds.P99)
	for reason, count := range summary.Failures {
		fmt.Printf("  %d × %s\n", count, reason)
	}
	return nil
}

func (l load) put(ctx context.Context) *record {
	if l.duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.duration)
		defer cancel()
	}
	clients := make([]*http.Client, l.clients)
	for i := range clients {
		clients[i] = l.client.client()
	}
	kept := newRecord()
	clock := time.NewTicker(time.Duration(float64(time.Second) / l.rate))
	defer clock.Stop()
	var open sync.WaitGroup
	defer open.Wait()
	for turn := 0; ; turn++ {
		select {
		case <-ctx.Done():
			return kept
		case <-clock.C:
			client := clients[turn%len(clients)]
			open.Go(func() { kept.add(request(client, l.url)) })
		}
	}
}

// One request to its end. It is not cut off when the load ends, or each load would end in failures.
func request(client *http.Client, url string) outcome {
	started := time.Now()
	response, err := client.Get(url)
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	told := outcome{started: started, took: time.Since(started)}
	if err != nil {
		told.failure = reasonOf(err)
		told.detail = err.Error()
		return told
	}
	told.status = response.StatusCode
	told.version = response.Header.Get("X-Version")
	told.pod = response.Header.Get("X-Pod")
	if response.StatusCode >= http.StatusBadRequest {
		told.failure = fmt.Sprintf("status %d", response.StatusCode)
		told.detail = response.Status
	}
	return told
}
