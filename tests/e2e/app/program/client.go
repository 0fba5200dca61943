package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// What every command that asks something can be told.
type clientOptions struct {
	dns     string
	timeout time.Duration
	// Where to connect whatever the URL says, host:port.
	connect string
	// The address to connect from, which tells one client from another; any without it.
	from net.Addr
	// Whose signature servers' certificates must have; the machine's own authorities without it.
	trusted *x509.CertPool
}

func (o *clientOptions) declareOn(flags *flag.FlagSet) {
	flags.StringVar(&o.dns, "dns", "", "`address` of the DNS server to ask, host:port (default: the machine's)")
	flags.DurationVar(&o.timeout, "timeout", 10*time.Second, "how long one request may take")
}

// For commands that ask by TLS.
func (o *clientOptions) declareAuthorityOn(flags *flag.FlagSet) {
	usage := "`file` of the certificates, PEM, that servers' own must be signed by"
	flags.Func("ca", usage, func(file string) error {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		o.trusted = x509.NewCertPool()
		if !o.trusted.AppendCertsFromPEM(content) {
			return fmt.Errorf("%s holds no certificate", file)
		}
		return nil
	})
}

func (o clientOptions) resolver() *net.Resolver {
	if o.dns == "" {
		return net.DefaultResolver
	}
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, o.dns)
		},
	}
}

// Connections that are made as the options say, and are kept open between requests.
func (o clientOptions) transport() *http.Transport {
	dialer := &net.Dialer{Timeout: o.timeout, Resolver: o.resolver(), LocalAddr: o.from}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if o.connect != "" {
				address = o.connect
			}
			return dialer.DialContext(ctx, network, address)
		},
		IdleConnTimeout: 90 * time.Second,
		TLSClientConfig: &tls.Config{RootCAs: o.trusted},
	}
}

// A client with connections of its own.
func (o clientOptions) client() *http.Client {
	return &http.Client{Timeout: o.timeout, Transport: o.transport()}
}

// Parses what stands before and after the one argument that has no name.
func parseAround(flags *flag.FlagSet, args []string, what string) (string, error) {
	flags.SetOutput(os.Stderr)
	if err := flags.Parse(args); err != nil {
		return "", exitError{exitMisused}
	}
	if flags.NArg() == 0 {
		return "", misuseError{fmt.Sprintf("%s wants %s", flags.Name(), what)}
	}
	subject := flags.Arg(0)
	if err := flags.Parse(flags.Args()[1:]); err != nil {
		return "", exitError{exitMisused}
	}
	return subject, nil
}

// Asks a URL, with GET unless told otherwise, and prints what it answers. It fails unless the status is 2xx.
func runGet(ctx context.Context, args []string) error {
	var options clientOptions
	flags := flag.NewFlagSet("stand-in get", flag.ContinueOnError)
	options.declareOn(flags)
	method := flags.String("method", http.MethodGet, "method of the request")
	data := flags.String("data", "", "body of the request")
	url, err := parseAround(flags, args, "a URL")
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, *method, url, strings.NewReader(*data))
	if err != nil {
		return err
	}
	response, err := options.client().Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

// Prints the addresses of a name, one a line.
func runLookup(ctx context.Context, args []string) error {
	var options clientOptions
	flags := flag.NewFlagSet("stand-in lookup", flag.ContinueOnError)
	options.declareOn(flags)
	name, err := parseAround(flags, args, "a name")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, options.timeout)
	defer cancel()
	addresses, err := options.resolver().LookupHost(ctx, name)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		fmt.Println(address)
	}
	return nil
}
