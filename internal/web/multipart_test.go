package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"verv/internal/fault"
)

const edge = "----edge"

func part(disposition, kind, body string) string {
	s := "--" + edge + "\r\nContent-Disposition: form-data; " + disposition + "\r\n"
	if kind != "" {
		s += "Content-Type: " + kind + "\r\n"
	}
	return s + "\r\n" + body + "\r\n"
}

const end = "--" + edge + "--\r\n"

type sent struct {
	Title string `form:"title,required"`
}

// upload sends a body and tells what arrived.
func send(t testing.TB, kind string, body io.Reader, sink func(File, io.Reader) error) (f sent, err error, status int) {
	h := testHouse(t, nil, Post("/x", seen(), func(r *Request) error {
		err = Upload(r, &f, Room{Bytes: 1000, Files: 2}, sink)
		return err
	}))
	hr := httptest.NewRequest("POST", "https://jobb.example/x", body)
	hr.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, hr)
	return f, err, w.Code
}

func TestUpload(t *testing.T) {
	title := part(`name="title"`, "", "Kokk")
	kind := "multipart/form-data; boundary=" + edge
	full := strings.Repeat("x", 1000)
	for _, c := range []struct {
		name, kind, body, wrong string
		status                  int
		files                   string
	}{
		{"good", kind, title + part(`name="cv"; filename="cv.pdf"`, "application/pdf", full) + end, "", 200, "cv cv.pdf application/pdf 1000"},
		{"file first", kind, part(`name="cv"; filename="cv.pdf"`, "", "x") + title + end, "", 200, "cv cv.pdf application/octet-stream 1"},
		{"none chosen", kind, title + part(`name="cv"; filename=""`, "application/octet-stream", "") + end, "", 200, ""},
		{"one byte over", kind, title + part(`name="cv"; filename="cv.pdf"`, "", full+"x") + end, "cv: form.file.large", 422, ""},
		{"over, text after", kind, part(`name="cv"; filename="cv.pdf"`, "", full+full) + title + end, "cv: form.file.large", 422, ""},
		{"text is missing", kind, part(`name="cv"; filename="cv.pdf"`, "", "x") + end, "title: form.required", 422, "cv cv.pdf application/octet-stream 1"},
		{"refused by the sink", kind, title + part(`name="cv"; filename="bad.exe"`, "", "MZ") + end, "cv: form.file.kind", 422, ""},
		{"the sink breaks", kind, title + part(`name="cv"; filename="boom"`, "", "x") + end, "internal", 500, ""},
		{"three files", kind, title + strings.Repeat(part(`name="cv"; filename="a"`, "", "x"), 3) + end, "cv: form.many", 422, "cv a application/octet-stream 1|cv a application/octet-stream 1"},
		{"traversal", kind, title + part(`name="cv"; filename="../../etc/passwd"`, "", "x") + end, "", 200, "cv passwd application/octet-stream 1"},
		{"windows path", kind, title + part(`name="cv"; filename="C:\\Users\\kari\\cv.pdf"`, "", "x") + end, "", 200, "cv cv.pdf application/octet-stream 1"},
		{"encoded name", kind, title + part(`name="cv"; filename*=UTF-8''..%2f%00%0d%0a%e2%80%aecv.pdf`, "", "x") + end, "", 200, "cv \ufffd cv.pdf application/octet-stream 1"},
		{"dots", kind, title + part(`name="cv"; filename=".."`, "", "x") + end, "", 200, "cv file application/octet-stream 1"},
		{"evil type", kind, title + part(`name="cv"; filename="a"`, "text/html<script>;;", "x") + end, "", 200, "cv a application/octet-stream 1"},
		{"NUL in a header", kind, title + part(`name="cv"; filename="a"`, "text/html\x00", "x") + end, "malformed", 400, ""},
		{"no boundary", "multipart/form-data", title + end, "malformed", 400, ""},
		{"other boundary", "multipart/form-data; boundary=other", title + end, "malformed", 400, ""},
		{"nothing but the end", kind, end, "title: form.required", 422, ""},
		{"a plain form", "application/x-www-form-urlencoded", "title=x", "malformed", 400, ""},
		{"empty", kind, "", "malformed", 400, ""},
		{"no end", kind, title, "malformed", 400, ""},
		{"cut inside a file", kind, title + part(`name="cv"; filename="cv.pdf"`, "", "x")[:60], "malformed", 400, ""},
		{"cut inside a text", kind, title[:len(title)-6], "malformed", 400, ""},
		{"no name", kind, part(`filename="x"`, "", "x") + end, "malformed", 400, ""},
		{"no disposition", kind, "--" + edge + "\r\n\r\nx\r\n" + end, "malformed", 400, ""},
		{"content without a name", kind, title + part(`name="cv"; filename=""`, "", "x") + end, "malformed", 400, ""},
		{"many parts", kind, strings.Repeat(part(`name="a"`, "", "x"), formFields) + title + end, "too large", 413, ""},
		{"huge text", kind, part(`name="title"`, "", strings.Repeat("x", int(bodies.Form))) + end, "too large", 413, ""},
		{"huge file", kind, title + part(`name="cv"; filename="cv.pdf"`, "", strings.Repeat("x", int(bodies.Form)+3000)) + end, "too large", 413, ""},
	} {
		var files []string
		f, err, status := send(t, c.kind, strings.NewReader(c.body), func(file File, r io.Reader) error {
			switch file.Name {
			case "bad.exe":
				return fault.New(fault.Invalid, "form.file.kind", fault.Args{"Kinds": "PDF"})
			case "boom":
				return errors.New("boom")
			}
			n, err := io.Copy(io.Discard, r)
			if err == nil {
				files = append(files, fmt.Sprint(file.Field, " ", file.Name, " ", file.Type, " ", n))
			}
			return err
		})
		if wrongFields(err) != c.wrong || status != c.status || strings.Join(files, "|") != c.files {
			t.Errorf("%s: %v, %d, %q", c.name, err, status, files)
		}
		if c.status == 200 && f.Title != "Kokk" {
			t.Errorf("%s: title %q", c.name, f.Title)
		}
		if c.name == "over, text after" && f.Title != "Kokk" {
			t.Errorf("%s: what was typed is lost", c.name)
		}
	}
}

