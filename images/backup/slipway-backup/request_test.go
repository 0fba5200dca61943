package main

import (
	"bytes"
	"strings"
	"testing"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
)

func TestArguments(t *testing.T) {
	for text, want := range map[string]request{
		"--help":                {help: true},
		"drill --help":          {help: true},
		"dump":                  {command: settings.Dump},
		"metrics":               {command: settings.Metrics},
		"restore":               {command: settings.Restore},
		"metrics -listen :9187": {command: settings.Metrics, listen: ":9187"},
		"restore --backup backup_x --without-owners": {command: settings.Restore, backup: "backup_x", owners: without},
		"restore --prefix a/ --overwrite":            {command: settings.Restore, prefix: "a/", overwrite: true},
		"restore --overwrite --all":                  {command: settings.Restore, overwrite: true, all: true},
		"fetch --prefix a/":                          {command: settings.Fetch, prefix: "a/"},
		"snapshot --even-empty":                      {command: settings.Snapshot, evenEmpty: true},
		"restore --without-owners=false":             {command: settings.Restore, owners: with},
	} {
		got, err := parse(strings.Fields(text))
		if err != nil || *got != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestWrongArgumentsAreRefused(t *testing.T) {
	for _, text := range []string{"", "backup", "dump now", "dump --backup x", "restore --backup", "restore --without-owners=perhaps",
		"restore --prefix=", "fetch --prefix=", "restore --overwrite", "restore --overwrite --all --prefix a/"} {
		if _, err := parse(strings.Fields(text)); failure.CodeOf(err) != failure.Settings {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestOwnersAreAsTheSettingsSayUnlessAsked(t *testing.T) {
	for _, otherwise := range []bool{true, false} {
		if asSettings.restored(otherwise) != otherwise || !with.restored(otherwise) || without.restored(otherwise) {
			t.Errorf("%t", otherwise)
		}
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	for _, command := range settings.Commands {
		if !strings.Contains(help, "\n  "+string(command)+" ") {
			t.Errorf("%s is missing", command)
		}
	}
}

func TestTheLogHidesSecrets(t *testing.T) {
	hidden := &failure.Hidden{}
	hidden.Hide("hush-hush")
	var text bytes.Buffer
	newLog(&text, hidden).Error("refused hush-hush", "url", "postgresql://app:hush-hush@db/shop")
	if strings.Contains(text.String(), "hush") || !strings.Contains(text.String(), "app:(hidden)@db") {
		t.Error(text.String())
	}
}
