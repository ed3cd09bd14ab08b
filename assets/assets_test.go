package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

const styles = "body{color:green}"

func sample() fstest.MapFS {
	return fstest.MapFS{
		"manifest.json": {Data: []byte(`{"files":{"verv.css":{"file":"verv-A1.css","integrity":"sha384-x","gzip":true},
			"a.woff2":{"file":"a-B2.woff2","integrity":"sha384-y","gzip":false}}}`)},
		"verv-A1.css":    {Data: []byte(styles)},
		"verv-A1.css.gz": {Data: []byte("packed")},
		"a-B2.woff2":     {Data: []byte("font")},
		".keep":          {},
	}
}

func TestRead(t *testing.T) {
	torn := sample()
	delete(torn, "verv-A1.css.gz")
	broken := sample()
	broken["manifest.json"] = &fstest.MapFile{Data: []byte(`{"files":`)}
	for name, c := range map[string]struct {
		dir     fstest.MapFS
		bundled bool
		none    bool
	}{
		"whole":            {dir: sample(), bundled: true},
		"placeholder only": {dir: fstest.MapFS{".keep": {}}, none: true},
		"file missing":     {dir: torn},
		"manifest broken":  {dir: broken},
	} {
		set := read(c.dir)
		if (set.Err() == nil) != c.bundled || errors.Is(set.Err(), ErrNotBundled) != c.none {
			t.Errorf("%s: err = %v", name, set.Err())
		}
		if got := set.URL("verv.css"); (got == "/assets/verv-A1.css") != c.bundled || (got == "") == c.bundled {
			t.Errorf("%s: URL = %q", name, got)
		}
		if got := set.URL("other.css"); got != "" {
			t.Errorf("%s: URL of an unknown name = %q", name, got)
		}
	}
}

func TestServe(t *testing.T) {
	set := read(sample())
	for _, c := range []struct {
		method, path, accept   string
		status                 int
		kind, encoding, answer string
	}{
		{"GET", "/assets/verv-A1.css", "", 200, "text/css; charset=utf-8", "", styles},
		{"GET", "/assets/verv-A1.css", "br, gzip;q=0.5", 200, "text/css; charset=utf-8", "gzip", "packed"},
		{"GET", "/assets/verv-A1.css", "gzip;q=0", 200, "text/css; charset=utf-8", "", styles},
		{"GET", "/assets/verv-A1.css", "gzip;q=much", 200, "text/css; charset=utf-8", "", styles},
		{"GET", "/assets/a-B2.woff2", "gzip", 200, "font/woff2", "", "font"},
		{"HEAD", "/assets/verv-A1.css", "", 200, "text/css; charset=utf-8", "", ""},
		{"GET", "/assets/manifest.json", "", 404, "", "", ""},
		{"GET", "/assets/.keep", "", 404, "", "", ""},
		{"GET", "/assets/", "", 404, "", "", ""},
		{"GET", "/assets/verv-A1.css.gz", "", 404, "", "", ""},
		{"GET", "/assets/../assets.go", "", 404, "", "", ""},
		{"POST", "/assets/verv-A1.css", "", 405, "", "", ""},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		set.ServeHTTP(w, r)
		name := c.method + " " + c.path + " " + c.accept
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.status)
			continue
		}
		if c.status != http.StatusOK {
			if w.Header().Get("Cache-Control") != "" {
				t.Errorf("%s: a refusal may be cached", name)
			}
			continue
		}
		if w.Header().Get("Content-Type") != c.kind || w.Header().Get("Content-Encoding") != c.encoding || w.Body.String() != c.answer {
			t.Errorf("%s: %v %q", name, w.Header(), w.Body)
		}
	}
}

// TestBundle looks at what this build really embeds.
func TestBundle(t *testing.T) {
	set := Open()
	if errors.Is(set.Err(), ErrNotBundled) {
		t.Skip("run make assets to have a bundle to look at")
	}
	if set.Err() != nil {
		t.Fatal(set.Err())
	}
	for _, name := range []string{"verv.css", "verv.js", "icons.svg", "inter-latin-wght-normal.woff2"} {
		if set.URL(name) == "" {
			t.Errorf("%s is not in the bundle", name)
		}
	}
	for served, file := range set.served {
		if file.MIME == "" {
			t.Errorf("%s has no type", served)
		}
		sum := sha512.Sum384(file.Body)
		if want := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); file.Integrity != want {
			t.Errorf("%s: integrity %s, want %s", served, file.Integrity, want)
		}
		if file.Gzip == nil {
			continue
		}
		r, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(r); err != nil || !bytes.Equal(body, file.Body) {
			t.Errorf("%s: compressed and plain differ (%v)", served, err)
		}
	}
}
