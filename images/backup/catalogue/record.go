package catalogue

import (
	"context"
	"encoding/json"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/store"
)

// Record is how the last run of a kind ended. It lies beside the backups, since a run's own pod is soon gone.
type Record struct {
	Run   string    `json:"run"`
	Ended time.Time `json:"ended"`
	// Code is the exit code.
	Code    int     `json:"code"`
	Problem string  `json:"problem,omitempty"`
	Seconds float64 `json:"seconds"`
	// Failures is the number of runs that failed since the last that did not.
	Failures int `json:"failures"`
	// Succeeded is when the last run without failure ended.
	Succeeded *time.Time `json:"succeeded,omitempty"`
	// Objective is what a drill's seconds are held against.
	Objective float64 `json:"objective,omitempty"`
	// Backup is what was made or tried.
	Backup string `json:"backup,omitempty"`
}

// RecordKey is where the record of a kind of run lies.
func RecordKey(run string) string { return recordFolder + run + manifestSuffix }

// Encode is the record as it is written.
func (r Record) Encode() []byte { return encode(r) }

// After is this record with what the earlier one, or none, says of earlier runs. A slow drill has shown that its backup is good.
func (r Record) After(earlier *Record) Record {
	if r.Code == 0 || r.Code == int(failure.Slow) {
		r.Succeeded = &r.Ended
		return r
	}
	r.Failures = 1
	if earlier != nil {
		r.Failures += earlier.Failures
		r.Succeeded = earlier.Succeeded
	}
	return r
}

// ReadRecord is the record of a kind of run; nil when there is none.
func ReadRecord(ctx context.Context, place Place, run string) (*Record, error) {
	text, err := readSmall(ctx, place, RecordKey(run))
	if store.IsMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	record := &Record{}
	if err := json.Unmarshal(text, record); err != nil {
		// Nothing hangs on what it said, and the next run writes it anew.
		return nil, nil
	}
	return record, nil
}
