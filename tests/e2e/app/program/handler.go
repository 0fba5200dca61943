package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const faultPath = "/__fault"

// Everything that a service answers.
func (p *played) handler() http.Handler {
	routes := http.NewServeMux()
	shown := prometheus.Gatherers{prometheus.DefaultGatherer, p.metrics.registry}
	routes.Handle("/metrics", promhttp.HandlerFor(shown, promhttp.HandlerOpts{}))
	routes.HandleFunc(faultPath, p.answerFault)
	declared := map[string]http.HandlerFunc{}
	if p.declared.Detailed != "" {
		declared[p.declared.Detailed] = p.answerDetailed
	}
	if p.declared.Ready != "" {
		declared[p.declared.Ready] = p.answerReady
	}
	// One path for both is asked by the liveness probe as well, so no store may fail it.
	if p.declared.Live != "" {
		declared[p.declared.Live] = p.answerLive
	}
	for path, answer := range declared {
		routes.Handle(path, p.measured(path, p.misbehaving(answer, true)))
	}
	if _, taken := declared["/"]; !taken {
		routes.Handle("/", p.measured("other", p.misbehaving(p.answerOther, false)))
	}
	return p.closing(routes)
}

// While it drains, each answer asks the client to close the connection, so that its next one goes elsewhere.
func (p *played) closing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Version", p.version)
		w.Header().Set("X-Pod", p.pod)
		sayAsFrameworksDo(w, r)
		if p.isDraining() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// What frameworks tell of themselves unasked, and what an application says that looks after its own security.
func sayAsFrameworksDo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Powered-By", "stand-in")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if origin := r.Header.Get("Origin"); origin != "" {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Vary", "Origin")
	}
}

func (p *played) measured(path string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestsInFlight.Inc()
		defer requestsInFlight.Dec()
		started := time.Now()
		recorded := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorded, r)
		requestDuration.WithLabelValues(r.Method, path, strconv.Itoa(recorded.status)).Observe(time.Since(started).Seconds())
	})
}

// A probe tells slowness and hanging, but is not one of the requests of which a share fails.
func (p *played) misbehaving(next http.HandlerFunc, probe bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		current := p.faults.get()
		if current.Hang {
			<-r.Context().Done()
			return
		}
		if current.Latency > 0 {
			time.Sleep(time.Duration(current.Latency * float64(time.Millisecond)))
		}
		if !probe && rand.Float64() < current.Errors {
			http.Error(w, "fails as it was told to", http.StatusInternalServerError)
			return
		}
		next(w, r)
	})
}

// Liveness: the process itself is sound. It asks no store.
func (p *played) answerLive(w http.ResponseWriter, r *http.Request) {
	if p.declared.Live == p.declared.Ready && p.faults.get().NeverReady {
		answer(w, http.StatusServiceUnavailable, map[string]any{"status": "not ready"})
		return
	}
	answer(w, http.StatusOK, map[string]any{"status": "ok"})
}

// Readiness: this replica can take traffic. It can't while it drains or while a store of its own is out of reach.
func (p *played) answerReady(w http.ResponseWriter, r *http.Request) {
	switch missing := unreachable(r.Context(), p.stores); {
	case p.faults.get().NeverReady:
		answer(w, http.StatusServiceUnavailable, map[string]any{"status": "not ready"})
	case p.isDraining():
		answer(w, http.StatusServiceUnavailable, map[string]any{"status": "draining"})
	case len(missing) > 0:
		answer(w, http.StatusServiceUnavailable, map[string]any{"status": "no store", "unreachable": missing})
	default:
		answer(w, http.StatusOK, map[string]any{"status": "ready"})
	}
}

// A report on the stores, which is watched and not probed.
func (p *played) answerDetailed(w http.ResponseWriter, r *http.Request) {
	missing := unreachable(r.Context(), p.stores)
	status, code := "ok", http.StatusOK
	if len(missing) > 0 {
		status, code = "degraded", http.StatusServiceUnavailable
	}
	answer(w, code, map[string]any{"status": status, "version": p.version, "unreachable": missing})
}

// The longest that one request may keep a core busy.
const longestBurn = time.Second

// Any other path. `?burn=20ms` makes the request cost that much of a core, `?wait=2s` only that much time.
func (p *played) answerOther(w http.ResponseWriter, r *http.Request) {
	if asked, err := time.ParseDuration(r.URL.Query().Get("wait")); err == nil {
		select {
		case <-time.After(asked):
		case <-r.Context().Done():
			return
		}
	}
	if asked, err := time.ParseDuration(r.URL.Query().Get("burn")); err == nil {
		burn(min(asked, longestBurn))
	}
	if r.Header.Get(echoHeader) != "" {
		answerReceipt(w, r)
		return
	}
	answer(w, http.StatusOK, map[string]any{
		"system": p.system, "service": p.declared.Name, "version": p.version, "pod": p.pod,
	})
}

// GET tells the fault in force, POST puts another in its place, DELETE ends it.
func (p *played) answerFault(w http.ResponseWriter, r *http.Request) {
	var next fault
	switch r.Method {
	case http.MethodGet:
	case http.MethodDelete:
		p.faults.set(next)
	case http.MethodPost:
		decoder := json.NewDecoder(r.Body)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&next); err != nil {
			answer(w, http.StatusBadRequest, map[string]any{"error": err.Error()})
			return
		}
		if err := p.metrics.take(next.Metrics); err != nil {
			answer(w, http.StatusBadRequest, map[string]any{"error": err.Error()})
			return
		}
		log("fault", map[string]any{"fault": next})
		if next.Crash {
			os.Exit(exitFailed)
		}
		p.faults.set(next)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	answer(w, http.StatusOK, p.faults.get())
}

func answer(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (s *statusRecorder) WriteHeader(code int) {
	s.status = code
	s.ResponseWriter.WriteHeader(code)
}
