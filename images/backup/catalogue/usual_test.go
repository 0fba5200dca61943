package catalogue

import "testing"

// sized is what a bucket holds after dumps of these sizes.
func sized(sizes ...int64) *Catalogue {
	found := &Catalogue{}
	for day, each := range sizes {
		at := taken.AddDate(0, 0, day)
		found.Good = append(found.Good, Backup{NameAt(at), Manifest{Taken: at, DumpBytes: each}})
	}
	return found
}

func TestTheUsualSizeIsTheMiddleOneOfTheWeekBeforeTheNewest(t *testing.T) {
	for _, each := range []struct {
		what  string
		sizes []int64
		want  int64
	}{
		{"the one before", []int64{100, 10}, 100},
		{"the smaller of two", []int64{100, 80, 10}, 80},
		{"not the odd one", []int64{100, 1, 101, 10}, 100},
		{"of a week and no longer", []int64{1, 1, 1, 1, 1, 1, 1, 1, 100, 100, 100, 100, 100, 100, 100, 100}, 100},
		{"large for three nights of small ones", []int64{100, 100, 100, 100, 100, 100, 100, 10, 10, 10, 10}, 100},
		{"small when there are four of them", []int64{100, 100, 100, 100, 100, 100, 100, 10, 10, 10, 10, 10}, 10},
	} {
		if got, ok := sized(each.sizes...).UsualBytes(); !ok || got != each.want {
			t.Errorf("%s: got %d, want %d", each.what, got, each.want)
		}
	}
}

func TestOneBackupAloneIsNeitherLargeNorSmall(t *testing.T) {
	for _, found := range []*Catalogue{sized(), sized(5)} {
		if got, ok := found.UsualBytes(); ok {
			t.Errorf("got %d", got)
		}
	}
}
