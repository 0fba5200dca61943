package job

import (
	"context"
	"fmt"
	"slices"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/settings"
)

// checksOf are the declared checks, and that of the canary that the backup's database had.
func checksOf(backup catalogue.Backup, declared settings.Rehearsal) []settings.Check {
	checks := slices.Clone(declared.Checks)
	if canary := backup.Canary; canary != nil {
		checks = append(checks, settings.Check{Table: canary.Table, Checksum: canary.Checksum})
	}
	return checks
}

func (j *Job) check(ctx context.Context, scratch *postgres.Address, checks []settings.Check) error {
	session, err := postgres.Connect(ctx, scratch)
	if err != nil {
		return err
	}
	defer session.Close()
	var problems []string
	for _, each := range checks {
		problems = append(problems, j.checkTable(ctx, session, each)...)
	}
	return failure.Problems(failure.Untrusted, j.backup+" does not hold what it should:", problems)
}

func (j *Job) checkTable(ctx context.Context, session *postgres.Session, check settings.Check) []string {
	var problems []string
	if check.AtLeast != nil || check.AtMost != nil {
		rows, err := session.Rows(ctx, check.Table)
		switch {
		case err != nil:
			problems = append(problems, err.Error())
		case check.AtLeast != nil && rows < *check.AtLeast:
			problems = append(problems, fmt.Sprintf("%s has %d rows, and at least %d are declared", check.Table, rows, *check.AtLeast))
		case check.AtMost != nil && rows > *check.AtMost:
			problems = append(problems, fmt.Sprintf("%s has %d rows, and at most %d are declared", check.Table, rows, *check.AtMost))
		}
	}
	if check.Checksum != "" {
		sum, err := session.Checksum(ctx, check.Table)
		if err != nil {
			problems = append(problems, err.Error())
		} else if sum != check.Checksum {
			problems = append(problems, fmt.Sprintf("%s has the checksum %s, and %s is declared", check.Table, sum, check.Checksum))
		}
	}
	return problems
}
