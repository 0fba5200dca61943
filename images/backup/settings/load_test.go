package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/retention"
)

const recipient = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"

const whole = `{
  "source": "production/odd-scenes",
  "bucket": {"endpoint": "https://store.example", "region": "eu", "name": "backups", "prefix": "production/odd-scenes"},
  "recipients": ["` + recipient + `"],
  "drill": {"recoveryTime": "1h", "checks": [{"table": "public.users", "rows": {"atLeast": 1}}]}
}`

func environment() map[string]string {
	return map[string]string{
		AccessKeyID:            "key",
		SecretAccessKey:        "hush-of-the-bucket",
		"DATABASE_URL":         "postgresql://app:hush-of-the-database@db:5432/odd",
		"SCRATCH_DATABASE_URL": "postgresql://app:hush-of-the-database@scratch:5432/postgres",
	}
}

// ofDrill is the environment of a drill, which opens backups.
func ofDrill(t *testing.T) map[string]string {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	variables := environment()
	variables[IdentityFile] = filepath.Join(t.TempDir(), "identity")
	if err := os.WriteFile(variables[IdentityFile], []byte(identity.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return variables
}

func load(t *testing.T, command Command, text string, variables map[string]string) (*Settings, *failure.Hidden, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	variables[File] = path
	hidden := &failure.Hidden{}
	loaded, err := Load(command, func(name string) string { return variables[name] }, hidden)
	return loaded, hidden, err
}

func TestDefaults(t *testing.T) {
	loaded, _, err := load(t, Dump, whole, environment())
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Keep != retention.Standard || loaded.PartBytes != 16<<20 || loaded.TimeLimit != 6*time.Hour {
		t.Errorf("%+v", loaded)
	}
	if !loaded.Bucket.TLS || loaded.Bucket.Host != "store.example" || loaded.Database.Database() != "odd" {
		t.Errorf("%+v", loaded)
	}
}

func TestADumpNeedsNoIdentityAndADrillDoes(t *testing.T) {
	if _, _, err := load(t, Dump, whole, environment()); err != nil {
		t.Error(err)
	}
	_, _, err := load(t, Drill, whole, environment())
	if err == nil || !strings.Contains(err.Error(), IdentityFile) {
		t.Errorf("got %v", err)
	}
	if loaded, _, err := load(t, Drill, whole, ofDrill(t)); err != nil || len(loaded.Identities) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	_, hidden, err := load(t, Dump, whole, environment())
	if err != nil {
		t.Fatal(err)
	}
	got := hidden.Clean("hush-of-the-bucket hush-of-the-database postgresql://app:hush-of-the-database@db:5432/odd")
	if strings.Contains(got, "hush") {
		t.Error(got)
	}
}

// Each change to good settings is named by its field.
func TestOwnersComeBackUnlessTheSettingsSayOtherwise(t *testing.T) {
	for text, want := range map[string]bool{whole: false, strings.Replace(whole, `"drill"`, `"withoutOwners": true, "drill"`, 1): true} {
		loaded, _, err := load(t, Dump, text, environment())
		if err != nil || loaded.WithoutOwners != want {
			t.Errorf("%s: got %+v, %v", text, loaded, err)
		}
	}
}

func TestTheCanaryIsKnownToWhoDumpsAndToWhoDrills(t *testing.T) {
	want := Canary{Table: "slipway.canary", Checksum: strings.Repeat("0a", 32)}
	text := strings.Replace(whole, `"drill": {`, `"drill": {"canary": {"table": "slipway.canary", "checksum": "`+want.Checksum+`"}, `, 1)
	for _, command := range []Command{Dump, Drill} {
		loaded, _, err := load(t, command, text, ofDrill(t))
		if err != nil || loaded.Drill.Canary == nil || *loaded.Drill.Canary != want {
			t.Errorf("%s: got %+v, %v", command, loaded, err)
		}
	}
	if loaded, _, err := load(t, Drill, whole, ofDrill(t)); err != nil || loaded.Drill.Canary != nil {
		t.Errorf("got %+v, %v", loaded, err)
	}
}

func TestEveryProblemNamesItsField(t *testing.T) {
	for _, each := range []struct{ from, to, want string }{
		{`"production/odd-scenes",`, `"",`, `source: "" names nothing`},
		{`https://store.example`, `http://store.example`, "bucket.endpoint: \"http://store.example\" is not encrypted"},
		{`https://store.example`, `store.example`, `bucket.endpoint: "store.example" is no address`},
		{`https://store.example`, `https://store.example/folder`, "bucket.endpoint:"},
		{`https://store.example`, `ftp://store.example`, "must begin with https://"},
		{`"region": "eu"`, `"region": ""`, "bucket.region: missing"},
		{`"name": "backups"`, `"name": "Back_ups"`, `bucket.name: "Back_ups"`},
		{`"prefix": "production`, `"prefix": "/production`, "bucket.prefix:"},
		{recipient, "age1nonsense", `recipients[0]: "age1nonsense" is no public key`},
		{`["` + recipient + `"]`, "[]", "recipients: none"},
		{`"drill"`, `"keep": {"daily": 0, "weekly": 4, "monthly": -1}, "drill"`, "keep.daily: 0"},
		{`"drill"`, `"keep": {"daily": 1, "weekly": 4, "monthly": -1}, "drill"`, "-1 monthly"},
		{`"drill"`, `"schemas": ["public", "a*"], "drill"`, `schemas[1]: "a*"`},
		{`"drill"`, `"partMebibytes": 4, "drill"`, "partMebibytes: 4"},
		{`"drill"`, `"timeLimit": "soon", "drill"`, `"soon" is no duration`},
		{`"drill"`, `"retention": 7, "drill"`, `unknown field "retention"`},
		{`"public.users"`, `"users"`, `drill.checks[0].table: "users"`},
		{`{"recoveryTime"`, `{"roomMebibytes": 0, "recoveryTime"`, "drill.roomMebibytes: 0"},
		{`{"atLeast": 1}`, `{}`, "drill.checks[0]: says nothing of public.users"},
		{`{"atLeast": 1}`, `{"atLeast": 3, "atMost": 2}`, "at least 3 and at most 2"},
		{`{"recoveryTime"`, `{"roles": ["app", "pg_monitor"], "recoveryTime"`, `drill.roles[1]: "pg_monitor"`},
		{`{"atLeast": 1}}`, `{}, "checksum": "ABC"}`, "drill.checks[0].checksum:"},
		{`{"recoveryTime"`, `{"canary": {"table": "canary"}, "recoveryTime"`, `drill.canary.table: "canary"`},
		{`{"recoveryTime"`, `{"canary": {"table": "a.b", "checksum": "ABC"}, "recoveryTime"`, `drill.canary.checksum: "ABC"`},
	} {
		changed := strings.Replace(whole, each.from, each.to, 1)
		_, _, err := load(t, Dump, changed, environment())
		if failure.CodeOf(err) != failure.Settings || !strings.Contains(err.Error(), each.want) {
			t.Errorf("%s: got %v", each.to, err)
		}
	}
}

func TestAllProblemsAreToldAtOnce(t *testing.T) {
	_, _, err := load(t, Drill, "{}", map[string]string{})
	for _, want := range []string{"source", "bucket.endpoint", "bucket.region", "bucket.name", "bucket.prefix", "recipients",
		"drill.recoveryTime", "drill.checks", AccessKeyID, SecretAccessKey, "SCRATCH_DATABASE_URL", IdentityFile} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not in %v", want, err)
		}
	}
}

func TestASecretKeyAmongTheRecipientsIsNotShown(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = load(t, Dump, strings.Replace(whole, recipient, identity.String(), 1), environment())
	if err == nil || strings.Contains(err.Error(), identity.String()) || !strings.Contains(err.Error(), "is a secret key") {
		t.Errorf("got %v", err)
	}
}

func TestPlainHTTPIsForThisMachineOrWhenAskedFor(t *testing.T) {
	for _, text := range []string{
		strings.Replace(whole, "https://store.example", "http://127.0.0.1:7070", 1),
		strings.Replace(whole, `"https://store.example"`, `"http://store.example", "plainHTTP": true`, 1),
	} {
		if loaded, _, err := load(t, Dump, text, environment()); err != nil || loaded.Bucket.TLS {
			t.Errorf("got %v", err)
		}
	}
}
