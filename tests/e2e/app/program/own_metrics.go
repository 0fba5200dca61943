package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// A metric that a service shows of its own work, as its system declares it.
type ownMetric struct {
	Kind    string    `json:"kind"`
	Name    string    `json:"name"`
	Meaning string    `json:"meaning"`
	Labels  []string  `json:"labels"`
	Bounds  []float64 `json:"bounds"`
}

// All of them, each with one series.
type ownMetrics struct {
	registry *prometheus.Registry
	takers   map[string]func(float64) error
}

func newOwnMetrics(declared []ownMetric) (*ownMetrics, error) {
	own := &ownMetrics{registry: prometheus.NewRegistry(), takers: map[string]func(float64) error{}}
	for _, metric := range declared {
		labels := prometheus.Labels{}
		for _, label := range metric.Labels {
			labels[label] = "stand-in"
		}
		var collector prometheus.Collector
		switch metric.Kind {
		case "counter":
			counter := prometheus.NewCounter(prometheus.CounterOpts{Name: metric.Name, Help: metric.Meaning, ConstLabels: labels})
			own.takers[metric.Name] = func(more float64) error {
				if more < 0 {
					return fmt.Errorf("%s can't grow by %v", metric.Name, more)
				}
				counter.Add(more)
				return nil
			}
			collector = counter
		case "gauge":
			gauge := prometheus.NewGauge(prometheus.GaugeOpts{Name: metric.Name, Help: metric.Meaning, ConstLabels: labels})
			own.takers[metric.Name] = func(value float64) error { gauge.Set(value); return nil }
			collector = gauge
		case "histogram":
			histogram := prometheus.NewHistogram(prometheus.HistogramOpts{
				Name: metric.Name, Help: metric.Meaning, ConstLabels: labels, Buckets: metric.Bounds,
			})
			own.takers[metric.Name] = func(value float64) error { histogram.Observe(value); return nil }
			collector = histogram
		default:
			return nil, fmt.Errorf("%s is a %q, which is no kind of metric", metric.Name, metric.Kind)
		}
		if err := own.registry.Register(collector); err != nil {
			return nil, fmt.Errorf("%s: %w", metric.Name, err)
		}
	}
	return own, nil
}

// Takes values by the names of the metrics: all of them, or none.
func (o *ownMetrics) take(values map[string]float64) error {
	for name := range values {
		if o.takers[name] == nil {
			known := slices.Sorted(maps.Keys(o.takers))
			return fmt.Errorf("%q is no metric of its own; known: %v", name, known)
		}
	}
	for name, value := range values {
		if err := o.takers[name](value); err != nil {
			return err
		}
	}
	return nil
}
