package retention

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func at(text string) time.Time {
	parsed, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return parsed
}

func dates(times []time.Time) []string {
	var texts []string
	for _, each := range times {
		texts = append(texts, each.Format(time.DateOnly))
	}
	return texts
}

func TestAYearOfDailyRuns(t *testing.T) {
	kept := []time.Time{}
	now := at("2026-01-01 03:00")
	for range 365 {
		kept = Kept(append(kept, now), now, Standard)
		now = now.AddDate(0, 0, 1)
	}
	want := []string{
		"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
		"2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30",
		"2026-12-13", "2026-12-20",
		"2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
	}
	if got := dates(kept); !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

// Weeks are counted from today, like days: beyond thirty dailies four more stay where as many are added as the dailies reach into,
// which is six.
func TestWeeksBeyondManyDays(t *testing.T) {
	kept := []time.Time{}
	now := at("2026-01-01 04:00")
	for run := range 365 {
		kept = Kept(append(kept, now), now, Policy{Daily: 30, Weekly: 4 + 6, Monthly: 12})
		weeks := map[string]bool{}
		for _, each := range kept {
			if age := now.Sub(each); age >= 30*24*time.Hour && age < 70*24*time.Hour {
				weeks[week(each)] = true
			}
		}
		if run >= 75 && len(weeks) < 4 {
			t.Fatalf("on %s copies of %d weeks stay beyond the dailies: %v", now.Format(time.DateOnly), len(weeks), dates(kept))
		}
		now = now.AddDate(0, 0, 1)
	}
}

func TestRunsThatWereMissedCostNoOlderBackup(t *testing.T) {
	var taken []time.Time
	for day := range 7 {
		taken = append(taken, at("2026-01-01 03:00").AddDate(0, 0, day))
	}
	back := at("2026-06-01 03:00")
	kept := Kept(append(taken, back), back, Policy{Daily: 7})
	if got := len(kept); got != 7 {
		t.Errorf("kept %d, want 7: %v", got, dates(kept))
	}
}

func TestOfOneDayTheNewestStays(t *testing.T) {
	early, late := at("2026-03-05 03:00"), at("2026-03-05 22:00")
	got := Kept([]time.Time{late, early}, late, Standard)
	if !slices.Equal(got, []time.Time{late}) {
		t.Errorf("kept %v", got)
	}
}

func TestABackupOfTheFutureStaysAndTakesNoPlace(t *testing.T) {
	now := at("2026-03-05 03:00")
	future := now.AddDate(1, 0, 0)
	got := Kept([]time.Time{future, now}, now, Policy{Daily: 1})
	if !slices.Equal(got, []time.Time{now, future}) {
		t.Errorf("kept %v", got)
	}
}

// Whatever was taken whenever: the newest stays, nothing is made up, no more stays than was asked for, and what is
// thrown away once was not needed later, so that pruning daily keeps what pruning once would.
func TestAnyHistory(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		policy := Policy{Daily: 1 + random.IntN(9), Weekly: random.IntN(6), Monthly: random.IntN(14)}
		var all, pruned []time.Time
		now := at("2026-01-01 00:00")
		for range 1 + random.IntN(120) {
			now = now.Add(time.Duration(1+random.IntN(100)) * time.Hour)
			all = append(all, now)
			pruned = Kept(append(pruned, now), now, policy)
			if !slices.Contains(pruned, now) {
				t.Fatalf("the newest, %v, was not kept by %+v", now, policy)
			}
			if most := policy.Daily + policy.Weekly + policy.Monthly; len(pruned) > most {
				t.Fatalf("%d kept by %+v", len(pruned), policy)
			}
		}
		if once := Kept(all, now, policy); !slices.Equal(once, pruned) {
			t.Fatalf("%+v: pruned daily %v, once %v", policy, pruned, once)
		}
	}
}
