// Package retention says which backups stay (BDR-04, CF-12). It knows times and nothing else.
package retention

import (
	"fmt"
	"slices"
	"time"
)

// Policy is the number of days, weeks and months of which a backup stays.
type Policy struct {
	Daily   int `json:"daily"`
	Weekly  int `json:"weekly"`
	Monthly int `json:"monthly"`
}

// Standard is seven daily, four weekly and twelve monthly backups.
var Standard = Policy{Daily: 7, Weekly: 4, Monthly: 12}

// Kept is the times of the backups that stay, oldest first.
//
// Of each of the newest days, weeks (from Monday) and months that have a backup, in UTC, the newest one stays. Days
// without a backup are not counted, so an outage costs no older one. A time after now is a wrong clock's: it stays and
// takes nobody's place. With at least one day kept, the newest backup always stays.
func Kept(taken []time.Time, now time.Time, policy Policy) []time.Time {
	newestFirst := slices.SortedFunc(slices.Values(taken), func(a, b time.Time) int { return b.Compare(a) })
	kept := map[time.Time]bool{}
	past := slices.DeleteFunc(slices.Clone(newestFirst), func(each time.Time) bool {
		if each.After(now) {
			kept[each] = true
		}
		return each.After(now)
	})
	for _, rule := range []struct {
		count  int
		period func(time.Time) string
	}{{policy.Daily, day}, {policy.Weekly, week}, {policy.Monthly, month}} {
		seen := map[string]bool{}
		for _, each := range past {
			period := rule.period(each.UTC())
			if seen[period] {
				continue
			}
			if len(seen) == rule.count {
				break
			}
			seen[period] = true
			kept[each] = true
		}
	}
	slices.Reverse(newestFirst)
	return slices.DeleteFunc(newestFirst, func(each time.Time) bool { return !kept[each] })
}

func day(at time.Time) string   { return at.Format(time.DateOnly) }
func month(at time.Time) string { return at.Format("2006-01") }

func week(at time.Time) string {
	year, number := at.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}
