package postgres

import (
	"slices"
	"strings"
	"testing"
)

func TestARestoreWithoutOwnersNeedsFewerRoles(t *testing.T) {
	roles := &Roles{Named: []string{"authenticated", "app"}, Granted: []string{"somebody", "app"}}
	if got := roles.Needed(false); !slices.Equal(got, []string{"app", "authenticated"}) {
		t.Errorf("got %v", got)
	}
	if got := roles.Needed(true); !slices.Equal(got, []string{"app", "authenticated", "somebody"}) {
		t.Errorf("got %v", got)
	}
}

func TestAnOldBackupSaysNothingOfRoles(t *testing.T) {
	var unknown *Roles
	if got := unknown.Needed(true); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestNamesOfRoles(t *testing.T) {
	for name, want := range map[string]bool{
		"app_application": true, "Cloud-Admin": true, strings.Repeat("a", 63): true, strings.Repeat("a", 64): false,
		"": false, "public": false, "none": false, "pg_monitor": false, "a\x00b": false,
	} {
		if MayBeRole(name) != want {
			t.Errorf("%q: not %t", name, want)
		}
	}
}

func TestWhatIsSaidOfAMissingRoleCanBeTyped(t *testing.T) {
	said := `pg_restore: error: could not execute query: ERROR: role "Cloud-Admin" does not exist`
	if got := fixFor(said); !strings.Contains(got, `create role "Cloud-Admin" nologin;`) {
		t.Errorf("got %s", got)
	}
	if got := fixFor(`relation "a" does not exist`); strings.Contains(got, "create role") {
		t.Errorf("got %s", got)
	}
}