// endless is a file that never ends.
type endless struct{ sent int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.sent += int64(len(p))
	return len(p), nil
}

func TestEndlessUploadEnds(t *testing.T) {
	tail := &endless{}
	head := part(`name="cv"; filename="a"`, "", "")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err, status := send(t, "multipart/form-data; boundary="+edge, io.MultiReader(strings.NewReader(head[:len(head)-2]), tail), func(_ File, r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
	runtime.ReadMemStats(&after)
	if status != 413 || !fault.Is(err, fault.TooLarge) || tail.sent > 1<<20 || after.TotalAlloc-before.TotalAlloc > 4<<20 {
		t.Errorf("%d %v after %d bytes, %d allocated", status, err, tail.sent, after.TotalAlloc-before.TotalAlloc)
	}
}

func FuzzUpload(f *testing.F) {
	for _, s := range []string{part(`name="title"`, "", "x") + end, part(`name="cv"; filename="a"`, "text/plain", "x") + end, "--" + edge, ""} {
		f.Add([]byte(s))
	}
	h := testHouse(f, nil, Post("/x", seen(), func(r *Request) error {
		return Upload(r, &sent{}, Room{Bytes: 1000, Files: 2}, func(file File, in io.Reader) error {
			if strings.ContainsAny(file.Name, "/\\\r\n\x00") || file.Name == ".." || len([]rune(file.Name)) > defaultMax {
				panic(file.Name)
			}
			n, err := io.Copy(io.Discard, in)
			if n > 1000 {
				panic(n)
			}
			return err
		})
	}))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := h.do(call{method: "POST", target: "/x", body: string(body), kind: "multipart/form-data; boundary=" + edge})
		if w.Code >= http.StatusInternalServerError && w.Code != 503 {
			t.Fatalf("%d", w.Code)
		}
		h.log.Reset()
	})
}

func TestWriterFromGo(t *testing.T) {
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf)
	_ = mw.WriteField("title", "x")
	w, _ := mw.CreateFormFile("cv", strings.Repeat("å", 300)+".pdf")
	_, _ = w.Write([]byte("x"))
	_ = mw.Close()
	_, err, _ := send(t, mw.FormDataContentType(), &buf, func(f File, _ io.Reader) error {
		if n := len([]rune(f.Name)); n != defaultMax || !strings.HasSuffix(f.Name, ".pdf") {
			t.Errorf("%d characters: %s", n, f.Name)
		}
		return nil // what is left unread must not stop the form
	})
	if err != nil {
		t.Error(err)
	}
}
