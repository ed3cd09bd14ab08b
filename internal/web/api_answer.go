package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
)

// An operation of the API answers into a buffer first: a GET gets an entity tag (RFC 9110, 8.8.3), a POST that names a key is done once.

// Replays remembers for a day what an operation answered to a key (draft-ietf-httpapi-idempotency-key-header). The account house has
// them. What a POST answers is kept there, so it holds identifiers and the caller's own things, nobody else's data.
type Replays interface {
	// Begin takes the key for one run. Only with fresh may the operation run; Keep or Drop must follow.
	Begin(ctx context.Context, a access.Actor, key, print string) (was Replay, fresh bool, err error)
	Keep(ctx context.Context, a access.Actor, key string, answer Replay) error
	Drop(ctx context.Context, a access.Actor, key string) error
}

// Replay is a kept answer.
type Replay struct {
	Print  string // of the request that it answers
	Status int    // 0 while the operation runs, and for ever if its process died
	Body   []byte
}

const (
	keyHeader    = "Idempotency-Key"
	replayHeader = "Idempotency-Replayed"
	keyMax       = 255
)

// recorder is a ResponseWriter that keeps status and body; headers go to the real one.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// limits tells a program how much it may still ask (draft-ietf-httpapi-ratelimit-headers): the limit is its network's, as for pages.
func (r *Request) limits() {
	l := r.mux.limit
	whole := strconv.Itoa(int(float64(l.burst)/float64(l.rate)) + 1) // seconds until all of it is there again
	r.w.Header().Set("RateLimit-Policy", `"client";q=`+strconv.Itoa(l.burst)+`;w=`+whole)
	r.w.Header().Set("RateLimit", `"client";r=`+strconv.Itoa(l.left(r.client, r.Now)))
}

// operate runs an operation of the API and sends what it answered.
func (r *Request) operate(h http.HandlerFunc) error {
	r.limits()
	if r.http.Method != http.MethodGet && r.http.ContentLength != 0 && r.mux.operations[r.route.method+" "+r.route.pattern].bodiless {
		return fault.New(fault.Malformed, "fault.malformed") // it would mean nothing: whoever sends a body means something else
	}
	if done, err := r.matching(r.precondition()); done || err != nil {
		return err
	}
	for _, values := range r.http.URL.Query() {
		if slices.ContainsFunc(values, func(v string) bool { return strings.ContainsRune(v, 0) || !utf8.ValidString(v) }) {
			return fault.New(fault.Malformed, "fault.malformed") // no text of ours holds it, and PostgreSQL takes none that does
		}
	}
	key := r.http.Header.Get(keyHeader)
	if r.http.Method != http.MethodPost || key == "" || r.visitor() || r.mux.cfg.Replays == nil {
		rec := r.record(h)
		return r.send(rec.status, rec.body.Bytes())
	}
	return r.once(key, h)
}

func (r *Request) record(h http.HandlerFunc) *recorder {
	rec := &recorder{ResponseWriter: r.w}
	h(rec, r.http)
	rec.WriteHeader(http.StatusNoContent)
	return rec
}

// once runs the operation for the first request with the key, and gives later ones the same answer. Only a success is kept: what was
// refused changed nothing and may be tried again. If the process dies in between nobody knows whether it was done: the key then
// stays taken, and the caller has to look.
func (r *Request) once(key string, h http.HandlerFunc) error {
	print, err := r.print(key)
	if err != nil {
		return err
	}
	was, fresh, err := r.mux.cfg.Replays.Begin(r, r.Actor, key, print)
	switch {
	case err != nil:
		return err
	case !fresh && was.Print != print:
		return refusal{http.StatusUnprocessableEntity, "web.replay.other"}
	case !fresh && was.Status == 0:
		return refusal{http.StatusConflict, "web.replay.running"}
	case !fresh:
		r.w.Header().Set("Content-Type", "application/json")
		r.w.Header().Set(replayHeader, "true")
		return r.send(was.Status, was.Body)
	}
	ctx := context.WithoutCancel(r) // the caller may be gone; the answer is kept all the same
	kept := false
	defer func() {
		if !kept {
			_ = r.mux.cfg.Replays.Drop(ctx, r.Actor, key) // after a refusal or a panic; a key that stays is only a 409
		}
	}()
	rec := r.record(h)
	if rec.status >= 200 && rec.status < 300 {
		kept = true // it was done: even if the answer cannot be kept, the key stays taken
		if err := r.mux.cfg.Replays.Keep(ctx, r.Actor, key, Replay{Status: rec.status, Body: rec.body.Bytes()}); err != nil {
			return err
		}
	}
	return r.send(rec.status, rec.body.Bytes())
}

// print reads the body, puts it back, and gives what tells one request from another.
func (r *Request) print(key string) (string, error) {
	if len(key) > keyMax || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return "", fault.New(fault.Malformed, "web.replay.key", fault.Args{"Max": keyMax})
	}
	body, err := io.ReadAll(http.MaxBytesReader(r.w, r.http.Body, r.mux.operations[r.route.method+" "+r.route.pattern].most))
	if err != nil {
		return "", err
	}
	r.http.Body = io.NopCloser(bytes.NewReader(body))
	sum := sha256.New()
	for _, part := range []string{r.http.Method, r.http.URL.EscapedPath(), r.http.URL.RawQuery} {
		sum.Write([]byte(part + "\x00"))
	}
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// send answers with a whole body; to a caller who has it already, with its tag alone (RFC 9110, 13.1.2).
func (r *Request) send(status int, body []byte) error {
	h := r.w.Header()
	if status == http.StatusOK && r.http.Method == http.MethodGet {
		tag := tagOf(body)
		h.Set("ETag", tag)
		if matches(r.http.Header.Get("If-None-Match"), tag) {
			status, body = http.StatusNotModified, nil
		}
	}
	if status != http.StatusNotModified && status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	r.w.WriteHeader(status)
	if len(body) > 0 {
		_, _ = r.w.Write(body) // the caller went away: there is nobody to tell
	}
	return nil
}

// tagOf is the entity tag of a whole body.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// matches reads If-None-Match or If-Match: any tag, or one of a list, weak or strong.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == "*" || part == tag {
			return true
		}
	}
	return false
}
