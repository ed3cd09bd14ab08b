package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/config"
	"verv/internal/promise/show"
)

// foot is what the foot of a page says.
func foot(a answer) string {
	var b strings.Builder
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return ""
	}
	nodes(doc, func(n *html.Node) {
		if n.Data == "footer" {
			_ = html.Render(&b, n)
		}
	})
	return b.String()
}

// contact: the address for privacy questions stands at the foot of each page and in each letter, in both its parts.
func (w *town) contact(t *testing.T, all pages) {
	show.Show(t, "config.contact", "foot-without-contact")
	contact, n := w.Config.Operator.PrivacyContact, 0
	for name, answers := range all {
		for _, a := range answers {
			if !a.isHTML() {
				continue
			}
			n++
			if !strings.Contains(foot(a), `href="mailto:`+contact+`"`) {
				t.Errorf("%s: the foot of %s (%d) names no contact", name, a.path, a.status)
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d pages were looked at", n)
	}
	letters := w.Mail.Mails()
	for _, l := range letters {
		text, markup, _ := strings.Cut(strings.ReplaceAll(string(l.Raw), "=\r\n", ""), "text/html")
		if !strings.Contains(text, contact) || !strings.Contains(markup, contact) {
			t.Errorf("a letter to %s names no contact", l.To)
		}
	}
	if len(letters) < 3 {
		t.Errorf("only %d letters were looked at", len(letters))
	}
	w.startsOnlyWith(t, "operator.privacy_contact", func(o *config.Operator) { o.PrivacyContact = "" })
}

// startsOnlyWith: without the setting nothing is served, and the refusal names it.
func (w *town) startsOnlyWith(t *testing.T, key string, drop func(*config.Operator)) {
	t.Helper()
	was := w.Config
	defer func() { w.Config = was }()
	w.Config.Web.Address, w.Config.Web.MetricsAddress = "127.0.0.1:0", ""
	drop(&w.Config.Operator)
	over, stop := context.WithCancel(t.Context())
	stop()
	if err := w.Serve(over, nil); err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("it serves without %s: %v", key, err)
	}
}

// controller: legal name, address and register number stand on the privacy page and in the export, and nothing is served without them.
func (w *town) controller(t *testing.T) {
	show.Show(t, "config.controller", "starts-without-register-number")
	o := w.Config.Operator
	notice := w.walkers[nobody].get("/privacy")
	export := w.exported(t, anna)
	for _, want := range []string{o.Name, o.RegisterNumber, o.Address} {
		if notice.status != http.StatusOK || !bytes.Contains(notice.body, []byte(want)) {
			t.Errorf("the privacy page does not name %s", want)
		}
		if !bytes.Contains(export, []byte(want)) {
			t.Errorf("the export does not name %s", want)
		}
	}
	for key, drop := range map[string]func(*config.Operator){
		"operator.name":            func(o *config.Operator) { o.Name = "" },
		"operator.address":         func(o *config.Operator) { o.Address = "" },
		"operator.register_number": func(o *config.Operator) { o.RegisterNumber = "" },
	} {
		w.startsOnlyWith(t, key, drop)
	}
	if err := w.Config.ForServe(); err != nil {
		t.Errorf("positive control: all of them are set, and yet: %v", err)
	}
}

// exported is every file of a person's download, one after the other.
func (w *town) exported(t *testing.T, name string) (out []byte) {
	t.Helper()
	a := w.walkers[name].get("/me/exports/" + w.ids["export of "+name] + "/file")
	z, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatalf("%s: %v", a, err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		w.Must(err)
		text, err := io.ReadAll(r)
		w.Must(err)
		out = append(out, text...)
	}
	return out
}
