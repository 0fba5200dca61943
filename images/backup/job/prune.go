package job

import (
	"context"
	"slices"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/retention"
	"slipway.dev/backup/settings"
)

// Prune deletes the backups that retention does not keep.
func (j *Job) Prune(ctx context.Context) error {
	if j.Settings.Format != settings.DumpFormat {
		return j.leased(ctx, j.pruneListed)
	}
	return j.locked(ctx, postgres.DumpLock, func(ctx context.Context, _ *postgres.Session) error {
		return j.pruneListed(ctx)
	})
}

func (j *Job) pruneListed(ctx context.Context) error {
	// It ends here when the listing is not whole.
	found, err := j.catalogue(ctx)
	if err != nil {
		return err
	}
	return j.prune(ctx, found)
}

func (j *Job) prune(ctx context.Context, found *catalogue.Catalogue) error {
	doomed := expired(found, j.Now(), j.Settings.Keep, j.keptWhole())
	for _, name := range doomed {
		// Manifest first: half of this is a stray, which the next run removes, and never half a backup.
		keys := []string{catalogue.ManifestKey(name), catalogue.ContentKey(name, j.Settings.Format)}
		if j.Settings.Format == settings.ObjectsFormat {
			keys = append(keys, catalogue.IndexKey(name))
		}
		if err := j.Bucket.Delete(ctx, keys...); err != nil {
			return err
		}
	}
	if err := j.Bucket.Delete(ctx, found.Strays...); err != nil {
		return err
	}
	j.Log.Info("pruned", "kept", len(found.Good)-len(doomed), "deleted", len(doomed), "strays", len(found.Strays))
	if j.Settings.Format != settings.ObjectsFormat {
		return nil
	}
	if hasShrunk(found, j.Now()) {
		j.Log.Warn("no content is deleted, as the newest copy has less than half of the usual objects")
		return nil
	}
	return j.sweep(ctx, found, doomed)
}

// keptWhole is how long every backup stays: of a bucket as many days as daily ones are kept, so that a second copy of a day, of a bucket
// that somebody emptied meanwhile, costs none of what the first one names.
func (j *Job) keptWhole() time.Duration {
	if j.Settings.Format != settings.ObjectsFormat {
		return 0
	}
	return time.Duration(j.Settings.Keep.Daily) * 24 * time.Hour
}

// hasShrunk says that the newest copy of a bucket has less than half of the objects that copies usually have: before it is known why,
// no content is deleted.
func hasShrunk(found *catalogue.Catalogue, now time.Time) bool {
	newest, ok := found.NewestBy(now)
	if !ok || newest.Objects == nil {
		return false
	}
	usual, known := found.UsualObjects()
	return int64(newest.Objects.Count)*2 < usual || (!known && newest.Objects.Count == 0)
}

// expired are the names of the good backups that are not kept. Damaged ones take no place among them, and none that is younger goes.
func expired(found *catalogue.Catalogue, now time.Time, policy retention.Policy, younger time.Duration) []string {
	var taken []time.Time
	for _, each := range found.Good {
		taken = append(taken, each.Taken)
	}
	kept := retention.Kept(taken, now, policy)
	newest, _ := found.Newest()
	var names []string
	for _, each := range found.Good {
		if !slices.ContainsFunc(kept, each.Taken.Equal) && each.Name != newest.Name && now.Sub(each.Taken) >= younger {
			names = append(names, each.Name)
		}
	}
	return names
}
