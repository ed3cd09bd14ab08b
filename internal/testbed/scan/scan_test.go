package scan

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

var (
	planted  = Mark("test", "planted")
	bystands = Mark("test", "bystander")
	both     = [][]byte{[]byte(planted), []byte(bystands)}
)

// noise is n bytes that hold no mark: the same for the same n, and full of false beginnings of containers.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// prose is text around a mark.
func prose(mark string) string {
	return "Kjære Kari,\nvi har mottatt søknaden din. Adresse: " + mark + "@example.org; hilsen oss.\n"
}

func packed(t testing.TB, text []byte, open func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, name string, text []byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(text)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, text []byte) []byte {
	return packed(t, text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(t testing.TB, text []byte) []byte {
	return packed(t, text, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(t testing.TB, text []byte) []byte {
	return packed(t, text, func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 9); return f })
}

func wide(s string, swap bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if swap {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

// each writes every byte of s with a verb.
func each(verb, s string) []byte {
	var b bytes.Buffer
	for i := range len(s) {
		fmt.Fprintf(&b, verb, s[i])
	}
	return b.Bytes()
}

// wrapped puts a line end and some indentation after each n bytes.
func wrapped(s string, n int, end string) []byte {
	var b bytes.Buffer
	for i := 0; i < len(s); i += n {
		b.WriteString(s[i:min(len(s), i+n)] + end)
	}
	return b.Bytes()
}

// encodings holds a text that every encoding is made of by foreign code, where there is some: not by the code under test.
func encodings(t testing.TB, mark string) map[string][]byte {
	text := prose(mark)
	pdf := "%PDF-1.7\n4 0 obj\n<</Length 99/Filter/FlateDecode>>\nstream\n"
	out := map[string][]byte{
		"raw": []byte(text), "capitals": []byte(strings.ToUpper(text)),
		"hex": []byte(hex.EncodeToString([]byte(text))), "hex capitals": []byte(strings.ToUpper(hex.EncodeToString([]byte(text)))),
		"utf-16le": wide(text, false), "utf-16be": wide(text, true), "utf-16be odd": append([]byte{'x'}, wide(text, true)...),
		"percent": []byte("q=" + url.QueryEscape(text)), "percent all": each("%%%02x", mark), "percent some": []byte(mark[:5] + "%" + hex.EncodeToString([]byte(mark[5:6])) + mark[6:]),
		"json unicode": each(`\u%04x`, mark), "json some": []byte(`"` + mark[:3] + fmt.Sprintf(`\u%04X`, mark[3]) + mark[4:] + `"`),
		"hex escapes": each(`\x%02x`, mark), "octal": each(`\%03o`, mark), "html": each("&#%d;", mark), "html hex": each("&#x%x;", mark),
		"quoted-printable all": each("=%02X", mark), "folded header": wrapped(mark, 10, "\r\n "),
		"pdf hex string": []byte("<FEFF" + strings.ToUpper(hex.EncodeToString(wide(text, true))) + ">"), "pdf hex wrapped": wrapped(hex.EncodeToString([]byte(text)), 40, "\n"),
		"pdf octal utf-16": []byte(`(\376\377` + string(each(`\000%c`, mark)) + ")"),
		"pdf stream":       append([]byte(pdf), zlibbed(t, []byte("BT ("+text+") Tj ET"))...),
		"gzip":             gzipped(t, []byte(text)), "gzip within": append(noise(5000), gzipped(t, []byte(text))...),
		"zlib": zlibbed(t, []byte(text)), "deflate": deflated(t, []byte(text)),
		"zip": zipped(t, "a.txt", []byte(text)), "zip deep": zipped(t, "1", zipped(t, "2", zipped(t, "3", zipped(t, "4", []byte(text))))),
		"zip of gzip of base64": zipped(t, "a", gzipped(t, []byte(base64.StdEncoding.EncodeToString([]byte(text))))),
		"mail attachment":       wrapped(base64.StdEncoding.EncodeToString(zipped(t, "word/document.xml", []byte(text))), 76, "\r\n"),
		"mail pdf":              wrapped(base64.StdEncoding.EncodeToString(append([]byte(pdf), zlibbed(t, []byte(text))...)), 76, "\r\n"),
		"gzip of utf-16":        gzipped(t, wide(text, true)),
	}
	for shift := range 3 {
		whole := strings.Repeat("z", shift) + text
		out[fmt.Sprint("base64 ", shift)] = []byte(base64.StdEncoding.EncodeToString([]byte(whole)))
		out[fmt.Sprint("base64url ", shift)] = []byte(base64.RawURLEncoding.EncodeToString([]byte(whole)))
		out[fmt.Sprint("base64 mail ", shift)] = wrapped(base64.StdEncoding.EncodeToString([]byte(whole)), 30, "\r\n")
	}
	out["quoted-printable"] = packed(t, []byte(strings.Repeat("å", 10)+mark), func(w io.Writer) io.WriteCloser { return quotedprintable.NewWriter(w) })
	out["json"], _ = json.Marshal(map[string]string{"text": text})
	var b bytes.Buffer
	a := tar.NewWriter(&b)
	_ = a.WriteHeader(&tar.Header{Name: "cv.txt", Size: int64(len(text)), Mode: 0o600})
	_, _ = a.Write([]byte(text))
	_ = a.Close()
	out["tar"], out["tar.gz"] = b.Bytes(), gzipped(t, b.Bytes())
	return out
}

// count tells how many hits each mark has.
func count(hits []Hit) map[string]int {
	out := map[string]int{}
	for _, h := range hits {
		out[h.Mark]++
	}
	return out
}

func TestEveryEncodingIsFoundAndNothingElse(t *testing.T) {
	clean := encodings(t, Mark("test", "someone else"))
	for name, b := range encodings(t, planted) {
		hits, err := Bytes(name, b, both)
		if n := count(hits); err != nil || n[planted] == 0 || n[bystands] != 0 {
			t.Errorf("%s: %v, %v", name, hits, err)
		}
		if hits, err := Bytes(name, clean[name], both); err != nil || len(hits) != 0 {
			t.Errorf("%s without the mark: %v, %v", name, hits, err)
		}
	}
}

func TestHowAndWhere(t *testing.T) {
	for _, c := range []struct {
		how    string
		offset int64
		text   []byte
	}{
		{"raw", 100, append(bytes.Repeat([]byte("\n"), 100), planted...)},
		{"raw, folded", 3, append([]byte("\n= "), wrapped(planted, 9, "=\r\n")...)},
		{"raw, escaped", 5, append([]byte("\n& a "), each("%%%02X", planted)...)},
		{"gzip > raw", 7, append([]byte("....\n. "), gzipped(t, []byte(planted))...)},
		{"zip > zip > raw", 0, zipped(t, "a", zipped(t, "b", []byte(planted+strings.Repeat("x", 99))))},
	} {
		hits, err := Bytes("x", c.text, both)
		if len(hits) != 1 || err != nil || hits[0] != (Hit{planted, "x", c.offset, c.how}) {
			t.Errorf("%s at %d: %+v, %v", c.how, c.offset, hits, err)
		}
	}
}

func TestTruncatedContainersAreReadAsFarAsTheyGo(t *testing.T) {
	// The mark stands at the start of much that does not pack, so that half the container still has it.
	text := append([]byte(prose(planted)), noise(200_000)...)
	for name, whole := range map[string][]byte{
		"gzip": gzipped(t, text), "zlib": zlibbed(t, text), "zip": zipped(t, "a", text), "deflate": deflated(t, text),
		"zip in zip": zipped(t, "o", zipped(t, "a", text)),
	} {
		if hits, err := Bytes(name, whole[:len(whole)/2], both); count(hits)[planted] == 0 || err != nil {
			t.Errorf("half a %s: %v %v", name, hits, err)
		}
		broken := bytes.Clone(whole)
		copy(broken[len(broken)/2:], "broken off in the middle")
		if hits, _ := Bytes(name, broken, both); count(hits)[planted] == 0 {
			t.Errorf("a broken %s: %v", name, hits)
		}
	}
}

// TestAnywhereInWindows plants a mark, in some encoding, anywhere in a file of several windows.
func TestAnywhereInWindows(t *testing.T) {
	all := encodings(t, planted)
	var names []string
	for name := range all {
		if name != "deflate" { // bare deflate is known only at the start
			names = append(names, name)
		}
	}
	slices.Sort(names)
	s, err := New(both, Options{Window: 4 * overlap})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "encoding")
		at := rapid.IntRange(0, 12*overlap).Draw(t, "at")
		text := append(append(bytes.Repeat([]byte("!\xfe"), at/2), all[name]...), noise(rapid.IntRange(0, 5*overlap).Draw(t, "after"))...)
		hits, err := s.at("x", bytes.NewReader(text))
		if n := count(hits); err != nil || n[planted] == 0 || n[bystands] != 0 {
			t.Fatalf("%s at %d: %v, %v", name, at, hits, err)
		}
		streamed, err := s.Reader("x", bytes.NewReader(text))
		if err != nil || count(streamed)[planted] == 0 {
			t.Fatalf("streamed: %v, %v", streamed, err)
		}
	})
}

func TestWindowsShareNothingTwice(t *testing.T) {
	s, err := New(both, Options{Window: 4 * overlap})
	if err != nil {
		t.Fatal(err)
	}
	const edge = 4 * overlap
	for _, at := range []int{edge - overlap - 5, edge - overlap, edge - overlap/2, edge - 5, edge} {
		text := append(append(bytes.Repeat([]byte("!"), at), planted...), bytes.Repeat([]byte("!"), edge)...)
		hits, err := s.at("x", bytes.NewReader(text))
		if err != nil || len(hits) != 1 || hits[0].Offset != int64(at) {
			t.Errorf("at %d: %v, %v", at, hits, err)
		}
	}
	packed := gzipped(t, []byte(planted))
	shared := append(append(bytes.Repeat([]byte("!"), edge-overlap/2), packed...), bytes.Repeat([]byte("!"), edge)...)
	if hits, err := s.at("x", bytes.NewReader(shared)); err != nil || len(hits) != 1 {
		t.Errorf("a container in the shared part: %v, %v", hits, err)
	}
	// A container is read on beyond the window it begins in, and its mark stands at its end.
	long := append(noise(20*edge), gzipped(t, append(noise(10*edge), planted...))...)
	if hits, err := s.at("x", bytes.NewReader(long)); err != nil || len(hits) != 1 || hits[0].Offset != 20*edge {
		t.Errorf("a container of many windows: %v, %v", hits, err)
	}
}

// TestNearMissDoesNotHideTheMark has a window that ends like the mark one byte before it.
func TestNearMissDoesNotHideTheMark(t *testing.T) {
	same := [][]byte{bytes.Repeat([]byte("a"), MinMark)}
	hits, err := Bytes("x", append([]byte("b"), same[0]...), same)
	if err != nil || len(hits) != 1 || hits[0].Offset != 1 {
		t.Errorf("%v, %v", hits, err)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) {
		path := filepath.Join(dir, name)
		_ = os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("clean/a", noise(1<<20))
	write("db", append(noise(5<<20), prose(planted)...))
	write("cv-"+bystands+".pdf", noise(10))
	if err := os.Symlink("/nowhere/"+bystands, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	huge, err := os.Create(filepath.Join(dir, "sparse"))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{3 << 30, 5<<30 - 7} {
		if _, err := huge.WriteAt([]byte(planted), at); err != nil {
			t.Skipf("no sparse files here: %v", err)
		}
	}
	huge.Close()
	hits, err := Find([]string{dir}, both, Options{})
	if err != nil {
		t.Fatal(err)
	}
	where := map[string]int{}
	for _, h := range hits {
		where[filepath.Base(h.Path)+" "+h.How+fmt.Sprint(" ", h.Offset)]++
	}
	for _, want := range []string{"sparse raw 3221225472", "sparse raw 5368709113", "cv-" + bystands + ".pdf name, raw 3"} {
		if where[want] != 1 {
			t.Errorf("not found: %s", want)
		}
	}
	if len(hits) != 5 {
		t.Errorf("hits: %v", where)
	}
	if _, err := Find([]string{filepath.Join(dir, "gone")}, both, Options{}); err == nil {
		t.Error("a root that is not there is no evidence")
	}
}

func TestBoundsAreTold(t *testing.T) {
	bomb := gzipped(t, append(make([]byte, 8<<20), planted...))
	s, err := New(both, Options{Inflate: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if hits, err := s.Bytes("bomb", bomb); !errors.Is(err, ErrCut) || len(hits) != 0 {
		t.Errorf("a bomb: %v, %v", hits, err)
	}
	if hits, err := Bytes("bomb", bomb, both); err != nil || count(hits)[planted] != 1 {
		t.Errorf("the control, with a larger bound: %v, %v", hits, err)
	}
	deep := []byte(planted)
	for range 7 {
		deep = zipped(t, "a", deep)
	}
	if hits, err := Bytes("deep", deep, both); !errors.Is(err, ErrCut) || len(hits) != 0 {
		t.Errorf("seven deep: %v, %v", hits, err)
	}
	many := bytes.Repeat([]byte(planted+" "), 1000)
	if hits, _ := Bytes("many", many, both); len(hits) != 16 {
		t.Errorf("%d hits of one mark in one file", len(hits))
	}
	if _, err := New([][]byte{[]byte("short")}, Options{}); !errors.Is(err, ErrMark) {
		t.Error("a short mark")
	}
	if _, err := New([][]byte{[]byte("kari@example.org.invalid")}, Options{}); !errors.Is(err, ErrMark) {
		t.Error("a mark with other characters")
	}
	broken := errors.New("disk")
	if _, err := Reader("x", io.MultiReader(strings.NewReader("x"), failing{broken}), both, Options{}); !errors.Is(err, broken) {
		t.Errorf("a failing disk: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestMark(t *testing.T) {
	seen := map[string]bool{}
	for i := range 2000 {
		m := Mark("seed", fmt.Sprint("field", i))
		if len(m) != markSize || seen[m] || m[0] < 'a' || check([][]byte{[]byte(m)}) != nil {
			t.Fatalf("mark %q", m)
		}
		seen[m] = true
	}
	if Mark("a", "bc") == Mark("ab", "c") || Mark("a", "b") != Mark("a", "b") {
		t.Error("seed and field")
	}
}

// TestSearchAgreesWithTheObvious holds the jumping search against one that looks everywhere.
func TestSearchAgreesWithTheObvious(t *testing.T) {
	s := newSearcher(patterns(both))
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			text = append(text, rapid.SliceOfN(rapid.SampledFrom([]byte(planted[:4]+"\x00Zz")), 0, 30).Draw(t, "between")...)
			text = append(text, s.patterns[rapid.IntRange(0, len(s.patterns)-1).Draw(t, "pattern")].text...)
		}
		got, want := map[place]int{}, map[place]int{}
		s.each(text, func(p *pattern, at int) { got[place{p, at}]++ })
		for i := range s.patterns {
			for at := range text {
				if bytes.HasPrefix(text[at:], s.patterns[i].text) {
					want[place{&s.patterns[i], at}]++
				}
			}
		}
		if fmt.Sprint(len(got)) != fmt.Sprint(len(want)) {
			t.Fatalf("found %d, want %d", len(got), len(want))
		}
		for p := range want {
			if got[p] != 1 {
				t.Fatalf("%q at %d found %d times", p.pattern.text, p.at, got[p])
			}
		}
	})
}

func FuzzBytes(f *testing.F) {
	for _, b := range encodings(f, planted) {
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\x1f\x8b\x08\x04\xff\xff"))
	f.Add([]byte("%=\\u00&#x;"))
	s, err := New(both, Options{Inflate: 1 << 20})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		if _, err := s.Bytes("x", b); err != nil && !errors.Is(err, ErrCut) {
			t.Fatal(err)
		}
		if !bytes.Equal(before, b) {
			t.Fatal("the text was changed")
		}
		// Whatever stands before it, a mark after a line end is found.
		if hits, _ := s.Bytes("x", append(b, "\n"+planted...)); count(hits)[planted] == 0 {
			t.Fatal("a mark was missed")
		}
	})
}

func BenchmarkScan(b *testing.B) {
	var marks [][]byte
	for i := range 500 {
		marks = append(marks, []byte(Mark("bench", fmt.Sprint(i))))
	}
	s, err := New(marks, Options{})
	if err != nil {
		b.Fatal(err)
	}
	text := bytes.Repeat([]byte(prose("nobody at all")), 1+(16<<20)/len(prose("nobody at all")))
	for name, data := range map[string][]byte{"sealed": noise(16 << 20), "text": text, "zeros": make([]byte, 16<<20)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if hits, err := s.at("x", bytes.NewReader(data)); err != nil || len(hits) > 0 {
					b.Fatal(hits, err)
				}
			}
		})
	}
	b.Run("search only", func(b *testing.B) {
		data := noise(16 << 20)
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			s.search.each(data, func(*pattern, int) { b.Fatal("found") })
		}
	})
}
