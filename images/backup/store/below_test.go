package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"slipway.dev/backup/settings"
)

// A store whose addresses begin with a path takes the path for a part of what is signed.
func TestBelowAPathRequestsAreSignedAsTheyArrive(t *testing.T) {
	var arrived []string
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, asked *http.Request) {
		arrived = append(arrived, asked.Method+" "+asked.URL.EscapedPath())
		if want := signatureOf(asked); !strings.HasSuffix(asked.Header.Get("Authorization"), "Signature="+want) {
			t.Errorf("%s is signed by %s instead of %s", asked.URL.EscapedPath(), asked.Header.Get("Authorization"), want)
		}
		if asked.Header.Get("X-Amz-Security-Token") != "token" {
			t.Errorf("%v", asked.Header)
		}
		answer.Header().Set("Last-Modified", "Thu, 05 Mar 2026 03:00:00 GMT")
		_, _ = io.WriteString(answer, "content")
	}))
	defer server.Close()
	bucket, err := Open(settings.Bucket{Host: strings.TrimPrefix(server.URL, "http://"), Path: "/storage/v1/s3", Region: "eu", Name: "uploads",
		AccessKeyID: "key", SecretAccessKey: "secret", SessionToken: "token"})
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := bucket.Open(context.Background(), "a b/käse+?.pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if text, err := io.ReadAll(content); err != nil || string(text) != "content" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := bucket.Send(context.Background(), "new", strings.NewReader("content"), make([]byte, 10), Head{}); err != nil {
		t.Error(err)
	}
	want := []string{"GET /storage/v1/s3/uploads/a%20b/k%C3%A4se%2B%3F.pdf", "PUT /storage/v1/s3/uploads/new"}
	if strings.Join(arrived, ", ") != strings.Join(want, ", ") {
		t.Errorf("%v", arrived)
	}
}

// signatureOf is what a store with the key's secret makes of a request as it arrived (AWS Signature Version 4).
func signatureOf(asked *http.Request) string {
	_, signed, _ := strings.Cut(asked.Header.Get("Authorization"), "SignedHeaders=")
	signed, _, _ = strings.Cut(signed, ",")
	lines := []string{asked.Method, asked.URL.EscapedPath(), asked.URL.RawQuery}
	for _, name := range strings.Split(signed, ";") {
		value := asked.Header.Get(name)
		if name == "host" {
			value = asked.Host
		}
		lines = append(lines, name+":"+value)
	}
	lines = append(lines, "", signed, asked.Header.Get("X-Amz-Content-Sha256"))
	date := asked.Header.Get("X-Amz-Date")
	request := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	scope := date[:8] + "/eu/s3/aws4_request"
	key := []byte("AWS4secret")
	for _, part := range append(strings.Split(scope, "/"), "AWS4-HMAC-SHA256\n"+date+"\n"+scope+"\n"+hex.EncodeToString(request[:])) {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}
