package postgres

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatAnAddressMeans(t *testing.T) {
	address, err := ParseAddress("postgresql://app:p%40ss@db.example:5433/shop?sslmode=require&connect_timeout=5")
	if err != nil {
		t.Fatal(err)
	}
	environment := address.At("scratch").environment()
	for _, want := range []string{"PGHOST=db.example", "PGPORT=5433", "PGUSER=app", "PGPASSWORD=p@ss", "PGDATABASE=scratch",
		"PGSSLMODE=require", "PGCONNECT_TIMEOUT=5"} {
		if !slices.Contains(environment, want) {
			t.Errorf("%s is not in %v", want, environment)
		}
	}
	if address.Database() != "shop" {
		t.Errorf("the first address is now of %s", address.Database())
	}
}

func TestASocketIsAHostToo(t *testing.T) {
	address, err := ParseAddress("postgresql://app@/shop?host=/run/postgresql")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(address.environment(), "PGHOST=/run/postgresql") {
		t.Error(address.environment())
	}
}

func TestWrongAddressesAreRefusedWithoutShowingThem(t *testing.T) {
	for given, want := range map[string]string{
		"":                                         "is no address",
		"mysql://app:hush@db/shop":                 "is no address",
		"postgresql://app:hush@db":                 "names no database",
		"postgresql://app:hush@db:port/shop":       "is no address",
		"postgresql://app:hush@db/shop?schema=x":   "unknown parameter schema",
		"postgresql://app:hush@db/shop?sslmode=no": "can't be read",
	} {
		_, err := ParseAddress(given)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: got %v", given, err)
		}
	}
}

func TestTableNamesAreQuoted(t *testing.T) {
	if got, want := tableOf(`public.or"ders; drop`), `"public"."or""ders; drop"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheEndOfWhatAProgramSaysIsKept(t *testing.T) {
	said := &tail{}
	for range 1000 {
		_, _ = said.Write([]byte("line\n"))
	}
	_, _ = said.Write([]byte("the reason\n"))
	if got := said.String(); len(got) > tailBytes || !strings.HasSuffix(got, "line the reason") {
		t.Errorf("%d characters: %s", len(got), got)
	}
}
