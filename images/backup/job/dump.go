package job

import (
	"context"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/settings"
)

// Dump makes a backup of a database, and after that, and only then, prunes (BDR-01, BDR-04, BDR-09).
func (j *Job) Dump(ctx context.Context) error {
	return j.locked(ctx, postgres.DumpLock, func(ctx context.Context, session *postgres.Session) error {
		clients, err := session.Clients(ctx)
		if err != nil {
			return err
		}
		return j.backUpAndPrune(ctx, &database{settings: j.Settings, session: session, clients: clients})
	})
}

// database is a source of dumps.
type database struct {
	settings *settings.Settings
	session  *postgres.Session
	roles    *postgres.Roles
	clients  *postgres.Clients
}

func (d *database) start(ctx context.Context, _ beginning) (reading, error) {
	roles, err := d.session.NamedRoles(ctx, d.settings.Schemas)
	if err != nil {
		return nil, err
	}
	d.roles = roles
	return postgres.StartDump(ctx, d.clients, d.settings.Database, d.settings.Schemas)
}

func (d *database) describe(manifest *catalogue.Manifest) {
	manifest.Server, manifest.Roles = d.session.Version(), d.roles
	// Not whether it is there: a drill is to find that it is gone.
	manifest.Canary = d.settings.Drill.Canary
}
