package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// One request of a list, as a test words it.
type question struct {
	URL    string `json:"url"`
	Method string `json:"method"`
	// Where to connect, host:port; else where the URL says.
	Connect string `json:"connect"`
	// The address to connect from, which tells one client from another.
	From    string            `json:"from"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	// Bytes of a body of zeros, in place of the text.
	BodySize int64 `json:"bodySize"`
	// The newest version of TLS that the client speaks: "1.0", "1.1" or "1.2"; else all.
	NewestTLS string `json:"newestTls"`
}

// What came of it.
type reply struct {
	Status  int                 `json:"status"`
	Headers map[string][]string `json:"headers"`
	Body    string              `json:"body"`
	// Nothing where the connection was a plain one.
	TLS     *handshake `json:"tls,omitempty"`
	Seconds float64    `json:"seconds"`
	// Why there is no answer.
	Error string `json:"error,omitempty"`
}

type handshake struct {
	Version string `json:"version"`
	// The names that the certificate is for. It was verified for the URL's.
	Names []string `json:"names"`
}

var tlsVersions = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12}

// Reads a list of requests as JSON, asks them all, each on a connection of its own, and prints the list of answers in
// the same order. A redirect is an answer, and so is an error.
func runAsk(ctx context.Context, args []string) error {
	var options clientOptions
	flags := flag.NewFlagSet("stand-in ask", flag.ContinueOnError)
	flags.SetOutput(os.Stderr)
	options.declareOn(flags)
	options.declareAuthorityOn(flags)
	atOnce := flags.Int("at-once", 1, "how many requests are open at a time")
	if err := flags.Parse(args); err != nil {
		return exitError{exitMisused}
	}
	if flags.NArg() > 0 || *atOnce < 1 {
		return misuseError{"stand-in ask wants a list of requests on its standard input"}
	}
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		return fmt.Errorf("no list of requests was given: %w", err)
	}
	return json.NewEncoder(os.Stdout).Encode(askAll(ctx, questions, options, *atOnce))
}

func askAll(ctx context.Context, questions []question, options clientOptions, atOnce int) []reply {
	replies := make([]reply, len(questions))
	places := make(chan struct{}, atOnce)
	for i, asked := range questions {
		places <- struct{}{}
		go func() {
			started := time.Now()
			told, err := asked.ask(ctx, options)
			if err != nil {
				told.Error = err.Error()
			}
			told.Seconds = time.Since(started).Seconds()
			replies[i] = told
			<-places
		}()
	}
	for range atOnce {
		places <- struct{}{}
	}
	return replies
}

func (q question) ask(ctx context.Context, options clientOptions) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, options.timeout)
	defer cancel()
	told := reply{Headers: map[string][]string{}}
	transport, err := q.transport(options)
	if err != nil {
		return told, err
	}
	defer transport.CloseIdleConnections()
	request, err := q.request(ctx)
	if err != nil {
		return told, err
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return told, err
	}
	defer func() { _ = response.Body.Close() }()
	told.Status, told.Headers = response.StatusCode, response.Header
	if response.TLS != nil {
		told.TLS = &handshake{tls.VersionName(response.TLS.Version), response.TLS.PeerCertificates[0].DNSNames}
	}
	body, err := io.ReadAll(response.Body)
	told.Body = string(body)
	return told, err
}

func (q question) transport(options clientOptions) (*http.Transport, error) {
	if q.Connect != "" {
		options.connect = q.Connect
	}
	if q.From != "" {
		from := net.ParseIP(q.From)
		if from == nil {
			return nil, fmt.Errorf("%q is no address", q.From)
		}
		options.from = &net.TCPAddr{IP: from}
	}
	transport := options.transport()
	if q.NewestTLS != "" {
		newest, known := tlsVersions[q.NewestTLS]
		if !known {
			return nil, fmt.Errorf("%q is no version of TLS that can be asked for", q.NewestTLS)
		}
		transport.TLSClientConfig.MinVersion, transport.TLSClientConfig.MaxVersion = tls.VersionTLS10, newest
	}
	// What is answered is told as it was sent.
	transport.DisableCompression = true
	// A server that takes no body of that size says so before it is sent.
	transport.ExpectContinueTimeout = time.Second
	return transport, nil
}

func (q question) request(ctx context.Context) (*http.Request, error) {
	body := io.Reader(strings.NewReader(q.Body))
	if q.BodySize > 0 {
		body = bytes.NewReader(make([]byte, q.BodySize))
	}
	request, err := http.NewRequestWithContext(ctx, q.Method, q.URL, body)
	if err != nil {
		return nil, err
	}
	for name, value := range q.Headers {
		request.Header.Set(name, value)
	}
	return request, nil
}
