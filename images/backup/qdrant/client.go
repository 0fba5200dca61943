// Package qdrant takes snapshots of a Qdrant's collections by its HTTP interface, and brings them back.
package qdrant

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"slipway.dev/backup/failure"
)

// Server is where a Qdrant is, and the key that it asks for.
type Server struct {
	// URL is its address without a slash at the end.
	URL string
	Key string
}

// Client asks a Qdrant.
type Client struct {
	server Server
	client *http.Client
}

// NewClient asks nothing yet.
func NewClient(server Server) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// A snapshot is held against the size and the checksum that it has in the server's store.
	transport.DisableCompression = true
	// Pods reach each other without one.
	transport.Proxy = nil
	return &Client{server, &http.Client{Transport: transport}}
}

// Snapshot is what the server says of one that it has made.
type Snapshot struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	// Checksum is SHA-256 in hexadecimal digits.
	Checksum string `json:"checksum"`
}

// Alias is a further name of a collection. A collection's snapshot does not hold it.
type Alias struct {
	Name       string `json:"alias_name"`
	Collection string `json:"collection_name"`
}

// Version is the server's, as "1.16.2".
func (c *Client) Version(ctx context.Context) (string, error) {
	var told struct {
		Version string `json:"version"`
	}
	answer, err := c.do(ctx, http.MethodGet, "/", nil, "")
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	return told.Version, c.read(answer, &told)
}

// Collections are the names of all collections.
func (c *Client) Collections(ctx context.Context) ([]string, error) {
	var told struct {
		Collections []struct {
			Name string `json:"name"`
		} `json:"collections"`
	}
	if err := c.ask(ctx, http.MethodGet, "/collections", nil, &told); err != nil {
		return nil, err
	}
	var names []string
	for _, each := range told.Collections {
		names = append(names, each.Name)
	}
	return names, nil
}

// Aliases are those of all collections.
func (c *Client) Aliases(ctx context.Context) ([]Alias, error) {
	var told struct {
		Aliases []Alias `json:"aliases"`
	}
	return told.Aliases, c.ask(ctx, http.MethodGet, "/aliases", nil, &told)
}

// MakeAlias gives a collection a further name.
func (c *Client) MakeAlias(ctx context.Context, alias Alias) error {
	action := map[string]any{"actions": []any{map[string]any{"create_alias": alias}}}
	return c.ask(ctx, http.MethodPost, "/collections/aliases", action, nil)
}

// Make has the server make a snapshot of a collection on its own disk.
func (c *Client) Make(ctx context.Context, collection string) (Snapshot, error) {
	var made Snapshot
	err := c.ask(ctx, http.MethodPost, snapshots(collection)+"?wait=true", nil, &made)
	return made, err
}

// Download is the content of a snapshot.
func (c *Client) Download(ctx context.Context, collection, snapshot string) (io.ReadCloser, error) {
	answer, err := c.do(ctx, http.MethodGet, snapshots(collection)+"/"+url.PathEscape(snapshot), nil, "")
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// Delete removes a snapshot from the server's disk; one that is not there is as good.
func (c *Client) Delete(ctx context.Context, collection, snapshot string) error {
	err := c.ask(ctx, http.MethodDelete, snapshots(collection)+"/"+url.PathEscape(snapshot)+"?wait=true", nil, nil)
	if told, ok := errors.AsType[*refusal](err); ok && told.status == http.StatusNotFound {
		return nil
	}
	return err
}

// Upload makes a collection of a snapshot, which the server holds against the checksum.
func (c *Client) Upload(ctx context.Context, collection, checksum string, content io.Reader) error {
	query := url.Values{"wait": {"true"}, "priority": {"snapshot"}}
	if checksum != "" {
		query.Set("checksum", checksum)
	}
	body, kind := formOf(content)
	answer, err := c.do(ctx, http.MethodPost, snapshots(collection)+"/upload?"+query.Encode(), body, kind)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func snapshots(collection string) string {
	return "/collections/" + url.PathEscape(collection) + "/snapshots"
}

// ask sends JSON, if there is any, and reads the result of the answer.
func (c *Client) ask(ctx context.Context, method, path string, given, into any) error {
	var body io.Reader
	if given != nil {
		text, err := json.Marshal(given)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	answer, err := c.do(ctx, method, path, body, "application/json")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var told struct {
		Result json.RawMessage `json:"result"`
	}
	if err := c.read(answer, &told); err != nil || into == nil {
		return err
	}
	if err := json.Unmarshal(told.Result, into); err != nil {
		return c.unexpected(err)
	}
	return nil
}

func (c *Client) read(answer *http.Response, into any) error {
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		return c.unexpected(err)
	}
	return nil
}

func (c *Client) do(ctx context.Context, method, path string, body io.Reader, kind string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.server.URL+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("api-key", c.server.Key)
	if body != nil {
		request.Header.Set("Content-Type", kind)
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return nil, c.unreached(err)
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
	return nil, c.refused(method+" "+strings.SplitN(path, "?", 2)[0], answer.StatusCode, string(text))
}

// unreached says that a server did not answer, unless it was the caller who gave up, or the content that was sent that failed.
func (c *Client) unreached(err error) error {
	if known, ok := errors.AsType[*failure.Failure](err); ok {
		return known
	}
	return failure.New(failure.Failed, err, "See whether the server runs, and what may reach it.",
		"Qdrant at %s can't be reached", c.server.URL)
}
