package job

import (
	"strings"
	"testing"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/failure"
)

func backupOf(bytes int64) catalogue.Backup {
	return catalogue.Backup{Name: "backup_x", Manifest: catalogue.Manifest{DumpBytes: bytes}}
}

func TestABackupThatFitsIsDrilled(t *testing.T) {
	for room, bytes := range map[int64]int64{0: 1 << 40, 8 << 30: 8 << 30, 1 << 20: 1} {
		if err := roomFor(backupOf(bytes), room); err != nil {
			t.Errorf("%d in %d: %v", bytes, room, err)
		}
	}
}

func TestABackupThatIsLargerThanTheRoomIsRefused(t *testing.T) {
	err := roomFor(backupOf(8<<30+1), 8<<30)
	if failure.CodeOf(err) != failure.Settings {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"backup_x holds 8193 MiB", "of 8192 MiB", "nothing was restored", "drillStorage"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: lacks %s", err, part)
		}
	}
}

func TestADrillWithinItsObjectiveOrWithoutOnePasses(t *testing.T) {
	for _, objective := range []time.Duration{0, time.Hour} {
		job := &Job{started: time.Now().Add(-time.Minute), objective: objective}
		if err := job.inTime(backupOf(1)); err != nil {
			t.Errorf("%s: %v", objective, err)
		}
	}
}

func TestADrillOverItsObjectiveIsSlowAndItsBackupGood(t *testing.T) {
	job := &Job{started: time.Now().Add(-time.Hour), objective: time.Minute}
	err := job.inTime(backupOf(1))
	if failure.CodeOf(err) != failure.Slow {
		t.Fatalf("got %v", err)
	}
	if want := "backup_x is good, but took 1h0m0s to restore, and the objective is 1m0s"; !strings.Contains(err.Error(), want) {
		t.Errorf("%s: lacks %s", err, want)
	}
}
