package qdrant

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"slipway.dev/backup/failure"
)

// refusal is an answer that is no success, in the server's own words.
type refusal struct {
	status int
	told   string
}

func (r *refusal) Error() string { return fmt.Sprintf("HTTP %d: %s", r.status, r.told) }

// refused says what to do about what the server answers.
func (c *Client) refused(what string, status int, text string) error {
	var told struct {
		Status struct {
			Error string `json:"error"`
		} `json:"status"`
	}
	if json.Unmarshal([]byte(text), &told) == nil && told.Status.Error != "" {
		text = told.Status.Error
	}
	said := strings.ToLower(text)
	fix := "Look at the server's log, and run this again."
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		fix = "Set QDRANT_API_KEY to the server's key; one that only reads makes no snapshots."
	case status == http.StatusNotFound:
		fix = "The collection was deleted meanwhile: run this again."
	case strings.Contains(said, "no space") || strings.Contains(said, "disk"):
		fix = "The server's volume is full: enlarge it. A snapshot takes as much room as its collection, until it is fetched."
	case strings.Contains(said, "checksum"):
		fix = "What arrived is not what was sent: run this again."
	}
	return failure.New(failure.Failed, &refusal{status, text}, fix, "Qdrant at %s refused %s", c.server.URL, what)
}

func (c *Client) unexpected(err error) error {
	return failure.New(failure.Failed, err, "Give the address of a Qdrant.",
		"what answers at %s does not answer as Qdrant does", c.server.URL)
}
