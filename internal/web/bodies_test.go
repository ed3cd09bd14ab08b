package web

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/privacy"
)

// Each sort of request takes as many bytes as the configuration says, and one more is too many.
func TestBodiesAreAsConfigured(t *testing.T) {
	form := struct {
		Text string `form:"text,max=5000"`
	}{}
	var got int64
	h := testHouse(t, func(c *Config) { c.Bodies = Bodies{Form: 1000, File: 300, API: 400} },
		Post("/form", seen(), func(r *Request) error { return Bind(r, &form) }),
		Post("/file", seen(), func(r *Request) error {
			return Upload(r, &form, Room{Bytes: 5000, Files: 1}, func(_ File, in io.Reader) (err error) {
				got, err = io.Copy(io.Discard, in)
				return err
			})
		}),
		API(operation("POST", "/api/jobs"), Own(access.CandidateOwn, privacy.Profile), func(*Request, *jobIn) (*jobOut, error) { return &jobOut{}, nil }))
	json := func(n int) string { return `{"title":"x"}` + strings.Repeat(" ", n-len(`{"title":"x"}`)) }
	file := func(n int) string {
		return part(`name="cv"; filename="cv.pdf"`, "", strings.Repeat("x", n)) + part(`name="text"`, "", "kept") + end
	}
	for _, c := range []struct {
		name, target, kind, body string
		status                   int
	}{
		{"form", "/form", "application/x-www-form-urlencoded", "text=" + strings.Repeat("x", 995), 200},
		{"larger form", "/form", "application/x-www-form-urlencoded", "text=" + strings.Repeat("x", 996), 413},
		{"file", "/file", "multipart/form-data; boundary=" + edge, file(300), 200},
		{"larger file", "/file", "multipart/form-data; boundary=" + edge, file(301), 422},
		{"beyond all", "/file", "multipart/form-data; boundary=" + edge, file(7000), 413},
		{"JSON", "/api/jobs", "application/json", json(399), 200},
		{"larger JSON", "/api/jobs", "application/json", json(401), 413},
	} {
		form.Text, got = "", 0
		hr := httptest.NewRequest("POST", "https://jobb.example"+c.target, strings.NewReader(c.body))
		hr.Header.Set("Content-Type", c.kind)
		hr.Header.Set("Cookie", "__Host-verv=candidate")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, hr)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.status)
		}
		if c.status == 422 && form.Text != "kept" {
			t.Errorf("%s: the rest of the form is lost", c.name)
		}
		if got > 300 {
			t.Errorf("%s: %d bytes of a file reached its reader", c.name, got)
		}
	}
}
