package store

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"slipway.dev/backup/settings"
)

func opened(t *testing.T, host string) *Bucket {
	t.Helper()
	bucket, err := Open(settings.Bucket{Named: settings.Names{OthersKeys: true}, Host: host, Region: "eu", Name: "uploads",
		AccessKeyID: "key", SecretAccessKey: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	return bucket
}

// The way to a closed port, and one that is closed in the middle, are the library's own errors: they have the address that was asked for.
func TestNoAddressIsInWhatIsSaid(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	for what, server := range map[string]*httptest.Server{"connection refused": closed, "closed the connection": cut} {
		_, err := opened(t, strings.TrimPrefix(server.URL, "http://")).Read(t.Context(), "john-doe.pdf")
		if err == nil || strings.Contains(err.Error(), "john") || !strings.Contains(err.Error(), what) || IsOfOne(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhatAStoreSaysOfOthersKeysIsNotSaidAgain(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answer.WriteHeader(http.StatusBadRequest)
		_, _ = answer.Write([]byte(`<Error><Code>InvalidKey</Code><Message>Invalid key: john-doe.pdf</Message></Error>`))
	}))
	defer server.Close()
	_, err := opened(t, strings.TrimPrefix(server.URL, "http://")).Read(t.Context(), "john-doe.pdf")
	if err == nil || strings.Contains(err.Error(), "john") || !strings.Contains(err.Error(), "InvalidKey, HTTP 400") || !IsOfOne(err) {
		t.Error(err)
	}
}

func TestARefusalOfOneObjectIsToldFromOneOfAll(t *testing.T) {
	for code, ofOne := range map[string]bool{"AccessDenied": true, "InvalidObjectState": true, "InternalError": true,
		"ExpiredToken": false, "InvalidAccessKeyId": false, "QuotaExceeded": false, "SlowDown": false, "NoSuchBucket": false} {
		if IsOfOne(minio.ErrorResponse{Code: code, StatusCode: http.StatusForbidden}) != ofOne {
			t.Errorf("%s", code)
		}
	}
	for _, status := range []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusInsufficientStorage} {
		if IsOfOne(minio.ErrorResponse{Code: "Odd", StatusCode: status}) {
			t.Errorf("%d", status)
		}
	}
}
