package job

import (
	"context"
	"encoding/json"
	"io"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/qdrant"
	"slipway.dev/backup/redis"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// Snapshot makes a backup of a Redis, a Qdrant, folders or a bucket, and after that, and only then, prunes (BDR-03, BDR-04, BDR-12).
func (j *Job) Snapshot(ctx context.Context) error {
	return j.leased(ctx, func(ctx context.Context) error {
		switch j.Settings.Format {
		case settings.RDBFormat:
			return j.backUpAndPrune(ctx, &keys{server: *j.Settings.Redis})
		case settings.FilesFormat:
			return j.backUpAndPrune(ctx, &folders{given: *j.Settings.Files})
		case settings.ObjectsFormat:
			return j.snapshotBucket(ctx)
		}
		from, err := j.collections(ctx)
		if err != nil {
			return err
		}
		return j.backUpAndPrune(ctx, from)
	})
}

func (j *Job) snapshotBucket(ctx context.Context) error {
	from, err := j.bucketCopy()
	if err != nil {
		return err
	}
	if err := j.backUpAndPrune(ctx, from); err != nil {
		return err
	}
	if err := j.Bucket.Delete(ctx, sentKey); err != nil {
		return err
	}
	return from.requireAll()
}

// keys are a Redis' own, a source of RDB files.
type keys struct {
	server   redis.Server
	snapshot *redis.Snapshot
}

func (k *keys) start(ctx context.Context, _ beginning) (reading, error) {
	started, err := redis.StartSnapshot(ctx, k.server)
	if err != nil {
		return nil, err
	}
	k.snapshot = started
	return started, nil
}

func (k *keys) describe(manifest *catalogue.Manifest) { manifest.Server = k.snapshot.Version() }

// collections are a Qdrant's, a source of archives.
type collections struct {
	job     *Job
	client  *qdrant.Client
	version string
	archive *qdrant.Archive
}

// leftKey is where it stands which snapshot lies on a Qdrant's disk, for the run after one that was killed.
const leftKey = "left.json"

func (j *Job) collections(ctx context.Context) (*collections, error) {
	from := &collections{job: j, client: qdrant.NewClient(*j.Settings.Qdrant)}
	version, err := from.client.Version(ctx)
	if err != nil {
		return nil, err
	}
	from.version = version
	return from, from.removeLeft(ctx)
}

func (c *collections) start(ctx context.Context, _ beginning) (reading, error) {
	c.archive = qdrant.StartArchive(ctx, c.client, c.note)
	return c.archive, nil
}

func (c *collections) describe(manifest *catalogue.Manifest) {
	manifest.Server, manifest.Collections = c.version, c.archive.Collections()
}

func (c *collections) note(ctx context.Context, left *qdrant.Left) error {
	if left == nil {
		return c.job.Bucket.Delete(ctx, leftKey)
	}
	text, err := json.Marshal(left)
	if err != nil {
		return err
	}
	return c.job.Bucket.Write(ctx, leftKey, text)
}

// removeLeft deletes the snapshot that a run which was killed has left on the server's disk.
func (c *collections) removeLeft(ctx context.Context) error {
	content, err := c.job.Bucket.Read(ctx, leftKey)
	if store.IsMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer content.Close()
	var left qdrant.Left
	if err := json.NewDecoder(io.LimitReader(content, 1<<16)).Decode(&left); err == nil {
		if err := c.client.Delete(ctx, left.Collection, left.Snapshot); err != nil {
			return err
		}
		c.job.Log.Warn("a snapshot that was left on the server is removed", "collection", left.Collection, "snapshot", left.Snapshot)
	}
	return c.note(ctx, nil)
}

// RestoreCollections makes the collections of a backup, or one of them, in a Qdrant that does not have them.
func (j *Job) RestoreCollections(ctx context.Context, name, collection string) error {
	backup, err := j.choose(ctx, name)
	if err != nil {
		return err
	}
	wanted := backup.Collections
	if collection != "" {
		wanted = nil
		for _, each := range backup.Collections {
			if each.Name == collection {
				wanted = append(wanted, each)
			}
		}
		if len(wanted) == 0 {
			return failure.New(failure.Settings, nil, "Its manifest names those that it has.",
				"%s does not hold the collection %s", backup.Name, collection)
		}
	}
	client := qdrant.NewClient(*j.Settings.Qdrant)
	if err := qdrant.RequireAbsent(ctx, client, wanted); err != nil {
		return err
	}
	content, err := j.open(ctx, backup)
	if err != nil {
		return err
	}
	defer content.Close()
	if err := qdrant.Restore(ctx, client, content, wanted); err != nil {
		return err
	}
	j.Log.Info("restored", "backup", backup.Name, "collections", len(wanted), "seconds", j.seconds())
	return nil
}
