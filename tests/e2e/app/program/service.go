package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

// How long a draining process goes on as before: a proxy may hear late that it should send nothing here any more.
const drainGrace = 2 * time.Second

// Where a worker answers that was not told.
const workerPort = 9464

// Plays the service that the command line starts, until it is told to stop.
func playService(ctx context.Context, argv []string) error {
	services, err := readTable()
	if err != nil {
		return err
	}
	if services.Migration != nil && startsWith(services.Migration.Command, argv) {
		return playMigration(ctx, *services.Migration)
	}
	declared, err := services.startedBy(argv)
	if err != nil {
		return err
	}
	initial, err := readFault()
	if err != nil {
		return err
	}
	if initial.Crash {
		return fmt.Errorf("%s was built to crash as soon as it starts", readVersion())
	}
	played, err := newPlayed(services.System, declared)
	if err != nil {
		return err
	}
	if err := played.metrics.take(initial.Metrics); err != nil {
		return err
	}
	played.faults.set(initial)
	log("started", map[string]any{"system": services.System, "service": declared.Name, "version": played.version})
	if declared.TickSeconds > 0 {
		return played.tickUntil(ctx)
	}
	return played.serveUntil(ctx)
}

// A service that is being played.
type played struct {
	declared service
	system   string
	version  string
	pod      string
	stores   map[string]string
	metrics  *ownMetrics
	faults   faults
	draining chan struct{}
}

func newPlayed(system string, declared service) (*played, error) {
	stores, err := storeAddresses(declared.Stores)
	if err != nil {
		return nil, err
	}
	pod, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	metrics, err := newOwnMetrics(declared.Metrics)
	if err != nil {
		return nil, err
	}
	return &played{
		metrics:  metrics,
		declared: declared,
		system:   system,
		version:  readVersion(),
		pod:      pod,
		stores:   stores,
		draining: make(chan struct{}),
	}, nil
}

func (p *played) isDraining() bool {
	select {
	case <-p.draining:
		return true
	default:
		return false
	}
}

// Serves until the context ends. Then it drains: it goes on for a grace, takes no more connections, and lets those
// that are open finish.
func (p *played) serveUntil(ctx context.Context) error {
	port, err := p.port()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return err
	}
	return p.serveOn(ctx, listener, drainGrace)
}

func (p *played) serveOn(ctx context.Context, listener net.Listener, grace time.Duration) error {
	server := &http.Server{Handler: p.handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	close(p.draining)
	log("draining", map[string]any{"service": p.declared.Name})
	time.Sleep(grace)
	limit, cancel := context.WithTimeout(context.Background(), seconds(p.declared.DrainSeconds))
	defer cancel()
	if err := server.Shutdown(limit); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	log("stopped", map[string]any{"service": p.declared.Name, "in time": limit.Err() == nil})
	return nil
}

func (p *played) port() (int, error) {
	variable, otherwise := "PORT", p.declared.Port
	if p.declared.TickSeconds > 0 {
		variable, otherwise = "METRICS_PORT", workerPort
	}
	given := os.Getenv(variable)
	if given == "" {
		return otherwise, nil
	}
	port, err := strconv.Atoi(given)
	if err != nil {
		return 0, fmt.Errorf("%s is %q, which is not a port", variable, given)
	}
	return port, nil
}

func seconds(count float64) time.Duration { return time.Duration(count * float64(time.Second)) }

// Writes one line of JSON for a log collector.
func log(event string, fields map[string]any) {
	fields["event"] = event
	fields["time"] = time.Now().UTC().Format(time.RFC3339Nano)
	line, err := json.Marshal(fields)
	if err == nil {
		fmt.Println(string(line))
	}
}
