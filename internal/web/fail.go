package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/fault"
	"verv/internal/web/page"
)

// The doors that a reader is led to when they must prove something first. The account house has routes for them.
const (
	LoginPath  = "/login"
	FreshPath  = "/login/again"  // prove yourself once more
	StrongPath = "/login/second" // give, or first set up, the second factor
)

// Fail answers with an error. A fault becomes its page or problem document; Withheld is NotFound to the last byte; what is
// not a fault is our own mistake and shows the reference under which the log has it.
func (r *Request) Fail(err error) {
	r.problem = err
	if r.route != nil && r.route.cookieless && !r.bare { // its error page is as any other's: the headers must not tell which route it was
		_ = r.mux.session(r)
		r.speak(r.language())
		r.cache()
	}
	if r.w.status != 0 {
		// Half an answer is out. Cutting the connection is the only way left to say that it is not whole.
		panic(http.ErrAbortHandler)
	}
	e := r.trouble(err)
	r.noteTrouble(e, err)
	switch {
	case r.isAPI():
		r.failAPI(e)
	case r.door(e) != "":
		_ = r.Redirect(r.door(e)) // a constant path with an escaped parameter
	default:
		r.failPage(e)
	}
}

// trouble is an error on its way to the reader.
type trouble struct {
	status    int
	kind      fault.Kind
	key       string // of the fault
	title     string
	sentence  string
	fields    map[string]string
	reference string
}

func (r *Request) trouble(err error) trouble {
	var no refusal
	if errors.As(err, &no) {
		return trouble{status: no.status, kind: fault.Malformed, key: no.key, title: r.Words.Say(no.key + ".title"), sentence: r.Words.Say(no.key)}
	}
	if tooLong(err) {
		err = fault.Wrap(err, fault.TooLarge, "fault.toolarge")
	}
	f := fault.As(err)
	e := trouble{status: f.Kind.Status(), kind: f.Kind, key: f.Key, title: r.Words.Say(titles[f.Kind])}
	e.sentence, e.fields = r.Words.Fault(f)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		e.reference = r.id
	}
	return e
}

var titles = map[fault.Kind]string{
	fault.Internal: "web.internal.title", fault.Invalid: "web.invalid.title", fault.Malformed: "web.malformed.title",
	fault.TooLarge: "web.toolarge.title", fault.NotFound: "web.notfound.title", fault.Withheld: "web.notfound.title",
	fault.Gone: "web.gone.title", fault.Conflict: "web.conflict.title", fault.Login: "web.login.title",
	fault.Confirm: "web.confirm.title", fault.Limited: "web.limited.title", fault.Locked: "web.locked.title", fault.Unavailable: "web.unavailable.title",
}

// noteTrouble logs what an operator must know: our own mistakes with their cause, and attempts on what is withheld.
func (r *Request) noteTrouble(e trouble, err error) {
	switch {
	case errors.Is(err, context.Canceled):
	case e.kind == fault.Internal:
		r.mux.cfg.Log.LogAttrs(r, slog.LevelError, "failed", slog.String("id", r.id), slog.String("pattern", r.pattern()), slog.Any("err", err))
	case e.kind == fault.Unavailable:
		r.mux.cfg.Log.LogAttrs(r, slog.LevelWarn, "unavailable", slog.String("id", r.id), slog.String("pattern", r.pattern()), slog.Any("err", err))
	case e.kind == fault.Withheld:
		r.mux.cfg.Log.LogAttrs(r, slog.LevelInfo, "withheld", slog.String("id", r.id), slog.String("pattern", r.pattern()), slog.String("persona", string(r.Actor.Persona)))
	}
}

// door is where the reader is led instead of an error page, or "".
func (r *Request) door(e trouble) string {
	switch {
	case e.kind == fault.Login:
		return r.with(LoginPath, r.back())
	case e.kind == fault.Confirm && e.key == keyStrong:
		return r.with(StrongPath, r.back())
	case e.kind == fault.Confirm:
		return r.with(FreshPath, r.back())
	}
	return ""
}

func (r *Request) failPage(e trouble) {
	v := r.frame(e.title)
	v.NoIndex = true
	body := page.Problem(r.Words, page.Trouble{
		Title: e.title, Sentence: e.sentence, Reference: e.reference, Action: page.Link{URL: r.Path("/"), Label: r.Words.Say("web.home")},
	})
	var buf bytes.Buffer
	if err := page.Layout(v).Render(templ.WithChildren(r, body), &buf); err != nil {
		// Even the error page fails: say so in the plainest way there is.
		http.Error(r.w, http.StatusText(e.status), e.status)
		return
	}
	h := r.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	_ = r.write(e.status, buf.Bytes()) // write reports nothing that could be mended here
}
