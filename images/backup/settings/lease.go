package settings

import "time"

// LeaseTimes are how long runs that lease a bucket wait for what. No two clocks are ever compared: each run measures spans by
// its own.
type LeaseTimes struct {
	// Renewed is how often a run shows that it lives.
	Renewed time.Duration
	// Lost is how long a run goes on that can't show it.
	Lost time.Duration
	// Dead is how long another's lease stands still before its run is taken for dead.
	Dead time.Duration
}

// StandardLease is for stores on the internet. A run that was killed holds up the next one for a minute.
var StandardLease = LeaseTimes{Renewed: 5 * time.Second, Lost: 40 * time.Second, Dead: time.Minute}

func (c *checker) lease(read document) LeaseTimes {
	given := read.Lease
	times := LeaseTimes{
		Renewed: orDefault(given.Renewed, StandardLease.Renewed),
		Lost:    orDefault(given.Lost, StandardLease.Lost),
		Dead:    orDefault(given.Dead, StandardLease.Dead),
	}
	if times.Renewed >= times.Lost {
		c.wrong("lease.renewed: %s is not less than lease.lost, %s; a run would take itself for lost between two renewals",
			times.Renewed, times.Lost)
	}
	// A run looks at its watch each time that it renews.
	if times.Lost+times.Renewed >= times.Dead {
		c.wrong("lease.lost: %s and lease.renewed, %s, are not less than lease.dead, %s; two runs could work at once",
			times.Lost, times.Renewed, times.Dead)
	}
	return times
}
