package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A server that lets one password in and then says of itself what it is given.
func listenAsRedis(t *testing.T, password, info string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go answerAsRedis(connection, password, info)
		}
	}()
	return listener.Addr().String()
}

func answerAsRedis(connection net.Conn, password, info string) {
	defer func() { _ = connection.Close() }()
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		switch lines.Text() {
		case password:
			_, _ = fmt.Fprint(connection, "+OK\r\n")
		case "wrong":
			_, _ = fmt.Fprint(connection, "-WRONGPASS invalid username-password pair or user is disabled.\r\n")
		case "INFO":
			_, _ = fmt.Fprintf(connection, "$%d\r\n%s\r\n", len(info), info)
		}
	}
}

func TestRedisExporterSaysWhatItsServerSays(t *testing.T) {
	address := listenAsRedis(t, "right", "# Clients\r\nconnected_clients:3\r\nredis_version:7.0.15\r\n")
	t.Setenv("REDIS_USER", "monitor")
	for password, want := range map[string]string{
		"right": "redis_up 1\nredis_connected_clients 3\n",
		"wrong": "redis_up 0\n",
	} {
		t.Setenv("REDIS_PASSWORD", password)
		recorder := httptest.NewRecorder()
		redisExporterHandler(address).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		if got := recorder.Body.String(); got != want {
			t.Errorf("with the %s password it says %q and not %q", password, got, want)
		}
		if strings.Contains(recorder.Body.String(), password) {
			t.Error("it shows the password")
		}
	}
}
