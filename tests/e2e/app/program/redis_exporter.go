package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Plays the exporter of a Redis: it asks the server as the real one does, as the same user, and answers with the numbers
// of INFO that are whole, under the real one's names for them.
func playRedisExporter(ctx context.Context) error {
	address, err := url.Parse(variableOr("REDIS_ADDR", "redis://localhost:6379"))
	if err != nil || address.Host == "" {
		return errors.New("the variable REDIS_ADDR does not hold an address")
	}
	listener, err := net.Listen("tcp", variableOr("REDIS_EXPORTER_WEB_LISTEN_ADDRESS", ":9121"))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: redisExporterHandler(address.Host), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	log("started", map[string]any{"service": "redis_exporter, played", "version": readVersion()})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func redisExporterHandler(address string) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	routes.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		info, err := redisInfo(r.Context(), address)
		if err != nil {
			log("scrape failed", map[string]any{"error": err.Error()})
			_, _ = fmt.Fprintln(w, "redis_up 0")
			return
		}
		_, _ = fmt.Fprintln(w, "redis_up 1")
		for _, number := range wholeNumber.FindAllStringSubmatch(info, -1) {
			_, _ = fmt.Fprintf(w, "redis_%s %s\n", number[1], number[2])
		}
	})
	return routes
}

var wholeNumber = regexp.MustCompile(`(?m)^([a-z_]+):(\d+)\r?$`)

// What a Redis says of itself. No message shows the password.
func redisInfo(ctx context.Context, address string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return "", err
	}
	defer func() { _ = connection.Close() }()
	deadline, _ := ctx.Deadline()
	if err := connection.SetDeadline(deadline); err != nil {
		return "", err
	}
	answers := bufio.NewReader(connection)
	auth := []string{"AUTH", os.Getenv("REDIS_USER"), os.Getenv("REDIS_PASSWORD")}
	if _, err := askRedis(connection, answers, auth...); err != nil {
		return "", err
	}
	return askRedis(connection, answers, "INFO", "ALL")
}

func askRedis(to io.Writer, answers *bufio.Reader, words ...string) (string, error) {
	var command strings.Builder
	fmt.Fprintf(&command, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&command, "$%d\r\n%s\r\n", len(word), word)
	}
	if _, err := io.WriteString(to, command.String()); err != nil {
		return "", err
	}
	line, err := answers.ReadString('\n')
	if err != nil {
		return "", err
	}
	kind, rest := line[0], strings.TrimSpace(line[1:])
	if kind == '-' {
		return "", errors.New(rest)
	}
	if kind != '$' {
		return rest, nil
	}
	length, err := strconv.Atoi(rest)
	if err != nil || length < 0 {
		return "", fmt.Errorf("%q is no length", rest)
	}
	text := make([]byte, length+2)
	_, err = io.ReadFull(answers, text)
	return string(text[:length]), err
}
