package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/retention"
)

// document is the JSON file as it is written.
type document struct {
	Source string `json:"source"`
	Bucket struct {
		Endpoint  string `json:"endpoint"`
		Region    string `json:"region"`
		Name      string `json:"name"`
		Prefix    string `json:"prefix"`
		PlainHTTP bool   `json:"plainHTTP"`
	} `json:"bucket"`
	Recipients []string `json:"recipients"`
	Schemas    []string `json:"schemas"`
	// WithoutOwners is what a restore does unless it is told otherwise.
	WithoutOwners bool `json:"withoutOwners"`
	Redis         *struct {
		Address string `json:"address"`
		User    string `json:"user"`
	} `json:"redis"`
	Qdrant *struct {
		URL string `json:"url"`
	} `json:"qdrant"`
	Files *struct {
		Root    string   `json:"root"`
		Folders []string `json:"folders"`
	} `json:"files"`
	Objects *struct {
		Endpoint  string `json:"endpoint"`
		Region    string `json:"region"`
		Bucket    string `json:"bucket"`
		PlainHTTP bool   `json:"plainHTTP"`
	} `json:"objects"`
	Keep          *retention.Policy `json:"keep"`
	PartMebibytes *int              `json:"partMebibytes"`
	TimeLimit     *span             `json:"timeLimit"`
	Lease         struct {
		Renewed *span `json:"renewed"`
		Lost    *span `json:"lost"`
		Dead    *span `json:"dead"`
	} `json:"lease"`
	Drill struct {
		RecoveryTime    *span    `json:"recoveryTime"`
		RoomMebibytes   *int64   `json:"roomMebibytes"`
		SampleMebibytes *int64   `json:"sampleMebibytes"`
		Roles           []string `json:"roles"`
		Checks          []struct {
			Table string `json:"table"`
			Rows  struct {
				AtLeast *int64 `json:"atLeast"`
				AtMost  *int64 `json:"atMost"`
			} `json:"rows"`
			Checksum string `json:"checksum"`
		} `json:"checks"`
		Canary *Canary `json:"canary"`
	} `json:"drill"`
}

// span is a duration as Go writes it: 45m, 6h.
type span time.Duration

func (s *span) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed <= 0 {
		return errors.New(`"` + string(text) + `" is no duration such as 45m or 6h`)
	}
	*s = span(parsed)
	return nil
}

func readDocument(path string) (document, error) {
	var read document
	text, err := os.ReadFile(path)
	if err != nil {
		return read, failure.New(failure.Settings, err,
			"Mount it there, or name another place in "+File+".", "the settings can't be read")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return read, failure.New(failure.Settings, err,
			"images/backup/README.md says which fields there are.", "the settings in %s are not valid", path)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return read, failure.New(failure.Settings, nil, "Leave one.", "%s holds more than one JSON value", path)
	}
	return read, nil
}
