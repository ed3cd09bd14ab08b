package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"verv/internal/fault"
)

// writer notes what goes out.
type writer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *writer) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// pattern names the route for logs and metrics. An address itself can hold what a person typed.
func (r *Request) pattern() string {
	switch {
	case r.route != nil:
		return r.route.pattern
	case r.outer != "":
		_, p, _ := strings.Cut(r.outer, " ")
		return p
	}
	return "none"
}

// method is a method for logs and metrics; one that no route has is "other".
func (r *Request) method() string {
	switch m := r.http.Method; m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// finish counts and logs a request that is over.
func (m *Mux) finish(r *Request, start time.Time) {
	status, took := r.w.status, m.wall().Sub(start)
	if status == 0 {
		status = http.StatusOK
	}
	m.cfg.Metrics.requests.WithLabelValues(r.pattern(), r.method(), strconv.Itoa(status)).Inc()
	m.cfg.Metrics.seconds.WithLabelValues(r.pattern()).Observe(took.Seconds())
	attrs := []slog.Attr{
		slog.String("id", r.id), slog.String("method", r.method()), slog.String("pattern", r.pattern()),
		slog.Int("status", status), slog.Duration("took", took), slog.Int64("bytes", r.w.bytes),
	}
	if f := fault.As(r.problem); f != nil && f.Kind != fault.Withheld {
		attrs = append(attrs, slog.String("fault", f.Kind.String()))
	}
	m.cfg.Log.LogAttrs(r, slog.LevelInfo, "request", attrs...)
}

// recover turns a panic into an error page. The log gets where, never with what values.
func (m *Mux) recover(r *Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v) // net/http cuts the connection and stays silent
	}
	m.cfg.Metrics.panics.Inc()
	m.cfg.Log.LogAttrs(r, slog.LevelError, "panic",
		slog.String("id", r.id), slog.String("pattern", r.pattern()), slog.String("what", kindOfPanic(v)), slog.String("stack", stack()))
	if r.Words == nil {
		r.speak("")
	}
	// Whatever the handler had prepared belongs to an answer that will not be given.
	for _, name := range []string{"Set-Cookie", "Location", "Content-Encoding", "Content-Length", "Content-Disposition", "Allow"} {
		r.w.Header().Del(name)
	}
	r.bare = true
	r.Fail(errPanic)
}

var errPanic = errors.New("web: panic")

// kindOfPanic is the type of a panic's value; the text only of the runtime's own, which holds indexes and types.
func kindOfPanic(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// stack lists the frames of a panic as function, file and line. runtime.Stack would print arguments too.
func stack() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs[:])])
	var b strings.Builder
	for {
		f, more := frames.Next()
		file := f.File[strings.LastIndexByte(f.File, '/')+1:]
		fmt.Fprintf(&b, "%s %s:%d\n", f.Function, file, f.Line)
		if !more {
			return b.String()
		}
	}
}
