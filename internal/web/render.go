package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"verv/internal/fault"
)

var (
	buffers     = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	zippers     = zippersOf(zipLevel)
	longZippers = zippersOf(gzip.DefaultCompression)
)

func zippersOf(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(io.Discard, level) // the level is one there is
		return z
	}}
}

const (
	keepBuffer = 1 << 20 // a larger buffer is not kept: one huge page would stay in memory for ever
	zipLevel   = 3       // the default, 6, takes a third of a list's time for 5 % of its bytes
	longFrom   = 1 << 18 // a body from which on the default is worth its time: a quarter fewer bytes
	gzipFrom   = 1400    // smaller answers fit into one packet
)

// Render answers with a page. It is written only when it is whole, so an error inside still becomes an error page.
func (r *Request) Render(status int, c templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= keepBuffer {
			buffers.Put(buf)
		}
	}()
	if err := c.Render(r, buf); err != nil {
		return fmt.Errorf("web: render %s: %w", r.pattern(), err)
	}
	r.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return r.write(status, buf.Bytes())
}

// write sends a whole body. Only what everybody may see is compressed: a compressed page that mixes a person's data with what
// a stranger can put into its address would tell its secrets by its length (BREACH).
func (r *Request) write(status int, body []byte) error {
	r.keepPrivate()
	h := r.w.Header()
	if r.nobodys() && status == http.StatusOK && len(body) >= gzipFrom {
		h.Add("Vary", "Accept-Encoding")
		if accepts(r.http.Header.Get("Accept-Encoding"), "gzip") {
			buf := buffers.Get().(*bytes.Buffer)
			defer buffers.Put(buf)
			body = zip(buf, body)
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	r.w.WriteHeader(status)
	if r.http.Method != http.MethodHead {
		_, _ = r.w.Write(body) // the reader went away: there is nobody to tell
	}
	return nil
}

func zip(buf *bytes.Buffer, body []byte) []byte {
	buf.Reset()
	from := zippers
	if len(body) >= longFrom {
		from = longZippers
	}
	z := from.Get().(*gzip.Writer)
	defer from.Put(z)
	z.Reset(buf)
	_, _ = z.Write(body) // a buffer takes everything
	_ = z.Close()
	return buf.Bytes()
}

// accepts reads Accept-Encoding (RFC 9110, 12.5.3) for one coding that is named and not refused.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, param, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q, found := strings.CutPrefix(strings.TrimSpace(param), "q=")
			v, err := strconv.ParseFloat(q, 64)
			return !found || err == nil && v > 0
		}
	}
	return false
}

// Redirect leads to another page of the same host with 303, so that reload never repeats a POST. An address that could
// lead elsewhere is our own mistake: what comes from outside goes through Next or SafeNext first.
func (r *Request) Redirect(to string) error {
	if _, ok := Local(to); !ok {
		return fmt.Errorf("web: %s redirects to what is no page of this host", r.pattern())
	}
	r.keepPrivate()
	r.w.Header().Set("Location", to)
	r.w.Header().Set("Content-Length", "0")
	r.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// Again shows a form again with what was typed: show gets the sentence above and the sentences beside the fields. Errors that are
// not about what was typed go on to the error page.
func (r *Request) Again(err error, show func(sentence string, wrong map[string]string) templ.Component) error {
	f := fault.As(err)
	if f == nil || (f.Kind != fault.Invalid && f.Kind != fault.Conflict) {
		return err
	}
	sentence, wrong := r.Words.Fault(err)
	return r.Render(f.Kind.Status(), show(sentence, wrong))
}

// Text answers with plain text that is the same for everybody, such as a feed or robots.txt.
func (r *Request) Text(contentType string, body []byte) error {
	r.w.Header().Set("Content-Type", contentType)
	return r.write(http.StatusOK, body)
}

// File answers with a file that a person uploaded or asked for. It is offered for saving, never shown as a page of the
// site, whatever is in it; content may be read in ranges.
func (r *Request) File(name, contentType string, content io.ReadSeeker) error {
	h := r.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	r.extend(10 * time.Minute)
	http.ServeContent(r.w, r.http, "", time.Time{}, content)
	return nil
}

// disposition names the file (RFC 6266). The name is one clean line without separators; FormatMediaType encodes the rest.
func disposition(name string) string {
	name, _ = clean(strings.Map(func(c rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`+"\r\n\x00", c) {
			return '_'
		}
		return c
	}, name), false)
	if v := mime.FormatMediaType("attachment", map[string]string{"filename": name}); v != "" && name != "" {
		return v
	}
	return "attachment"
}

// extend gives one exchange more time than the server's own deadlines.
func (r *Request) extend(d time.Duration) {
	if r.mux.cfg.Wall == nil {
		return
	}
	c, until := http.NewResponseController(r.w), r.mux.cfg.Wall().Add(d)
	_ = c.SetReadDeadline(until) // a writer without deadlines, as in tests, has none to extend
	_ = c.SetWriteDeadline(until)
}
