// Command slipway-backup makes, prunes, rehearses and restores backups of one source: logical dumps of a PostgreSQL
// database, snapshots of a Redis or a Qdrant, archives of folders, or copies of a bucket.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/exposition"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/job"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hidden := &failure.Hidden{}
	log := newLog(os.Stderr, hidden)
	code := 0
	if err := run(ctx, os.Args[1:], log, hidden); err != nil {
		code = int(failure.CodeOf(err))
		log.Error(err.Error(), "exitCode", code)
	}
	os.Exit(code)
}

func run(ctx context.Context, arguments []string, log *slog.Logger, hidden *failure.Hidden) error {
	asked, err := parse(arguments)
	if err != nil {
		return err
	}
	if asked.help {
		_, err := io.WriteString(os.Stdout, help)
		return err
	}
	if asked.command == settings.List || asked.command == settings.Metrics {
		return look(ctx, asked, log, hidden)
	}
	given, err := settings.Load(asked.command, os.Getenv, hidden)
	if err != nil {
		return err
	}
	bucket, err := store.Open(given.Bucket)
	if err != nil {
		return err
	}
	job := &job.Job{Settings: given, Bucket: bucket, Log: log, Hidden: hidden, Now: time.Now, EvenEmpty: asked.evenEmpty}
	switch asked.command {
	case settings.Dump:
		return job.Run(ctx, asked.command, job.Dump)
	case settings.Snapshot:
		return job.Run(ctx, asked.command, job.Snapshot)
	case settings.Prune:
		return job.Run(ctx, asked.command, job.Prune)
	case settings.Drill:
		return job.Run(ctx, asked.command, job.Drill)
	case settings.Restore:
		job.Keys = os.Stderr
		return job.Run(ctx, asked.command, func(ctx context.Context) error {
			switch given.Format {
			case settings.TarFormat:
				return job.RestoreCollections(ctx, asked.backup, asked.collection)
			case settings.ObjectsFormat:
				return job.RestoreObjects(ctx, asked.backup, asked.prefix, asked.overwrite)
			}
			return job.Restore(ctx, asked.backup, asked.owners.restored(!given.WithoutOwners))
		})
	case settings.Fetch:
		if info, err := os.Stdout.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return refuse("fetch writes a file's content; send it somewhere, as > FILE")
		}
		if given.Format == settings.ObjectsFormat {
			job.Keys = os.Stderr
			return job.FetchObjects(ctx, asked.backup, asked.prefix, os.Stdout)
		}
		return job.Fetch(ctx, asked.backup, os.Stdout)
	}
	return errors.New("unknown command")
}

// look is what is done with several places at once.
func look(ctx context.Context, asked *request, log *slog.Logger, hidden *failure.Hidden) error {
	all, err := settings.LoadEach(asked.command, os.Getenv, hidden)
	if err != nil {
		return err
	}
	var watches exposition.Watches
	for _, given := range all {
		bucket, err := store.Open(given.Bucket)
		if err != nil {
			return err
		}
		watches = append(watches, &exposition.Watch{Place: bucket, Source: given.Source, Format: given.Format})
	}
	if asked.command == settings.List {
		return list(ctx, watches)
	}
	if asked.listen == "" {
		return watches.Write(ctx, os.Stdout)
	}
	return exposition.Serve(ctx, asked.listen, watches, log)
}

func list(ctx context.Context, watches exposition.Watches) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "BACKUP\tBYTES\tDUMP BYTES\tSERVER\tSOURCE\tSTATE")
	for _, watch := range watches {
		found, err := catalogue.Read(ctx, watch.Place, watch.Source, watch.Format)
		if err != nil {
			return err
		}
		for _, each := range found.Good {
			fmt.Fprintf(table, "%s\t%d\t%d\t%s\t%s\tgood\n", each.Name, each.Bytes, each.DumpBytes, cmp.Or(each.Server, "-"), watch.Source)
		}
		for _, each := range found.Damaged {
			fmt.Fprintf(table, "%s\t\t\t\t%s\tdamaged: %s\n", each.Name, watch.Source, each.Why)
		}
	}
	return table.Flush()
}

// newLog writes a JSON object a line, without secrets.
func newLog(to io.Writer, hidden *failure.Hidden) *slog.Logger {
	clean := func(_ []string, attribute slog.Attr) slog.Attr {
		if attribute.Value.Kind() == slog.KindString {
			attribute.Value = slog.StringValue(hidden.Clean(attribute.Value.String()))
		}
		return attribute
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{ReplaceAttr: clean}))
}

func known(name string) bool { return slices.Contains(settings.Commands, settings.Command(name)) }
