package job

import (
	"slices"
	"testing"
	"time"

	"slipway.dev/backup/catalogue"
	"slipway.dev/backup/retention"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func catalogueOf(taken ...time.Time) *catalogue.Catalogue {
	found := &catalogue.Catalogue{}
	for _, each := range taken {
		found.Good = append(found.Good, catalogue.Backup{Name: catalogue.NameAt(each), Manifest: catalogue.Manifest{Taken: each}})
	}
	return found
}

func TestWhatIsNotKeptIsDoomed(t *testing.T) {
	found := catalogueOf(noon.AddDate(0, 0, -2), noon.AddDate(0, 0, -1), noon)
	got := expired(found, noon, retention.Policy{Daily: 2}, 0)
	if want := []string{"backup_20260303_120000"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheNewestStaysWhateverIsAskedFor(t *testing.T) {
	if got := expired(catalogueOf(noon), noon, retention.Policy{}, 0); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := expired(&catalogue.Catalogue{}, noon, retention.Standard, 0); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestNoneGoesThatIsYoungerThanAllAreKept(t *testing.T) {
	found := catalogueOf(noon.AddDate(0, 0, -2), noon.AddDate(0, 0, -1), noon.Add(-2*time.Hour), noon.Add(-time.Hour), noon)
	got := expired(found, noon, retention.Policy{Daily: 2}, 48*time.Hour)
	if want := []string{"backup_20260303_120000"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The newest manifest is of a damaged backup: were it counted, the last good one would have to go.
func TestADamagedBackupTakesNoGoodOnesPlace(t *testing.T) {
	found := catalogueOf(noon.AddDate(0, 0, -1))
	found.Damaged = []catalogue.Damage{{Name: catalogue.NameAt(noon), Why: "its content is missing"}}
	if got := expired(found, noon, retention.Policy{Daily: 1}, 0); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
