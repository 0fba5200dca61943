package main

import (
	"context"
	"errors"
	"io"
	"maps"
	"math"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"
)

// How one request ended; a failure has a reason.
type outcome struct {
	started time.Time
	took    time.Duration
	status  int
	version string
	pod     string
	failure string
	detail  string
}

// What happened under a load so far.
type record struct {
	mutex    sync.Mutex
	started  time.Time
	outcomes []outcome
}

func newRecord() *record { return &record{started: time.Now()} }

func (r *record) add(told outcome) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.outcomes = append(r.outcomes, told)
}

type loadSummary struct {
	Requests int            `json:"requests"`
	Failed   int            `json:"failed"`
	Failures map[string]int `json:"failures"`
	// The first failures, as they were told.
	Examples []failureExample `json:"examples"`
	Statuses map[int]int      `json:"statuses"`
	// Answers by the version and by the pod that gave them.
	Versions     map[string]int `json:"versions"`
	Pods         map[string]int `json:"pods"`
	Seconds      float64        `json:"seconds"`
	Milliseconds percentiles    `json:"milliseconds"`
	Timeline     []second       `json:"timeline,omitempty"`
}

// What became of the requests that started within one second.
type second struct {
	// In seconds since 1970.
	At       int64          `json:"at"`
	Requests int            `json:"requests"`
	Failed   int            `json:"failed"`
	Versions map[string]int `json:"versions"`
}

type failureExample struct {
	At     string `json:"at"`
	Detail string `json:"detail"`
}

type percentiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

const shownExamples = 10

func (r *record) summary() loadSummary {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	told := loadSummary{
		Requests: len(r.outcomes), Failures: map[string]int{}, Examples: []failureExample{},
		Statuses: map[int]int{}, Versions: map[string]int{}, Pods: map[string]int{},
		Seconds: time.Since(r.started).Seconds(),
	}
	took := make([]float64, 0, len(r.outcomes))
	for _, outcome := range r.outcomes {
		took = append(took, float64(outcome.took)/float64(time.Millisecond))
		if outcome.status != 0 {
			told.Statuses[outcome.status]++
		}
		if outcome.version != "" {
			told.Versions[outcome.version]++
		}
		if outcome.pod != "" {
			told.Pods[outcome.pod]++
		}
		if outcome.failure == "" {
			continue
		}
		told.Failed++
		told.Failures[outcome.failure]++
		if len(told.Examples) < shownExamples {
			at := outcome.started.UTC().Format(time.RFC3339Nano)
			told.Examples = append(told.Examples, failureExample{At: at, Detail: outcome.detail})
		}
	}
	slices.Sort(took)
	told.Milliseconds = percentiles{
		P50: percentile(took, 0.5), P95: percentile(took, 0.95), P99: percentile(took, 0.99), Max: percentile(took, 1),
	}
	return told
}

// The load second by second, in order; a second without a request is left out.
func (r *record) timeline() []second {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	seconds := map[int64]*second{}
	for _, outcome := range r.outcomes {
		at := outcome.started.Unix()
		if seconds[at] == nil {
			seconds[at] = &second{At: at, Versions: map[string]int{}}
		}
		told := seconds[at]
		told.Requests++
		if outcome.version != "" {
			told.Versions[outcome.version]++
		}
		if outcome.failure != "" {
			told.Failed++
		}
	}
	ordered := make([]second, 0, len(seconds))
	for _, at := range slices.Sorted(maps.Keys(seconds)) {
		ordered = append(ordered, *seconds[at])
	}
	return ordered
}

// The smallest value that a share of all values does not exceed; 0 without values.
func percentile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}

// A short name for what went wrong, the same for every address.
func reasonOf(err error) string {
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return "name not found"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "timed out"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "connection reset"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed"
	default:
		return "other"
	}
}
