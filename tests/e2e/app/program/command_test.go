package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFindsTheServiceByItsCommand(t *testing.T) {
	t.Setenv("PORT", "8000")
	known := table{System: "shop", Services: []service{web, {Name: "worker", Command: []string{"node", "worker.js"}}}}
	for name, argv := range map[string][]string{
		"web":    {"uvicorn", "--port", "8000"},
		"worker": {"node", "worker.js"},
	} {
		if found, err := known.startedBy(argv); err != nil || found.Name != name {
			t.Errorf("%v starts %q, %v", argv, found.Name, err)
		}
	}
	for _, argv := range [][]string{{"uvicorn", "--port", "9000"}, {"node", "worker.js", "--more"}, {"node"}} {
		var misuse misuseError
		if _, err := known.startedBy(argv); !errors.As(err, &misuse) {
			t.Errorf("%v is taken for a service: %v", argv, err)
		}
	}
}

func TestHeartbeatScriptsOfBothRuntimes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "heartbeat")
	scripts := map[string]string{
		"node":   `process.exit(Date.now()-require("node:fs").statSync("` + file + `").mtimeMs<20000?0:1)`,
		"python": `import os,sys,time;sys.exit(0 if time.time()-os.stat("` + file + `").st_mtime<20 else 1)`,
	}
	for name, script := range scripts {
		_ = os.Remove(file)
		if run([]string{"/usr/local/bin/" + name, scriptOptions[name], script}) == 0 {
			t.Errorf("%s: a missing file passes", name)
		}
		for age, code := range map[time.Duration]int{19 * time.Second: 0, 21 * time.Second: exitFailed} {
			if err := touch(file, time.Now()); err != nil {
				t.Fatal(err)
			}
			touched := time.Now().Add(-age)
			if err := os.Chtimes(file, touched, touched); err != nil {
				t.Fatal(err)
			}
			if got := run([]string{name, scriptOptions[name], script}); got != code {
				t.Errorf("%s: at an age of %s it exits with %d", name, age, got)
			}
		}
	}
	if got := run([]string{"node", "--eval", "process.exit(0)"}); got != exitMisused {
		t.Errorf("a script that it does not know exits with %d", got)
	}
}

func TestVectorStoreAsksForItsKeyButWhereItsHealthIs(t *testing.T) {
	t.Setenv("QDRANT__SERVICE__API_KEY", "right")
	for _, step := range []struct {
		path, key string
		status    int
	}{
		{"/readyz", "", 200},
		{"/livez", "", 200},
		{"/collections/scenes", "", 401},
		{"/collections/scenes", "wrong", 401},
		{"/collections/scenes", "right", 404},
	} {
		recorder := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, step.path, nil)
		request.Header.Set("api-key", step.key)
		vectorStoreHandler(t.TempDir()).ServeHTTP(recorder, request)
		if recorder.Code != step.status {
			t.Errorf("%s with key %q answered %d and not %d", step.path, step.key, recorder.Code, step.status)
		}
	}
}

func TestVectorStoreKeepsCollections(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "collections"), 0o755); err != nil {
		t.Fatal(err)
	}
	ask := func(method, path, body string) int {
		recorder := httptest.NewRecorder()
		request := httptest.NewRequest(method, path, nil)
		if body != "" {
			request = httptest.NewRequest(method, path, strings.NewReader(body))
		}
		vectorStoreHandler(folder).ServeHTTP(recorder, request)
		return recorder.Code
	}
	for _, step := range []struct {
		method, path, body string
		status             int
	}{
		{http.MethodGet, "/readyz", "", 200},
		{http.MethodGet, "/collections/scenes", "", 404},
		{http.MethodPut, "/collections/scenes", `{"vectors":{"size":4}}`, 200},
		{http.MethodGet, "/collections/scenes", "", 200},
		{http.MethodGet, "/collections/..%2Fscenes", "", 422},
		{http.MethodDelete, "/collections/scenes", "", 200},
		{http.MethodGet, "/collections/scenes", "", 404},
	} {
		if got := ask(step.method, step.path, step.body); got != step.status {
			t.Errorf("%s %s answered %d and not %d", step.method, step.path, got, step.status)
		}
	}
}
