package job

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/retention"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

const copyFolder = "dev/shop/bucket-uploads"

// bucketRig is a bucket with uploads and another that they are copied to.
type bucketRig struct {
	t            *testing.T
	from, to     *memoryStore
	given        *settings.Settings
	bucket       *store.Bucket
	now          time.Time
	said         bytes.Buffer
	lastModified time.Time
}

func newBucketRig(t *testing.T) *bucketRig {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	rig := &bucketRig{t: t, from: startStore(t), to: startStore(t), now: noon, lastModified: noon}
	source := rig.from.bucket(t, "uploads", "")
	source.Named.OthersKeys = true
	rig.given = &settings.Settings{
		Source: copyFolder, Format: settings.ObjectsFormat, Bucket: rig.to.bucket(t, "backups", copyFolder), Objects: &source,
		Recipients: []string{identity.Recipient().String()}, Identities: []age.Identity{identity},
		Keep: retention.Standard, PartBytes: 5 << 20, TimeLimit: time.Minute, Lease: settings.StandardLease,
		Drill: settings.Rehearsal{SampleBytes: 1 << 20},
	}
	if rig.bucket, err = store.Open(rig.given.Bucket); err != nil {
		t.Fatal(err)
	}
	return rig
}

// upload puts an object into the bucket that is copied, at another time than any before.
func (r *bucketRig) upload(key, content string) {
	r.lastModified = r.lastModified.Add(time.Second)
	r.from.put(key, content, r.lastModified)
}

func (r *bucketRig) job() *Job {
	return &Job{Settings: r.given, Bucket: r.bucket, Log: slog.New(slog.NewTextHandler(&r.said, nil)),
		Hidden: &failure.Hidden{}, Now: func() time.Time { return r.now }}
}

// snapshot runs a day after the one before.
func (r *bucketRig) snapshot() error {
	r.now = r.now.AddDate(0, 0, 1)
	job := r.job()
	return job.Run(r.t.Context(), settings.Snapshot, job.Snapshot)
}

func (r *bucketRig) mustSnapshot() {
	r.t.Helper()
	if err := r.snapshot(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *bucketRig) contents() []string { return r.to.keys(copyFolder + "/contents/") }

// names are the copies that there are, oldest first.
func (r *bucketRig) names() []string {
	var names []string
	for _, key := range r.to.keys(copyFolder + "/backup_") {
		if name, is := strings.CutSuffix(key, ".json"); is {
			names = append(names, strings.TrimPrefix(name, copyFolder+"/"))
		}
	}
	return names
}

// fetched is the objects of a copy, by key.
func (r *bucketRig) fetched(name string) map[string]string {
	r.t.Helper()
	var archive bytes.Buffer
	if err := r.job().FetchObjects(r.t.Context(), name, "", &archive); err != nil {
		r.t.Fatal(err)
	}
	found := map[string]string{}
	for reader := tar.NewReader(&archive); ; {
		header, err := reader.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			r.t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			r.t.Fatal(err)
		}
		found[header.Name] = string(content)
	}
}

func (r *bucketRig) drill(ctx context.Context) error { return r.job().Drill(ctx) }
