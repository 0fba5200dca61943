// Package exposition tells Prometheus what lies in the bucket. A run's pod is gone before it could be scraped, and what
// a run says of itself is not what the bucket holds; so a process of its own looks at the bucket.
package exposition

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/settings"
)

// Runs are the kinds of run whose records are told.
var Runs = []string{"dump", "dump-refused", "snapshot", "snapshot-refused", "prune", "drill", "restore"}

// Watch looks at one place.
type Watch struct {
	Place  catalogue.Place
	Source string
	Format settings.Format
	// manifests that were read at earlier looks: they never change.
	manifests catalogue.Seen
	seen      *view
}

// Watches look at several places, all at once.
type Watches []*Watch

// lookLimit ends a look at one place, so that a slow one costs no other's metrics. A scrape waits for ten seconds.
const lookLimit = 8 * time.Second

// view is what a look has found.
type view struct {
	catalogue *catalogue.Catalogue
	records   map[string]*catalogue.Record
}

// Write looks at the bucket and writes what it saw. Where it can't, it says so, and tells again what it saw last, so
// that a time that should move on stands still and is alerted on.
func (w Watches) Write(ctx context.Context, to io.Writer) error {
	families := newFamilies()
	failed := make([]error, len(w))
	var looks sync.WaitGroup
	for at, each := range w {
		looks.Go(func() { failed[at] = each.look(ctx) })
	}
	looks.Wait()
	for at, each := range w {
		families.source = each.Source
		families.add("bucket_up", "gauge", "1 when the bucket could be read just now.", number(failed[at] == nil))
		if each.seen != nil {
			describe(families, each.seen)
		}
	}
	if _, err := io.WriteString(to, families.String()); err != nil {
		return err
	}
	return errors.Join(failed...)
}

func (w *Watch) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	if w.manifests == nil {
		w.manifests = catalogue.Seen{}
	}
	found, err := catalogue.ReadAgain(ctx, w.Place, w.Source, w.Format, w.manifests)
	if err != nil {
		return err
	}
	records := map[string]*catalogue.Record{}
	for _, run := range Runs {
		record, err := catalogue.ReadRecord(ctx, w.Place, run)
		if err != nil {
			return err
		}
		if record != nil {
			records[run] = record
		}
	}
	w.seen = &view{found, records}
	return nil
}

func describe(families *families, seen *view) {
	found := seen.catalogue
	families.add("kept", "gauge", "Good backups in the bucket.", float64(len(found.Good)))
	families.add("damaged", "gauge", "Backups in the bucket that can't be relied on.", float64(len(found.Damaged)))
	families.add("strays", "gauge", "Contents without a manifest; the next run removes them.", float64(len(found.Strays)))
	if newest, ok := found.Newest(); ok {
		families.add("oldest_timestamp_seconds", "gauge", "When the oldest good backup was taken.", seconds(found.Good[0].Taken))
		families.add("newest_timestamp_seconds", "gauge", "When the newest good backup was taken.", seconds(newest.Taken))
		families.add("newest_bytes", "gauge", "Size of the newest good backup in the bucket.", float64(newest.Bytes))
		families.add("newest_dump_bytes", "gauge", "Size of the newest good backup before compression.", float64(newest.DumpBytes))
		if usual, ok := found.UsualBytes(); ok {
			families.add("usual_dump_bytes", "gauge", "Size before compression of the middle one of the seven before the newest.", float64(usual))
		}
		describeObjects(families, found, newest)
		families.add("newest_seconds", "gauge", "How long the newest good backup took, read back and all.", newest.Seconds)
	}
	for _, run := range Runs {
		record := seen.records[run]
		if record == nil {
			continue
		}
		label := `run="` + run + `"`
		families.add("run_ended_timestamp_seconds", "gauge", "When the last run of a kind ended.", seconds(record.Ended), label)
		families.add("run_exit_code", "gauge", "Exit code of the last run of a kind; 0 is good.", float64(record.Code), label)
		families.add("run_seconds", "gauge", "How long the last run of a kind took.", record.Seconds, label)
		families.add("run_failures", "gauge", "Runs of a kind that failed since the last good one.", float64(record.Failures), label)
		if record.Succeeded != nil {
			families.add("run_succeeded_timestamp_seconds", "gauge", "When the last good run of a kind ended.", seconds(*record.Succeeded), label)
		}
		if record.Objective > 0 {
			families.add("run_objective_seconds", "gauge", "What a run's duration is held against.", record.Objective, label)
		}
	}
}

// describeObjects tells of a copy of a bucket what no other backup has.
func describeObjects(families *families, found *catalogue.Catalogue, newest catalogue.Backup) {
	if newest.Objects == nil {
		return
	}
	families.add("newest_objects", "gauge", "Objects that the newest copy of a bucket names.", float64(newest.Objects.Count))
	families.add("newest_sent_objects", "gauge", "Those of them that no earlier copy had.", float64(newest.Objects.Sent))
	families.add("newest_unread_objects", "gauge", "Objects that could not be read: of them it has what an earlier copy had, or nothing.", float64(newest.Objects.Unread))
	families.add("newest_gone_objects", "gauge", "Objects that were listed, and gone before they were read.", float64(newest.Objects.Gone))
	families.add("newest_sent_bytes", "gauge", "Size before compression of those.", float64(newest.Objects.SentBytes))
	if usual, ok := found.UsualObjects(); ok {
		families.add("usual_objects", "gauge", "Objects of the middle one of the seven copies before the newest.", float64(usual))
	}
}

// families gathers samples of one name under one heading, as the text format demands.
type families struct {
	// source is what is being told of.
	source  string
	order   []string
	heading map[string]string
	samples map[string][]string
}

func newFamilies() *families {
	return &families{"", nil, map[string]string{}, map[string][]string{}}
}

func (f *families) add(name, kind, help string, value float64, labels ...string) {
	name = "slipway_backup_" + name
	if _, known := f.heading[name]; !known {
		f.order = append(f.order, name)
		f.heading[name] = fmt.Sprintf("# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	labels = append([]string{"source=" + strconv.Quote(f.source)}, labels...)
	sample := fmt.Sprintf("%s{%s} %s\n", name, strings.Join(labels, ","), strconv.FormatFloat(value, 'g', -1, 64))
	f.samples[name] = append(f.samples[name], sample)
}

func (f *families) String() string {
	var text strings.Builder
	for _, name := range f.order {
		text.WriteString(f.heading[name] + strings.Join(f.samples[name], ""))
	}
	return text.String()
}

func seconds(at time.Time) float64 { return float64(at.UnixMilli()) / 1000 }

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
