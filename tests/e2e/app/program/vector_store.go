package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Plays Qdrant: its health paths, and collections of which only the descriptions are kept, on its volume.
func playVectorStore(ctx context.Context) error {
	folder := variableOr("QDRANT__STORAGE__STORAGE_PATH", "./storage")
	if err := os.MkdirAll(filepath.Join(folder, "collections"), 0o755); err != nil {
		return err
	}
	if marker := os.Getenv("QDRANT_INIT_FILE_PATH"); marker != "" {
		if err := touch(marker, time.Now()); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", ":"+variableOr("QDRANT__SERVICE__HTTP_PORT", "6333"))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: vectorStoreHandler(folder), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	log("started", map[string]any{"service": "qdrant, played", "version": readVersion()})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func variableOr(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

var collectionName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

func vectorStoreHandler(folder string) http.Handler {
	routes := http.NewServeMux()
	for _, check := range []string{"healthz", "livez", "readyz"} {
		routes.HandleFunc("GET /"+check, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(check + " check passed"))
		})
	}
	routes.Handle("GET /metrics", promhttp.Handler())
	routes.HandleFunc("GET /collections", func(w http.ResponseWriter, _ *http.Request) {
		entries, err := os.ReadDir(filepath.Join(folder, "collections"))
		names := []map[string]string{}
		for _, entry := range entries {
			names = append(names, map[string]string{"name": entry.Name()})
		}
		answerResult(w, map[string]any{"collections": names}, err)
	})
	routes.HandleFunc("/collections/{name}", func(w http.ResponseWriter, r *http.Request) {
		if !collectionName.MatchString(r.PathValue("name")) {
			answer(w, http.StatusUnprocessableEntity, map[string]any{"status": "a collection's name has letters, digits, _ and -"})
			return
		}
		result, err := changeCollection(filepath.Join(folder, "collections", r.PathValue("name")), r)
		answerResult(w, result, err)
	})
	return withKey(os.Getenv("QDRANT__SERVICE__API_KEY"), routes)
}

// Asks for the key, where there is one, everywhere but on the paths that Qdrant leaves open.
func withKey(key string, routes http.Handler) http.Handler {
	open := map[string]bool{"/": true, "/healthz": true, "/livez": true, "/readyz": true}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := subtle.ConstantTimeCompare([]byte(r.Header.Get("api-key")), []byte(key)) == 1
		if key != "" && !given && !open[r.URL.Path] {
			http.Error(w, "Must provide an API key or an Authorization bearer token", http.StatusUnauthorized)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

func changeCollection(file string, r *http.Request) (any, error) {
	switch r.Method {
	case http.MethodPut:
		var description json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&description); err != nil {
			return nil, err
		}
		return true, os.WriteFile(file, description, 0o644)
	case http.MethodDelete:
		return true, os.Remove(file)
	default:
		content, err := os.ReadFile(file)
		return json.RawMessage(content), err
	}
}

func answerResult(w http.ResponseWriter, result any, err error) {
	switch {
	case err == nil:
		answer(w, http.StatusOK, map[string]any{"result": result, "status": "ok", "time": 0})
	case errors.Is(err, fs.ErrNotExist):
		answer(w, http.StatusNotFound, map[string]any{"status": map[string]string{"error": "Not found"}, "time": 0})
	default:
		answer(w, http.StatusInternalServerError, map[string]any{"status": map[string]string{"error": err.Error()}, "time": 0})
	}
}
