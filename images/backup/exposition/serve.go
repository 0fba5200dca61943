package exposition

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// A look costs requests of the store; what it finds changes once a day.
const lookEvery = time.Minute

// Serve answers /metrics, and /healthz for probes, until the context ends.
func Serve(ctx context.Context, address string, watches Watches, log *slog.Logger) error {
	page := &page{}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", func(answer http.ResponseWriter, _ *http.Request) { answer.WriteHeader(http.StatusNoContent) })
	routes.HandleFunc("GET /metrics", func(answer http.ResponseWriter, asked *http.Request) {
		text := page.renewed(asked.Context(), watches, log)
		answer.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = answer.Write(text)
	})
	server := &http.Server{Addr: address, Handler: routes, ReadHeaderTimeout: 5 * time.Second}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(limited)
	}()
	log.Info("serving metrics", "address", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-stopped
	return nil
}

// page is what was seen last, for a while.
type page struct {
	mutex sync.Mutex
	text  []byte
	at    time.Time
}

func (p *page) renewed(ctx context.Context, watches Watches, log *slog.Logger) []byte {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if time.Since(p.at) < lookEvery && p.text != nil {
		return p.text
	}
	var text bytes.Buffer
	// A scrape that gives up must not leave half a look.
	if err := watches.Write(context.WithoutCancel(ctx), &text); err != nil {
		log.Error("the bucket can't be read", "error", err.Error())
	}
	p.text, p.at = text.Bytes(), time.Now()
	return p.text
}
