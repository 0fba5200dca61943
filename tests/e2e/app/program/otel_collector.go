package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// Where the real collector listens as it is configured: what it takes, who asks it how it does, and what it counted.
var collectorPorts = []string{":4318", ":13133", ":8888", ":8889"}

// Plays the collector of telemetry: it takes all it is given, and hands on nothing. Like the real one it ends at once
// without a configuration.
func playCollector(ctx context.Context) error {
	if err := readConfiguration(os.Args[1:]); err != nil {
		return err
	}
	ended := make(chan error, len(collectorPorts))
	for _, address := range collectorPorts {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		server := &http.Server{Handler: collectorHandler(), ReadHeaderTimeout: 10 * time.Second}
		go func() {
			<-ctx.Done()
			_ = server.Close()
		}()
		go func() { ended <- server.Serve(listener) }()
	}
	log("started", map[string]any{"service": "otel-collector, played", "version": readVersion()})
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func readConfiguration(args []string) error {
	for _, arg := range args {
		if path, found := strings.CutPrefix(arg, "--config="); found {
			_, err := os.ReadFile(path)
			return err
		}
	}
	return misuseError{"say --config=<file>"}
}

func collectorHandler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	routes.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	})
	routes.HandleFunc("POST /v1/{signal}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	return routes
}
