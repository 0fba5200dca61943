package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"sync"
	"time"
)

const storeTimeout = time.Second

var storePorts = map[string]string{
	"postgres": "5432", "postgresql": "5432", "redis": "6379", "rediss": "6379", "http": "80", "https": "443",
}

// The addresses, host:port, of the data stores that a service needs, by the variable that holds each.
// No message shows the value of a variable: a password stands in it.
func storeAddresses(variables []string) (map[string]string, error) {
	addresses := map[string]string{}
	for _, name := range variables {
		value := os.Getenv(name)
		if value == "" {
			return nil, fmt.Errorf("the variable %s is not set", name)
		}
		parsed, err := url.Parse(value)
		if err != nil || parsed.Hostname() == "" {
			return nil, fmt.Errorf("the variable %s does not hold an address", name)
		}
		port := parsed.Port()
		if port == "" {
			port = storePorts[parsed.Scheme]
		}
		addresses[name] = net.JoinHostPort(parsed.Hostname(), port)
	}
	return addresses, nil
}

// Asks each store whether it takes connections; the answer is by variable.
func unreachable(ctx context.Context, addresses map[string]string) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	var mutex sync.Mutex
	var asked sync.WaitGroup
	missing := map[string]string{}
	for name, address := range addresses {
		asked.Go(func() {
			connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
			if err == nil {
				_ = connection.Close()
				return
			}
			mutex.Lock()
			defer mutex.Unlock()
			missing[name] = err.Error()
		})
	}
	asked.Wait()
	return missing
}
