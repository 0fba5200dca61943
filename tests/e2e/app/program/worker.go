package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// Ticks until the context ends: each tick touches the heartbeat. A process without HTTP of its own answers for its
// metrics and faults on a port for metrics.
func (p *played) tickUntil(ctx context.Context) error {
	port, err := p.port()
	if err != nil {
		return err
	}
	server := &http.Server{Addr: fmt.Sprintf(":%d", port), Handler: p.handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	defer func() { _ = server.Close() }()
	period := seconds(p.declared.TickSeconds)
	clock := time.NewTicker(period)
	defer clock.Stop()
	due := time.Now()
	for {
		if err := p.tick(due); err != nil {
			return err
		}
		select {
		case due = <-clock.C:
		case err := <-failed:
			return err
		case <-ctx.Done():
			log("stopped", map[string]any{"service": p.declared.Name})
			return nil
		}
	}
}

func (p *played) tick(due time.Time) error {
	if current := p.faults.get(); current.Hang || current.NeverReady {
		return nil
	}
	now := time.Now()
	if err := touch(p.declared.HeartbeatFile, now); err != nil {
		return fmt.Errorf("the heartbeat could not be written: %w", err)
	}
	ticks.Inc()
	lastTick.Set(float64(now.UnixNano()) / float64(time.Second))
	tickLag.Set(now.Sub(due).Seconds())
	if p.declared.TickDelay == "" {
		return nil
	}
	return p.metrics.take(map[string]float64{p.declared.TickDelay: now.Sub(due).Seconds()})
}

func touch(file string, now time.Time) error {
	err := os.Chtimes(file, now, now)
	if errors.Is(err, os.ErrNotExist) {
		return os.WriteFile(file, nil, 0o644)
	}
	return err
}
