package job

import (
	"context"
	"strings"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/settings"
)

// Drill restores the newest backup into a scratch database, holds it against the declared checks, and its duration
// against the recovery time objective (BDR-10, BDR-11). The scratch database is dropped, however it ends.
func (j *Job) Drill(ctx context.Context) error {
	j.objective = j.Settings.Drill.RecoveryTime
	switch j.Settings.Format {
	case settings.DumpFormat:
	case settings.ObjectsFormat:
		return j.drillBucket(ctx)
	default:
		return j.drillCopy(ctx)
	}
	return j.locked(ctx, postgres.DrillLock, func(ctx context.Context, session *postgres.Session) (failed error) {
		backup, err := j.choose(ctx, "")
		if err != nil {
			return err
		}
		if err := roomFor(backup, j.Settings.Drill.RoomBytes); err != nil {
			return err
		}
		clients, err := session.ClientsFor(ctx, backup.Name, backup.Server)
		if err != nil {
			return err
		}
		if err := j.provideRoles(ctx, session, backup); err != nil {
			return err
		}
		scratch, err := session.MakeScratch(ctx, j.Now())
		if err != nil {
			return err
		}
		defer func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
			defer cancel()
			if err := session.DropScratch(ctx, scratch); err != nil && failed == nil {
				failed = err
			}
		}()
		// What owners and rights there are depends on who runs the server, and the scratch server is nobody's.
		if err := j.restoreInto(ctx, clients, scratch, backup, false); err != nil {
			return err
		}
		if backup.Canary == nil && j.Settings.Drill.Canary != nil {
			j.Log.Warn("the backup is from before its database had a canary, which is not looked for", "backup", backup.Name)
		}
		checks := checksOf(backup, j.Settings.Drill)
		if err := j.check(ctx, scratch, checks); err != nil {
			return err
		}
		if err := j.inTime(backup); err != nil {
			return err
		}
		j.Log.Info("drill passed", "backup", backup.Name, "checks", len(checks), "seconds", j.seconds())
		return nil
	})
}

// inTime holds the time that the drill has taken so far against the objective, where there is one. It comes last: what is wrong
// with the backup itself matters more than how long that took to find.
func (j *Job) inTime(backup catalogue.Backup) error {
	took := time.Since(j.started)
	if j.objective == 0 || took <= j.objective {
		return nil
	}
	return failure.New(failure.Slow, nil, "Give the restore more room, or declare what can be had.",
		"%s is good, but took %s to restore, and the objective is %s", backup.Name, took.Round(time.Second), j.objective)
}

// provideRoles makes the declared roles on the scratch server, and refuses a backup that names others: whoever restores it
// elsewhere would not know of them.
func (j *Job) provideRoles(ctx context.Context, session *postgres.Session, backup catalogue.Backup) error {
	if err := session.MakeRoles(ctx, j.Settings.Drill.Roles); err != nil {
		return err
	}
	missing, err := session.MissingRoles(ctx, backup.Roles.Needed(false))
	if err != nil || len(missing) == 0 {
		return err
	}
	return failure.New(failure.Untrusted, nil,
		"Declare them, in drill.roles of the settings or in roles of the system's database, or drop the policies that are for them.",
		"%s holds policies for roles that are not declared: %s", backup.Name, strings.Join(missing, ", "))
}

// roomFor refuses a backup that can't fit on the scratch server. One that could may still fill its disk, as indexes are not in a
// dump; then the server says so.
func roomFor(backup catalogue.Backup, room int64) error {
	if room == 0 || backup.DumpBytes <= room {
		return nil
	}
	const mebibyte = 1 << 20
	return failure.New(failure.Settings, nil,
		"Declare more: drillStorage of a provider's database, storage of the platform's (drill.roomMebibytes of the settings).",
		"%s holds %d MiB, and the scratch server has room for a database of %d MiB; nothing was restored, and the backup stays good",
		backup.Name, (backup.DumpBytes+mebibyte-1)/mebibyte, room/mebibyte)
}
