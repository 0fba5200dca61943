package job

import (
	"slices"
	"testing"

	"slipway.dev/backup/settings"
)

var (
	users  = settings.Check{Table: "public.users"}
	canary = settings.Canary{Table: "slipway.canary", Checksum: "of then"}
)

func TestADumpIsHeldAgainstTheCanaryThatItsDatabaseHad(t *testing.T) {
	backup := backupOf(1)
	backup.Canary = &canary
	declared := settings.Rehearsal{Checks: []settings.Check{users}, Canary: &settings.Canary{Table: "slipway.canary", Checksum: "of now"}}
	want := []settings.Check{users, {Table: "slipway.canary", Checksum: "of then"}}
	if got := checksOf(backup, declared); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if len(declared.Checks) != 1 {
		t.Errorf("what is declared has changed: %+v", declared.Checks)
	}
}

func TestADumpFromBeforeTheCanaryIsNotHeldAgainstIt(t *testing.T) {
	declared := settings.Rehearsal{Checks: []settings.Check{users}, Canary: &canary}
	if got := checksOf(backupOf(1), declared); !slices.Equal(got, []settings.Check{users}) {
		t.Errorf("%+v", got)
	}
}
