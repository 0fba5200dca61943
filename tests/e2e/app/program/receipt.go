package main

import (
	"io"
	"net/http"
)

// A request with this header is answered with what arrived of it.
const echoHeader = "X-Stand-In-Echo"

// The request as it arrived.
type receipt struct {
	Method  string              `json:"method"`
	Host    string              `json:"host"`
	Path    string              `json:"path"`
	Headers map[string][]string `json:"headers"`
	// In base64.
	Body []byte `json:"body"`
}

func answerReceipt(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer(w, http.StatusOK, receipt{r.Method, r.Host, r.URL.RequestURI(), r.Header, body})
}
