package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// Place is where objects are listed and read.
type Place interface {
	List(ctx context.Context, folder string) ([]store.Object, error)
	Read(ctx context.Context, key string) (io.ReadCloser, error)
}

// Backup is a manifest whose content lies beside it, in the size that it says.
type Backup struct {
	Name string
	Manifest
}

// Damage is a manifest that can't be relied on.
type Damage struct {
	Name string
	Why  string
}

// Catalogue is what lies in a bucket.
type Catalogue struct {
	// Good backups, oldest first.
	Good []Backup
	// Damaged backups, oldest first. Nothing deletes them: they are for a person to look at.
	Damaged []Damage
	// Strays are keys of contents without a manifest, which are no backups: a run was killed between the two.
	Strays []string
}

// Read lists a bucket and reads all manifests. An error means that nothing is known. Backups of something else in the
// same place are an error too, since each would prune the other's.
func Read(ctx context.Context, place Place, source string, format settings.Format) (*Catalogue, error) {
	return ReadAgain(ctx, place, source, format, Seen{})
}

// ReadAgain is Read for who looks often: of manifests that were seen it reads none again that the listing tells to be as it was.
func ReadAgain(ctx context.Context, place Place, source string, format settings.Format, seen Seen) (*Catalogue, error) {
	objects, err := place.List(ctx, "")
	if err != nil {
		return nil, err
	}
	suffix := contentSuffix(format)
	contents, indexes := map[string]int64{}, map[string]int64{}
	var names []string
	listed := map[string]store.Object{}
	for _, each := range objects {
		if name, ok := strings.CutSuffix(each.Key, suffix); ok {
			contents[name] = each.Bytes
		} else if name, ok := strings.CutSuffix(each.Key, indexSuffix); ok {
			indexes[name] = each.Bytes
		} else if name, ok := strings.CutSuffix(each.Key, manifestSuffix); ok {
			if _, named := takenAt(name); named {
				names = append(names, name)
				listed[name] = each
			}
		}
	}
	seen.forget(listed)
	read := &Catalogue{}
	described := map[string]bool{}
	for _, name := range names {
		described[name] = true
		manifest, err := seen.manifest(ctx, place, name, listed[name])
		if err != nil {
			return nil, err
		}
		if manifest != nil && manifest.Source != source {
			return nil, failure.New(failure.Settings, nil, "Give each its own bucket.prefix.",
				"%s is a backup of %s, not of %s", name, manifest.Source, source)
		}
		bytes, present := contents[name]
		why := wrongWith(name, manifest, bytes, present)
		if why == "" && manifest.Objects != nil && indexes[name] != manifest.Objects.IndexBytes {
			why = fmt.Sprintf("its index of contents has %d bytes instead of %d", indexes[name], manifest.Objects.IndexBytes)
		}
		if why != "" {
			read.Damaged = append(read.Damaged, Damage{name, why})
		} else {
			read.Good = append(read.Good, Backup{name, *manifest})
		}
	}
	for _, each := range objects {
		name, ok := strings.CutSuffix(each.Key, suffix)
		if index, is := strings.CutSuffix(each.Key, indexSuffix); is {
			_, named := takenAt(index)
			name, ok = index, named
		}
		// What lies deeper belongs to another source, whose folder is in this one's.
		if ok && !described[name] && !strings.Contains(name, "/") {
			read.Strays = append(read.Strays, each.Key)
		}
	}
	return read, nil
}

func wrongWith(name string, manifest *Manifest, bytes int64, present bool) string {
	taken, _ := takenAt(name)
	switch {
	case manifest == nil:
		return "its manifest can't be read"
	case !manifest.Taken.Equal(taken):
		return fmt.Sprintf("its manifest is of %s", manifest.Taken.UTC().Format(time.RFC3339))
	case !present:
		return "its content is missing"
	case manifest.Bytes != bytes:
		return fmt.Sprintf("its content has %d bytes instead of %d", bytes, manifest.Bytes)
	}
	return ""
}

// mostManifestBytes is far more than a manifest or a record of ours has.
const mostManifestBytes = 1 << 20

// readManifest answers nil for a text that is no manifest, and an error when it is not known.
func readManifest(ctx context.Context, place Place, name string) (*Manifest, error) {
	text, err := readSmall(ctx, place, ManifestKey(name))
	if err != nil {
		return nil, err
	}
	manifest := &Manifest{}
	if json.Unmarshal(text, manifest) != nil || manifest.Source == "" {
		return nil, nil
	}
	return manifest, nil
}

func readSmall(ctx context.Context, place Place, key string) ([]byte, error) {
	content, err := place.Read(ctx, key)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(io.LimitReader(content, mostManifestBytes))
}

// Newest is the newest good backup.
func (c *Catalogue) Newest() (Backup, bool) {
	if len(c.Good) == 0 {
		return Backup{}, false
	}
	return c.Good[len(c.Good)-1], true
}

// NewestBy is the newest good backup that was taken by then: one that is dated later is a wrong clock's.
func (c *Catalogue) NewestBy(now time.Time) (Backup, bool) {
	for _, each := range slices.Backward(c.Good) {
		if !each.Taken.After(now) {
			return each, true
		}
	}
	return Backup{}, false
}

// usually is how many backups before the newest say how large one is: a week of them.
const usually = 7

// UsualBytes is how large a backup was before compression, of the last before the newest: the middle one, so that a single odd one
// says nothing. Of an even number it is the smaller of the two in the middle.
func (c *Catalogue) UsualBytes() (int64, bool) {
	return c.usual(func(each Backup) int64 { return each.DumpBytes })
}

// UsualObjects is how many objects a copy of a bucket had, in the same way.
func (c *Catalogue) UsualObjects() (int64, bool) {
	return c.usual(func(each Backup) int64 {
		if each.Objects == nil {
			return 0
		}
		return int64(each.Objects.Count)
	})
}

func (c *Catalogue) usual(measure func(Backup) int64) (int64, bool) {
	if len(c.Good) < 2 {
		return 0, false
	}
	var sizes []int64
	for _, each := range c.Good[max(0, len(c.Good)-1-usually) : len(c.Good)-1] {
		sizes = append(sizes, measure(each))
	}
	slices.Sort(sizes)
	return sizes[(len(sizes)-1)/2], true
}

// Find is the good backup of a name.
func (c *Catalogue) Find(name string) (Backup, bool) {
	for _, each := range c.Good {
		if each.Name == name {
			return each, true
		}
	}
	return Backup{}, false
}
