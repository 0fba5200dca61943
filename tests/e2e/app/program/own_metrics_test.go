package main

import (
	"strings"
	"testing"
	"time"
)

var withMetrics = service{
	Name: "mailer", TickSeconds: 5, TickDelay: "tick_delay_seconds", Live: "/live",
	Metrics: []ownMetric{
		{Kind: "counter", Name: "mails_total", Labels: []string{"provider"}},
		{Kind: "gauge", Name: "mails_waiting"},
		{Kind: "histogram", Name: "tick_delay_seconds", Bounds: []float64{1, 10}},
	},
}

func expectLines(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			t.Errorf("no line says %s", line)
		}
	}
}

func TestMetricsOfItsOwnAreThereFromTheStartAndTakeWhatTheyAreTold(t *testing.T) {
	_, address, _ := serve(t, withMetrics, 0)
	_, metrics := get(t, address+"/metrics")
	expectLines(t, metrics, `mails_total{provider="stand-in"} 0`, "mails_waiting 0", `tick_delay_seconds_bucket{le="10"} 0`)
	for range 2 {
		order(t, address, `{"metrics":{"mails_total":3,"mails_waiting":7,"tick_delay_seconds":12}}`, 200)
	}
	_, metrics = get(t, address+"/metrics")
	expectLines(t, metrics, `mails_total{provider="stand-in"} 6`, "mails_waiting 7", `tick_delay_seconds_bucket{le="10"} 0`, "tick_delay_seconds_count 2")
}

func TestAMetricThatItDoesNotHaveIsRefusedAndNothingIsTaken(t *testing.T) {
	_, address, _ := serve(t, withMetrics, 0)
	order(t, address, `{"metrics":{"mails_waiting":7,"mails_lost":1}}`, 400)
	order(t, address, `{"metrics":{"mails_total":-1}}`, 400)
	_, metrics := get(t, address+"/metrics")
	expectLines(t, metrics, "mails_waiting 0", `mails_total{provider="stand-in"} 0`)
}

func TestATickTellsHowLateItBegan(t *testing.T) {
	declared := withMetrics
	declared.HeartbeatFile = t.TempDir() + "/heartbeat"
	p, address, _ := serve(t, declared, 0)
	for _, late := range []time.Duration{0, 5 * time.Second, 11 * time.Second} {
		if err := p.tick(time.Now().Add(-late)); err != nil {
			t.Fatal(err)
		}
	}
	p.faults.set(fault{Hang: true})
	if err := p.tick(time.Now()); err != nil {
		t.Fatal(err)
	}
	_, metrics := get(t, address+"/metrics")
	expectLines(t, metrics, `tick_delay_seconds_bucket{le="1"} 1`, `tick_delay_seconds_bucket{le="10"} 2`, "tick_delay_seconds_count 3")
}
