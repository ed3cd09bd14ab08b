package nodes_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// visitor speaks HTTP to whichever node an address names, with the cookies of one browser: they belong to the host, not to its port. It
// follows nothing, and a broken connection is an answer too.
type visitor struct {
	ctx    context.Context
	client *http.Client
}

func newVisitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t.Context(), &http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reply is an answer as far as the tests look at it.
type reply struct {
	status   int
	location string
	body     string
}

func (v *visitor) send(method, address, kind string, body io.Reader) (reply, error) {
	req, err := http.NewRequestWithContext(v.ctx, method, address, body)
	if err != nil {
		return reply{}, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := v.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header.Get("Location"), string(text)}, err
}

func (v *visitor) get(t *testing.T, address string) reply {
	t.Helper()
	r, err := v.send(http.MethodGet, address, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// post sends a form and wants to be led on.
func (v *visitor) post(t *testing.T, address string, form url.Values) reply {
	t.Helper()
	r, err := v.try(address, form)
	if err != nil {
		t.Fatalf("POST %s: %v", address, err)
	}
	return r
}

var errNotTaken = errors.New("the form was not taken")

// try sends a form; only an answer that leads on is an acknowledgement.
func (v *visitor) try(address string, form url.Values) (reply, error) {
	r, err := v.send(http.MethodPost, address, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err == nil && r.status != http.StatusSeeOther {
		err = errNotTaken
	}
	return r, err
}

// enter logs a person in at one node.
func (w *town) enter(t *testing.T, at string, p whole.Person) *visitor {
	t.Helper()
	token, err := w.Accounts.EnterAs(t.Context(), w.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	if err != nil {
		t.Fatal(err)
	}
	v := newVisitor(t)
	v.post(t, at+account.LinkPath(token), nil)
	return v
}

// inside reports whether the visitor is logged in at a node.
func (v *visitor) inside(t *testing.T, at string) bool {
	t.Helper()
	return v.get(t, at+"/account").status == http.StatusOK
}

// apply sends an application at a node, and gives the moment when it was acknowledged.
func (v *visitor) apply(t *testing.T, at, job, name string) time.Time {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, value := range map[string]string{"name": name, "letter": "Jeg har jobbet på natt i fire år."} {
		if err := w.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := v.send(http.MethodPost, at+"/jobs/"+job+"/apply", w.FormDataContentType(), &body)
	if err != nil || r.status != http.StatusSeeOther {
		t.Fatalf("the application: %d %v\n%s", r.status, err, r.body)
	}
	if r = v.post(t, at+r.location, nil); !strings.HasSuffix(r.location, "/receipt") {
		t.Fatalf("the application leads to %q", r.location)
	}
	return time.Now()
}
