package job

import (
	"context"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/postgres"
)

// Restore puts a backup, the newest when no name is given, into an empty database, all of it or nothing (BDR-10).
func (j *Job) Restore(ctx context.Context, name string, withOwners bool) error {
	return j.locked(ctx, postgres.DumpLock, func(ctx context.Context, session *postgres.Session) error {
		if err := session.RequireEmpty(ctx, j.Settings.Schemas); err != nil {
			return err
		}
		backup, err := j.choose(ctx, name)
		if err != nil {
			return err
		}
		if err := session.RequireRoles(ctx, backup.Roles.Needed(withOwners), backup.Name, withOwners); err != nil {
			return err
		}
		clients, err := session.ClientsFor(ctx, backup.Name, backup.Server)
		if err != nil {
			return err
		}
		if err := j.restoreInto(ctx, clients, j.Settings.Database, backup, withOwners); err != nil {
			return err
		}
		j.Log.Info("restored", "backup", backup.Name, "into", j.Settings.Database.Database(), "seconds", j.seconds())
		return nil
	})
}

// choose is a good backup by its name, or the newest. A newer one that is damaged is not passed over in silence.
func (j *Job) choose(ctx context.Context, name string) (catalogue.Backup, error) {
	found, err := j.catalogue(ctx)
	if err != nil {
		return catalogue.Backup{}, err
	}
	for _, each := range found.Damaged {
		newest, _ := found.Newest()
		if each.Name == name || (name == "" && each.Name > newest.Name) {
			return catalogue.Backup{}, failure.New(failure.Untrusted, nil, advice(newest.Name), "%s is damaged: %s", each.Name, each.Why)
		}
	}
	backup, ok := found.Newest()
	if name != "" {
		backup, ok = found.Find(name)
	}
	if !ok {
		return backup, failure.New(failure.Untrusted, nil, "List what there is: slipway-backup list.",
			"there is no backup %s of %s", name, j.Settings.Source)
	}
	j.backup = backup.Name
	return backup, nil
}

func advice(newest string) string {
	if newest == "" {
		return "There is no good one: run a dump now, and see whether the bucket keeps earlier versions."
	}
	return "The newest good one is " + newest + ": name it to restore it. Run a dump now."
}

func (j *Job) restoreInto(
	ctx context.Context, clients *postgres.Clients, target *postgres.Address, backup catalogue.Backup, withOwners bool,
) error {
	dump, err := j.open(ctx, backup)
	if err != nil {
		return err
	}
	defer dump.Close()
	return postgres.Restore(ctx, clients, target, dump, withOwners, j.Settings.Schemas)
}
