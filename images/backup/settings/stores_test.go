package settings

import (
	"strings"
	"testing"

	"slipway.dev/backup/failure"
)

func of(store string) string { return strings.Replace(whole, `"drill"`, store+`, "drill"`, 1) }

const (
	aRedis  = `"redis": {"address": "cache:6379", "user": "backup"}`
	aQdrant = `"qdrant": {"url": "http://vector-store:6333/"}`
)

func storeEnvironment() map[string]string {
	variables := environment()
	variables[RedisPassword] = "hush-of-the-redis"
	variables[QdrantKey] = "hush-of-the-qdrant"
	return variables
}

func TestASnapshotKnowsItsStore(t *testing.T) {
	loaded, hidden, err := load(t, Snapshot, of(aRedis), storeEnvironment())
	if err != nil || loaded.Format != RDBFormat || loaded.Redis.Address != "cache:6379" || loaded.Database != nil {
		t.Errorf("%+v: %v", loaded, err)
	}
	if shown := hidden.Clean("hush-of-the-redis"); strings.Contains(shown, "hush") {
		t.Error(shown)
	}
	loaded, hidden, err = load(t, Snapshot, of(aQdrant), storeEnvironment())
	if err != nil || loaded.Format != TarFormat || loaded.Qdrant.URL != "http://vector-store:6333" {
		t.Errorf("%+v: %v", loaded, err)
	}
	if shown := hidden.Clean("hush-of-the-qdrant"); strings.Contains(shown, "hush") {
		t.Error(shown)
	}
}

func TestWhoOnlyLooksNeedsNoKeyOfTheStore(t *testing.T) {
	for _, store := range []string{aRedis, aQdrant} {
		for _, command := range []Command{List, Metrics, Prune} {
			if _, _, err := load(t, command, of(store), environment()); err != nil {
				t.Errorf("%s: %v", command, err)
			}
		}
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	for _, each := range []struct {
		command     Command
		store, want string
	}{
		{Dump, aRedis, "dump: is nothing that is done with a Redis, which the settings are of; give one of snapshot, prune"},
		{Restore, aRedis, "restore: is nothing that is done with a Redis"},
		{Dump, aQdrant, "dump: is nothing that is done with a Qdrant"},
		{Drill, aQdrant, "drill: checks, roles and the canary are a database's"},
		{Snapshot, `"keep": null`, "snapshot: is nothing that is done with a database"},
		{Snapshot, `"redis": {"address": "cache", "user": ""}`, `redis.address: "cache" is no address`},
		{Snapshot, `"redis": {"address": "cache:1", "user": ""}`, "redis.user: missing"},
		{Snapshot, `"qdrant": {"url": "vector-store:6333"}`, `qdrant.url: "vector-store:6333" is no address`},
		{Snapshot, aRedis + ", " + aQdrant, "qdrant: beside redis"},
		{Restore, aQdrant, "TARGET_QDRANT_URL: missing"},
	} {
		_, _, err := load(t, each.command, of(each.store), storeEnvironment())
		if failure.CodeOf(err) != failure.Settings || !strings.Contains(err.Error(), each.want) {
			t.Errorf("%s: got %v", each.want, err)
		}
	}
	for name, store := range map[string]string{RedisPassword: aRedis, QdrantKey: aQdrant} {
		if _, _, err := load(t, Snapshot, of(store), environment()); err == nil || !strings.Contains(err.Error(), name+": missing") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestSeveralFilesAreForWhoLooks(t *testing.T) {
	variables := map[string]string{File: "/a.json:/b.json"}
	given := func(name string) string { return variables[name] }
	if _, err := Load(Snapshot, given, &failure.Hidden{}); err == nil || !strings.Contains(err.Error(), "names 2 files") {
		t.Errorf("got %v", err)
	}
	if got := Files(given); len(got) != 2 || got[1] != "/b.json" {
		t.Errorf("got %v", got)
	}
	if got := Files(func(string) string { return "" }); len(got) != 1 || got[0] != DefaultFile {
		t.Errorf("got %v", got)
	}
}
