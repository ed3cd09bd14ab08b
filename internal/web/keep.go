package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// Forever answers with what its address names by a hash of its content, so that it can be kept for ever. Its route is Cookieless.
func (r *Request) Forever(contentType string, body []byte) error {
	h := r.w.Header()
	h.Del("Vary")
	if r.public() {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return r.Text(contentType, body)
}

// Picture is Forever for bytes that came from outside: whatever they are, nothing in them can run.
func (r *Request) Picture(contentType string, body []byte) error {
	r.w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	return r.Forever(contentType, body)
}

// Feed answers with a text that readers ask for again and again: who has it already gets 304 and no body (RFC 9110, 13).
func (r *Request) Feed(contentType string, body []byte, changed time.Time) error {
	sum := sha256.Sum256(body)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"` // weak: the same body goes out compressed too
	h := r.w.Header()
	h.Set("ETag", tag)
	if !changed.IsZero() {
		h.Set("Last-Modified", changed.UTC().Format(http.TimeFormat))
	}
	if r.has(tag, changed) {
		r.keepPrivate()
		r.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return r.Text(contentType, body)
}

// has reports whether the reader's copy is current. A tag outweighs a date (RFC 9110, 13.1.3).
func (r *Request) has(tag string, changed time.Time) bool {
	if v := r.http.Header.Get("If-None-Match"); v != "" {
		for one := range strings.SplitSeq(v, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.http.Header.Get("If-Modified-Since"))
	return err == nil && !changed.IsZero() && !changed.Truncate(time.Second).After(since)
}
