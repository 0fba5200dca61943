package job

import (
	"io"
	"log/slog"
	"os"
	"strconv"
	"testing"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
	"slipway.dev/backup/store"
)

// A year of daily dumps at three o'clock on a clock of its own, of a real database into a real store, which the
// environment names as it does for the program.
func TestAYear(t *testing.T) {
	year, err := strconv.Atoi(os.Getenv("BACKUP_YEAR"))
	if err != nil {
		t.Skip("the end-to-end tests run this, with a database and a store")
	}
	given, err := settings.Load(settings.Dump, os.Getenv, &failure.Hidden{})
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := store.Open(given.Bucket)
	if err != nil {
		t.Fatal(err)
	}
	runs := 0
	for now := time.Date(year, 1, 1, 3, 0, 0, 0, time.UTC); now.Year() == year; now = now.AddDate(0, 0, 1) {
		daily := &Job{Settings: given, Bucket: bucket, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: func() time.Time { return now }}
		if err := daily.Run(t.Context(), settings.Dump, daily.Dump); err != nil {
			t.Fatalf("%s: %s", now.Format(time.DateOnly), err)
		}
		runs++
	}
	t.Logf("%d runs", runs)
}
