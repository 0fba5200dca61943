package job

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"slipway.dev/backup/catalogue"
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
	if host := os.Getenv("BACKUP_COPIES_HOST"); host != "" {
		to := &rig.given.Bucket
		to.Host, to.Name, to.Region = host, os.Getenv("BACKUP_COPIES_BUCKET"), "us-east-1"
		to.AccessKeyID, to.SecretAccessKey = os.Getenv(settings.AccessKeyID), os.Getenv(settings.SecretAccessKey)
		t.Log("copied to a bucket in a real store")
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
	return r.snapshotNow(false)
}

func (r *bucketRig) snapshotNow(evenEmpty bool) error {
	job := r.job()
	job.EvenEmpty = evenEmpty
	return job.Run(r.t.Context(), settings.Snapshot, job.Snapshot)
}

// refuseReading answers so to whoever reads one of these objects.
func (r *bucketRig) refuseReading(status int, code string, keys ...string) {
	r.from.strike = func(answer http.ResponseWriter, asked *http.Request) bool {
		struck := slices.ContainsFunc(keys, func(key string) bool { return strings.HasSuffix(asked.URL.Path, "/"+key) })
		if struck {
			refuse(answer, status, code)
		}
		return struck
	}
}

// newest is the manifest of the newest copy.
func (r *bucketRig) newest() catalogue.Objects {
	r.t.Helper()
	found, err := r.job().catalogue(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	newest, _ := found.Newest()
	if newest.Objects == nil {
		r.t.Fatal("there is no copy")
	}
	return *newest.Objects
}

func (r *bucketRig) mustSnapshot() {
	r.t.Helper()
	if err := r.snapshot(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *bucketRig) contents() []string {
	r.t.Helper()
	listed, err := r.bucket.List(r.t.Context(), store.Contents)
	if err != nil {
		r.t.Fatal(err)
	}
	var keys []string
	for _, each := range listed {
		keys = append(keys, copyFolder+"/"+each.Key)
	}
	return keys
}

// damage changes the last byte of what lies there.
func (r *bucketRig) damage(key string) {
	key = copyFolder + "/" + key
	object := r.to.objects[key]
	object.content = slices.Clone(object.content)
	object.content[len(object.content)-1] ^= 1
	r.to.objects[key] = object
}

// names are the good copies that there are, oldest first.
func (r *bucketRig) names() []string {
	r.t.Helper()
	found, err := r.job().catalogue(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	var names []string
	for _, each := range found.Good {
		names = append(names, each.Name)
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
