package main

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

var (
	requestDuration = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds",
		Help: "How long requests took.",
		// The bounds of the declared latency objectives (0.5, 2 and 120) are among them.
		Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120},
	}, []string{"method", "path", "status"})
	requestsInFlight = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "http_requests_in_flight",
		Help: "Requests that are being answered.",
	})
	queueDepth = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "queue_depth",
		Help: "Jobs that wait.",
	})
	ticks = promauto.NewCounter(prometheus.CounterOpts{
		Name: "ticks_total",
		Help: "Ticks of the loop.",
	})
	lastTick = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "last_tick_timestamp_seconds",
		Help: "When the loop ticked last.",
	})
	tickLag = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "tick_lag_seconds",
		Help: "How late the last tick was.",
	})
)
