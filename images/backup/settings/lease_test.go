package settings

import (
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/failure"
)

func withLease(text string) string {
	return strings.Replace(whole, `"drill"`, `"lease": `+text+`, "drill"`, 1)
}

func TestLeaseTimes(t *testing.T) {
	for text, want := range map[string]LeaseTimes{
		`{}`: StandardLease,
		`{"renewed": "500ms", "lost": "6s", "dead": "8s"}`: {500 * time.Millisecond, 6 * time.Second, 8 * time.Second},
		`{"dead": "5m"}`: {StandardLease.Renewed, StandardLease.Lost, 5 * time.Minute},
	} {
		loaded, _, err := load(t, Dump, withLease(text), environment())
		if err != nil || loaded.Lease != want {
			t.Errorf("%s: got %+v, %v", text, loaded, err)
		}
	}
}

// Nobody may take a run for dead that still works.
func TestLeaseTimesThatLetTwoRunsWorkAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"renewed": "40s"}`:             "lease.renewed: 40s is not less than lease.lost, 40s",
		`{"lost": "55s"}`:                "lease.lost: 55s and lease.renewed, 5s, are not less than lease.dead, 1m0s",
		`{"dead": "45s"}`:                "are not less than lease.dead, 45s",
		`{"lost": "90s", "dead": "80s"}`: "lease.lost: 1m30s",
		`{"dead": "0s"}`:                 `"0s" is no duration`,
		`{"died": "1m"}`:                 `unknown field "died"`,
	} {
		_, _, err := load(t, Dump, withLease(text), environment())
		if failure.CodeOf(err) != failure.Settings || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestTheStandardBearsFailuresInBetween(t *testing.T) {
	if StandardLease.Renewed*5 > StandardLease.Lost {
		t.Errorf("%+v: a few renewals that fail end a run", StandardLease)
	}
}
