package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"time"
)

// How a service misbehaves. The zero value is good behaviour.
type fault struct {
	// Share of requests that are answered with 500, from 0 to 1.
	Errors float64 `json:"errors"`
	// Milliseconds added to each request.
	Latency float64 `json:"latency"`
	// Requests are never answered, health included, and ticks stop.
	Hang bool `json:"hang"`
	// The process exits with 1 at once; in an image it does so each time it starts.
	Crash bool `json:"crash"`
	// The readiness path says no; a worker never ticks.
	NeverReady bool `json:"never-ready"`
	// The migration fails halfway; services do not.
	FailedMigration bool `json:"failed-migration"`
	// MiB to hold.
	Memory int `json:"memory"`
	// Cores to keep busy.
	Cpu float64 `json:"cpu"`
	// Jobs that wait, as the metric says.
	Queue float64 `json:"queue"`
	// Metrics of its own: what a gauge shows from now on, a counter grows by, and a histogram is told once.
	Metrics map[string]float64 `json:"metrics,omitempty"`
}

// The fault in force, which changes while the service runs.
type faults struct {
	mutex   sync.Mutex
	current fault
	held    []byte
	stopCpu chan struct{}
}

// What the image says, and after it what the variable STAND_IN_FAULT says.
func readFault() (fault, error) {
	var read fault
	content, err := os.ReadFile(imageFile("fault.json"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return read, err
	}
	for _, text := range []string{string(content), os.Getenv("STAND_IN_FAULT")} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), &read); err != nil {
			return read, fmt.Errorf("%s does not describe a fault: %w", text, err)
		}
	}
	return read, nil
}

func (f *faults) get() fault {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.current
}

// Puts a fault in force instead of the one before.
func (f *faults) set(next fault) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.current = next
	f.hold(next.Memory)
	if f.stopCpu != nil {
		close(f.stopCpu)
		f.stopCpu = nil
	}
	if next.Cpu > 0 {
		f.stopCpu = make(chan struct{})
		keepBusy(next.Cpu, f.stopCpu)
	}
	queueDepth.Set(next.Queue)
}

func (f *faults) hold(mebibytes int) {
	f.held = nil
	runtime.GC()
	if mebibytes <= 0 {
		return
	}
	f.held = make([]byte, mebibytes<<20)
	// Memory counts once it is written to.
	for i := 0; i < len(f.held); i += os.Getpagesize() {
		f.held[i] = 1
	}
}

const busySlice = 10 * time.Millisecond

func keepBusy(cores float64, stop <-chan struct{}) {
	for ; cores > 0; cores-- {
		share := time.Duration(min(cores, 1) * float64(busySlice))
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					burn(share)
					time.Sleep(busySlice - share)
				}
			}
		}()
	}
}

// Uses a core for a while.
func burn(span time.Duration) {
	for end := time.Now().Add(span); time.Now().Before(end); {
	}
}
