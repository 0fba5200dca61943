package settings

import (
	"strings"
	"testing"
)

const someObjects = `"objects": {"endpoint": "https://ref.storage.example/storage/v1/s3", "region": "eu", "bucket": "uploads"}`

func objectsEnvironment(t *testing.T) map[string]string {
	t.Helper()
	variables := ofDrill(t)
	variables[SourceKeyID], variables[SourceSecret], variables[SourceToken] = "source-key", "hush-of-the-source", "hush-of-the-token"
	variables[TargetBucket] = "https://ref.storage.example/storage/v1/s3/restored"
	variables[TargetKeyID], variables[TargetSecret] = "target-key", "hush-of-the-target"
	return variables
}

func TestACopyOfABucketKnowsWhereItIsAndWhatOpensIt(t *testing.T) {
	loaded, hidden, err := load(t, Snapshot, of(someObjects), objectsEnvironment(t))
	if err != nil || loaded.Format != ObjectsFormat {
		t.Fatalf("%+v: %v", loaded, err)
	}
	got := *loaded.Objects
	want := Bucket{Named: got.Named, Host: "ref.storage.example", TLS: true, Path: "/storage/v1/s3", Region: "eu", Name: "uploads",
		AccessKeyID: "source-key", SecretAccessKey: "hush-of-the-source", SessionToken: "hush-of-the-token"}
	if got != want || !got.Named.OthersKeys || got.Named.KeyID != SourceKeyID {
		t.Errorf("%+v", got)
	}
	if shown := hidden.Clean("hush-of-the-source hush-of-the-token"); strings.Contains(shown, "hush") {
		t.Error(shown)
	}
}

func TestARestoreNeverGoesWhereTheCopyCameFromByChance(t *testing.T) {
	variables := objectsEnvironment(t)
	loaded, _, err := load(t, Restore, of(someObjects), variables)
	if err != nil {
		t.Fatal(err)
	}
	if got := loaded.Objects; got.Name != "restored" || got.Path != "/storage/v1/s3" || got.Region != "eu" || got.AccessKeyID != "target-key" {
		t.Errorf("%+v", got)
	}
	variables[TargetRegion], variables[TargetBucket] = "us", "http://127.0.0.1:9000/restored"
	if loaded, _, err = load(t, Restore, of(someObjects), variables); err != nil || loaded.Objects.Region != "us" || loaded.Objects.Path != "" {
		t.Errorf("%+v: %v", loaded.Objects, err)
	}
	for _, wrong := range []string{"", "restored", "https://host.example", "http://host.example/restored", "https://me:hush@host.example/restored"} {
		variables[TargetBucket] = wrong
		if _, _, err = load(t, Restore, of(someObjects), variables); err == nil || !strings.Contains(err.Error(), TargetBucket) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestWhoOnlyLooksAtCopiesNeedsNoKeyOfTheBucket(t *testing.T) {
	for _, command := range []Command{List, Metrics, Prune} {
		if _, _, err := load(t, command, of(someObjects), environment()); err != nil {
			t.Errorf("%s: %v", command, err)
		}
	}
}

func TestWhatIsWrongWithABucketThatIsCopiedIsToldAtOnce(t *testing.T) {
	wrong := `"objects": {"endpoint": "http://host.example", "bucket": "U"}, "files": {"root": "/", "folders": ["x"]}, "partMebibytes": 5`
	_, _, err := load(t, Snapshot, strings.Replace(of(wrong), `"drill": {`, `"drill": {"sampleMebibytes": 0, `, 1), environment())
	for _, part := range []string{"objects: beside redis, qdrant or files", `objects.endpoint: "http://host.example" is not encrypted`,
		"objects.region: missing", `objects.bucket: "U"`, SourceKeyID + ": missing", SourceSecret + ": missing", "drill.sampleMebibytes: 0"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v lacks %s", err, part)
		}
	}
}
