package sniff_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"verv/internal/blob/sniff"
)

type docCase struct{ name, in, want string }

func run(t *testing.T, cases []docCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			k, key := document(c.in)
			if key != c.want || (key == "") != (k != 0) {
				t.Errorf("got %v %q, want %q", k, key, c.want)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	embedded := "<< /Type /EmbeddedFile /Length 2 >>\nstream\nhi\nendstream"
	run(t, []docCase{
		{"ordinary PDF", cv(), ""},
		{"PDF with link and view", cvWith("/OpenAction [3 0 R /Fit]", "", "<< /S /URI /URI (https://ingrid.example) >>"), ""},
		{"the word JavaScript in the text", makePDF("", catalog, pages, page, packed("", "BT (/JavaScript /JS) Tj ET /JavaScript"), latin, "(/JS)", "<2F4A53>"), ""},
		{"object stream", cv(objectStream("<< /A 1 >>", "[1 2 3]")), ""},

		{"nothing", "", "empty"},
		{"text", "hei", "kind"},
		{"a picture", "\x89PNG\r\n\x1a\n", "kind"},
		{"page", "<!DOCTYPE html><script>alert(1)</script>", "html"},
		{"page after a mark", "\ufeff \n<HTML><body>", "html"},
		{"old Word", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "word"},
		{"page with a PDF's head", "%PDF-1.4\n<html><script>alert(1)</script></html>\nstartxref\n0\n%%EOF", "html"},
		{"page in a PDF's comment", strings.Replace(cv(), "%\xe2\xe3", "%<ScRiPt>alert(1)</script>\xe2\xe3", 1), "html"},
		{"head and end only", "%PDF-1.4\nstartxref\n0\n%%EOF", "broken"},
		{"cut off", cv()[:len(cv())/2], "truncated"},
		{"cut off by a few bytes", cv()[:len(cv())-8], "truncated"},
		{"too large", "%PDF-" + strings.Repeat(" ", 10<<20), "large"},

		{"script on opening", cvWith("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", ""), "script"},
		{"script by reference", cvWith("/OpenAction 6 0 R", "", "<< /S 7 0 R >>", "/JavaScript"), "script"},
		{"script with a written name", cvWith("/OpenAction << /S /J#61vaScri#70t /#4aS (x) >>", ""), "script"},
		{"script in an object stream", cv(objectStream("<< /A 1 >>", "<< /S /JavaScript /JS (x) >>")), "script"},
		{"script between the objects of a stream", cv(strings.Replace(objectStream("<< /A 1 >>", "<< /B 2 >>"), "/N 2", "/N 1", 1), objectStream("null << /S /JavaScript >>")), "script"},
		{"script inside a picture's bytes", cv(plain("/Subtype /Image", "xx\n9 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n")), "script"},
		{"script behind a stream with a false length", cv("<< /Length 9999 >>\nstream\nabc\nendstream", "<< /JS (x) >>"), "script"},
		{"script under a false length", cv("<< /Length 60 >>\nstream\nabc\nendstream\nendobj\n7 0 obj\n<< /JS (x) >>\nendobj\n8 0 obj\nnull", "null", "null"), "script"},
		{"script in a stream never ended", cv() + "8 0 obj << >> stream\n9 0 obj << /JS (x) >> endobj\nstartxref\n0\n%%EOF", "script"},
		{"script in an older version", strings.Replace(cv("<< /JS (x) >>"), "xref", "6 0 obj null endobj\nxref", 1), "script"},
		{"form script", cvWith("/AcroForm << /XFA [] >>", ""), "script"},
		{"program start", cvWith("/OpenAction << /S /Launch /F (cmd.exe) >>", ""), "action"},
		{"form that sends", cv("<< /S /SubmitForm /F (https://evil.example) >>"), "action"},
		{"attached file", cv(embedded), "attached"},
		{"locked", cvWith("", "/Encrypt 6 0 R", "<< /Filter /Standard /V 2 >>"), "locked"},
		{"locked, new kind of table", cv("<< /Type /XRef /Encrypt 6 0 R /Length 0 >>\nstream\n\nendstream"), "locked"},
		{"unknown filter on objects", cv(plain("/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", "6 0 <<>>")), "broken"},
		{"offset beyond the stream", cv(packed("/Type /ObjStm /N 1 /First 8", "6 99999 <<>>")), "broken"},
		{"101 pages", cv(strings.Repeat("<< /Type /Page >> endobj 9 0 obj ", 101) + "null"), "complex"},
		{"a picture of 30,000 x 30,000", cv("<< /Subtype /Image /Width 30000 /Height 30000 /Length 0 >>\nstream\n\nendstream"), "picture"},
		{"nested 100 deep", cv(strings.Repeat("[", 100) + strings.Repeat("]", 100)), "complex"},
		{"pages that hold themselves", makePDF("", catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] >>"), "broken"},
	})
}

func TestWordDocument(t *testing.T) {
	run(t, []docCase{
		{"ordinary DOCX", docx(t), ""},
		{"macro", docx(t, part{"word/vbaProject.bin", "x"}), "macro"},
		{"macro by its type", docx(t, part{"[Content_Types].xml", strings.Replace(ordinary[0].body, "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "vnd.ms-word.document.macroEnabled.main+xml", 1)}), "macro"},
		{"macro by relation", docx(t, relation("vbaProject", "x.bin", "Internal")), "macro"},
		{"no document", archive(t, ordinary[0], part{"word/other.xml", "<a/>"}), "kind"},
		{"no types", archive(t, ordinary[2]), "kind"},
		{"another Office file", archive(t, part{"[Content_Types].xml", "<Types/>"}, ordinary[2]), "kind"},
		{"any zip", archive(t, part{"a.txt", "hei"}), "kind"},
		{"template from outside", docx(t, relation("attachedTemplate", "https://evil.example/t.dotm", "External")), "outside"},
		{"picture from outside", docx(t, relation("image", "https://evil.example/p.png", "External")), "outside"},
		{"mode in other letters", docx(t, relation("image", "https://evil.example/p.png", "EXTERNAL")), "outside"},
		{"mode left out", docx(t, relation("image", "https://evil.example/p.png", "")), "outside"},
		{"link to a file share", docx(t, relation("hyperlink", `\\evil.example\x`, "External")), "outside"},
		{"link that is a script", docx(t, relation("hyperlink", "javascript:alert(1)", "External")), "outside"},
		{"object", docx(t, relation("oleObject", "e.bin", "Internal")), "attached"},
		{"embedded sheet", docx(t, part{"word/embeddings/a.xlsx", "x"}), "attached"},
		{"zip in the zip", docx(t, part{"word/media/image1.png", archive(t, part{"a", "b"})}), "attached"},
		{"program in the zip", docx(t, part{"word/media/image1.png", "MZ\x90\x00"}), "attached"},
		{"page as a part", docx(t, relation("aFChunk", "x.html", "Internal")), "attached"},
		{"entities", docx(t, part{"word/document.xml", `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document ` + wordNS + `><w:t>&a;</w:t></w:document>`}), "doctype"},
		{"entities in a part with another name", docx(t, part{"word/media/image1.emf", ` <!DOCTYPE x [<!ENTITY a "b">]><x/>`}), "doctype"},
		{"entities in a picture", docx(t, part{"word/media/a.svg", `<!doctype svg [<!ENTITY a "b">]><svg/>`}), "doctype"},
		{"entity without a type", docx(t, body("<w:p>&a;</w:p>")), "broken"},
		{"XML in UTF-16", docx(t, part{"word/comments.xml", "\xff\xfe<\x00a\x00/\x00>\x00"}), "broken"},
		{"XML cut off", docx(t, body("<w:p>")), "broken"},
		{"name that climbs", docx(t, part{"word/../../../etc/cron.d/x", "x"}), "path"},
		{"name with a backslash", docx(t, part{`word\..\..\x`, "x"}), "path"},
		{"absolute name", docx(t, part{"/etc/passwd", "x"}), "path"},
		{"name twice", archive(t, append(ordinary[:len(ordinary):len(ordinary)], ordinary[2])...), "broken"},
		{"name twice in other letters", docx(t, part{"WORD/Document.xml", "<a/>"}), "broken"},
		{"DDE", docx(t, body(`<w:p><w:fldSimple w:instr=" DDEAUTO c:\\cmd.exe"/></w:p>`)), "outside"},
		{"DDE in pieces", docx(t, body(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:</w:instrText></w:r></w:p>`)), "outside"},
		{"a plain field", docx(t, body(`<w:p><w:fldSimple w:instr=" PAGE "/><w:r><w:fldChar/><w:instrText> HYPERLINK "https://a.example" </w:instrText></w:r></w:p>`)), ""},
		{"elements 300 deep", docx(t, body(strings.Repeat("<w:p>", 300)+strings.Repeat("</w:p>", 300))), "complex"},
		{"cut zip", docx(t)[:800], "truncated"},
		{"zip behind something", "PK\x03\x04" + strings.Repeat("x", 50) + docx(t), "broken"},
		{"something behind the zip", docx(t) + "<script>", "broken"},
	})
}

func text(t testing.TB, k sniff.Kind, in string, limit int) string {
	t.Helper()
	s, err := sniff.Text(k, strings.NewReader(in), int64(len(in)), sniff.Standard, limit)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTextOfDOCX(t *testing.T) {
	in := docx(t)
	if got, want := text(t, sniff.DOCX, in, 1000), "Bakken 1, 0001 Oslo\nIngrid Solbakken\nAnleggsingeniør\t2019–"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := text(t, sniff.DOCX, in, 40); len(got) > 40 || !utf8.ValidString(got) {
		t.Errorf("limit of 40 gave %d bytes", len(got))
	}
}

const unicodeTable = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange " +
	"2 beginbfchar <0001> <00C5> <0002> <D83DDE00> endbfchar 999999999 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0073> <00F8>] endbfrange endcmap"

func TestTextOfPDF(t *testing.T) {
	if got, want := text(t, sniff.PDF, cv(), 1000), "Ingrid Solbakken\nAnleggsini g(r)\nBlåbærsyltetøy"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	wide := makePDF("", catalog, pages, page, packed("", "BT /F1 9 Tf <000100100011 0012> Tj <00200021> Tj ET"),
		"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R >>", packed("", unicodeTable))
	if got := text(t, sniff.PDF, wide, 1000); got != "Åabcsø" {
		t.Errorf("by table: %q", got)
	}
	named := makePDF("", catalog, pages, page, packed("", "BT /F1 9 Tf (\\001\\002\\003x\\004) Tj ET"),
		"<< /Type /Font /Encoding << /Differences [1 /aring /oslash /uni0161 4 /fi] >> >>")
	if got := text(t, sniff.PDF, named, 1000); got != "åøšxfi" {
		t.Errorf("by names: %q", got)
	}
	inForm := makePDF("", catalog, pages, strings.Replace(page, "/Font", "/XObject << /X 6 0 R >> /Font", 1), packed("", "/X Do"), latin,
		packed("/Subtype /Form /Resources << /XObject << /X 6 0 R >> >>", "BT (Skjema) Tj ET /X Do"))
	if got := text(t, sniff.PDF, inForm, 1000); !strings.HasPrefix(got, "Skjema") || len(got) > 100 {
		t.Errorf("in a form that shows itself: %q", got)
	}
	if got := text(t, sniff.PDF, makePDF("", catalog, pages, page, packed("", "BT (Hei) Tj <4142"), latin), 1000); !strings.HasPrefix(got, "Hei") {
		t.Errorf("unclosed hex string: %q", got)
	}
	placed := makePDF("", catalog, pages, page, packed("", "BT /F1 10 Tf 2 0 0 2 10 10 Tm (a) Tj 2 0 0 2 20 10 Tm (b) Tj 2 0 0 2 40 10 Tm (c) Tj 5 0 Td (d) Tj 9 0 Td (e) Tj ET"),
		"<< /Type /Font /Encoding /WinAnsiEncoding /FirstChar 97 /Widths [500 500 500 500 500] >>")
	if got := text(t, sniff.PDF, placed, 1000); got != "ab cd e" {
		t.Errorf("letters placed one by one: %q", got)
	}
	if got := text(t, sniff.PDF, cv(), 10); got != "Ingrid Sol" {
		t.Errorf("limit: %q", got)
	}
}

// What other programs make of the same files, where they are installed: a check on our own writer and reader.
func TestOthersReadOurFiles(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "cv.pdf")
	if err := os.WriteFile(file, []byte(cv()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(text(t, sniff.PDF, cv(), 1000)) {
		if !strings.Contains(strings.Join(strings.Fields(string(out)), " "), word) {
			t.Errorf("pdftotext does not see %q in %q", word, out)
		}
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"CV Ingrid.pdf": "CV Ingrid.pdf", "../../etc/passwd": "passwd.pdf", `C:\Users\ola\CV.PDF`: "CV.pdf", "cv.pdf.docx": "cv.pdf", "": "document.pdf",
		"...": "document.pdf", "CV\u202efdp.exe": "CVfdp.exe.pdf", "a\x00b\r\nc.pdf": "abc.pdf", "Søknad – blåbær.docx": "Søknad – blåbær.pdf", "con": "document.pdf",
		`x"; filename="evil.html`: "x__ filename=_evil.html.pdf", "<script>.pdf": "script.pdf", "=cmd|' /C calc'!A0": "C calc_!A0.pdf", "\xff\xfe.pdf": "document.pdf",
		"cafe\u0301.pdf": "café.pdf", "A\x00\u0300.pdf": "À.pdf", "a\u037eb.pdf": "a_b.pdf", strings.Repeat("å", 500): strings.Repeat("å", 116) + ".pdf",
	} {
		if got := sniff.CleanName(in, sniff.PDF); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom([]sniff.Kind{sniff.PDF, sniff.DOCX}).Draw(t, "kind")
		in := rapid.String().Draw(t, "name")
		got := sniff.CleanName(in, k)
		if utf8.RuneCountInString(got) > 120 || strings.ContainsAny(got, "/\\\x00\r\n\"<>\u202e") || !strings.HasSuffix(got, k.Extension()) || got[0] == '.' {
			t.Fatalf("%q became %q", in, got)
		}
		if again := sniff.CleanName(got, k); again != got {
			t.Fatalf("%q, then %q", got, again)
		}
	})
}

func TestStripDOCX(t *testing.T) {
	jpeg := "\xff\xd8\xff\xe0\x00\x04JF\xff\xe1\x00\x0aExif-GPS\xff\xfe\x00\x06Nils\xff\xda\x00\x02picture\xff\xd9"
	in := docx(t, part{"word/media/image1.jpeg", jpeg}, part{"docProps/custom.xml", "<Properties>Kari</Properties>"})
	var out bytes.Buffer
	if err := sniff.StripDOCX(&out, strings.NewReader(in), int64(len(in)), sniff.Standard); err != nil {
		t.Fatal(err)
	}
	before, after := unzip(t, in), unzip(t, out.String())
	for _, mark := range []string{"Kari", "Ola", "Nordmann AS", "Manager", "Exif-GPS", "Nils"} {
		if !strings.Contains(before, mark) {
			t.Errorf("%q was never there", mark)
		}
		if strings.Contains(after, mark) {
			t.Errorf("%q is still there", mark)
		}
	}
	if !strings.Contains(after, "picture\xff\xd9") {
		t.Error("the picture is gone")
	}
	if _, key := document(out.String()); key != "" {
		t.Errorf("a stripped document is refused as %s", key)
	}
	if a, b := text(t, sniff.DOCX, in, 9999), text(t, sniff.DOCX, out.String(), 9999); a != b {
		t.Errorf("the text changed: %q, %q", a, b)
	}
}

func unzip(t *testing.T, in string) string {
	z, err := zip.NewReader(strings.NewReader(in), int64(len(in)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestBombsAreBounded(t *testing.T) {
	tiny := strings.SplitAfter(packed("", "x"), "stream\n")[1]
	tiny = strings.TrimSuffix(tiny, "\nendstream")
	var tinyStreams, sharedFonts, manyFonts strings.Builder
	for i := range 12_000 {
		fmt.Fprintf(&tinyStreams, "null endobj %d 0 obj<</Filter/Fl>>stream\n%s\nendstream endobj 6 0 obj ", i+10, tiny)
	}
	for i := range 10_000 {
		fmt.Fprintf(&sharedFonts, "/F%d << /Subtype /Type0 /DescendantFonts [<< /W 6 0 R >>] >> ", i)
	}
	for i := range 2000 {
		fmt.Fprintf(&manyFonts, "/F%d << /Subtype /Type0 /DescendantFonts [<< /W [0 65535 500] >>] >> ", i)
	}
	zeros := strings.Repeat("\x00", 60<<20)
	long := strings.Repeat("x", 9<<20)
	var many []part
	for i := range 2000 {
		many = append(many, part{"word/" + string(rune('a'+i%26)) + strings.Repeat("b", i/26), ""})
	}
	for name, c := range map[string]struct{ in, want string }{
		"zip of 60 MB of zeros":         {docx(t, part{"word/media/a.bmp", zeros}), "unfolds"},
		"9 MB of XML":                   {docx(t, body("<w:p>"+long+"</w:p>")), "unfolds"},
		"7 MB of small elements":        {docx(t, body(strings.Repeat("<a/>", 7<<18))), "complex"},
		"2,000 entries":                 {docx(t, many...), "complex"},
		"PDF stream of 60 MB":           {cv(packed("", zeros)), "unfolds"},
		"PDF object stream":             {cv(packed("/Type /ObjStm /N 1 /First 4", "9 0 "+zeros)), "unfolds"},
		"PDF with endless objects":      {cv(strings.Repeat("1 ", 4<<20)), "complex"},
		"PDF with dictionaries":         {cv(strings.Repeat("<</A 1>>", 1<<20)), "complex"},
		"PDF with empty ones":           {cv(strings.Repeat("endobj 7 0 obj<<>>", 500_000)), "complex"},
		"PDF full of heads":             {cv(plain("", strings.Repeat("9 0 obj stream ", 600_000))), "complex"},
		"PDF with a long string":        {cv("(" + strings.Repeat("(", 9<<20)), ""},
		"PDF with a long name":          {cv("/" + long), ""},
		"PDF with endless digits":       {cv(plain("", strings.Repeat("7 ", 4<<20))), ""},
		"PDF with fonts of all letters": {makePDF("", catalog, pages, strings.Replace(page, "/F1 5 0 R", manyFonts.String(), 1), packed("", "BT /F1 9 Tf (hei) Tj ET"), latin), ""},
		"PDF of forms in forms": {makePDF("", catalog, pages, strings.Replace(page, "/Font", "/XObject << /X 6 0 R >> /Font", 1), plain("", strings.Repeat("/X Do ", 100_000)), latin,
			packed("/Subtype /Form /Resources << /XObject << /X 6 0 R >> >>", strings.Repeat("/X Do ", 1000))), ""},
		"PDF of one page again and again": {makePDF("", catalog, pages, strings.Replace(page, "/Contents 4 0 R", "/Contents ["+strings.Repeat("4 0 R ", 50_000)+"]", 1), plain("", long), latin), ""},
		"PDF with fonts of one table":     {makePDF("", catalog, pages, strings.Replace(page, "/F1 5 0 R", sharedFonts.String(), 1), packed("", "BT /F1 9 Tf (hei) Tj ET"), latin, "["+strings.Repeat("1 ", 100_000)+"]"), ""},
		"PDF of tiny streams":             {cv(strings.Repeat("<</Filter/Fl>>stream\n"+tiny+"\nendstream endobj 7 0 obj", 60_000) + "null"), "complex"},
		"PDF of fewer tiny streams":       {cv(tinyStreams.String() + "null"), ""},
		"PDF with claims":                 {makePDF("/Size 99999999999 /Prev 0", catalog, pages, page, packed("", program), latin), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			k, key := document(c.in)
			if key == "" {
				text(t, k, c.in, 100_000)
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			grown, total := int64(after.HeapInuse)-int64(before.HeapInuse), (after.TotalAlloc-before.TotalAlloc)>>20
			t.Logf("%4d ms, heap +%d MB, allocated %d MB: %s", took.Milliseconds(), grown>>20, total, key)
			if key != c.want {
				t.Errorf("got %q, want %q", key, c.want)
			}
			if took > patience || grown > 64<<20 {
				t.Errorf("took %v and %d MB", took, grown>>20)
			}
		})
	}
}

// FuzzDocument: nothing makes it fail in another way than by a refusal; what is let in has text and can be stripped.
func FuzzDocument(f *testing.F) {
	f.Add(cv())
	f.Add(docx(f))
	f.Add(cv(objectStream("<< /A 1 >>", "[1 2 3]")))
	f.Add(cvWith("/OpenAction << /S /J#61vaScript >>", "/Encrypt 6 0 R", "<< /Type /ObjStm /N 1 /First 4 >> stream\n6 0 <<\nendstream"))
	f.Add(makePDF("", catalog, pages, page, plain("", "BT /F1 9 Tf <0001 Tj (\\9\\777) TJ BI ID x EI ET"), "<< /Subtype /Type0 /ToUnicode 6 0 R >>", plain("", unicodeTable)))
	f.Fuzz(func(t *testing.T, in string) {
		k, key := document(in)
		if key != "" {
			return
		}
		s, err := sniff.Text(k, strings.NewReader(in), int64(len(in)), sniff.Standard, 10_000)
		if err == nil && (!utf8.ValidString(s) || len(s) > 10_000) {
			t.Fatalf("text %q", s)
		}
		if k != sniff.DOCX {
			return
		}
		var out bytes.Buffer
		if err := sniff.StripDOCX(&out, strings.NewReader(in), int64(len(in)), sniff.Standard); err == nil {
			if _, key := document(out.String()); key != "" {
				t.Fatalf("stripped, then refused as %s", key)
			}
		}
	})
}

// FuzzPage: no page program and no font table keeps the reader from coming to an end.
func FuzzPage(f *testing.F) {
	f.Add(program, unicodeTable, "[1 /aring 65 /uni00E5]", "[0 [500 600] 10 20 700]")
	f.Add("BT /F1 9 Tf <000100", "2 beginbfrange <00> <FF> [<00> endbfrange <ffffffff> <00> <0061> endbfrange", "[999 /a]", "[[1] 2 3]")
	f.Add("/X Do BI ID \n EI [(a) -999 (b)] TJ 1 0 0 -1 1e30 1 Tm (x) '", "endbfchar", "null", "5 0 R")
	f.Fuzz(func(t *testing.T, program, table, differences, widths string) {
		in := makePDF("", catalog, pages, page, plain("", program), "<< /Subtype /Type0 /ToUnicode 6 0 R /Encoding << /Differences "+differences+
			" >> /DescendantFonts [<< /W "+widths+" >>] >>", plain("", table))
		if _, key := document(in); key != "" {
			return
		}
		s, err := sniff.Text(sniff.PDF, strings.NewReader(in), int64(len(in)), sniff.Standard, 1000)
		if err != nil || !utf8.ValidString(s) || len(s) > 1000 {
			t.Fatalf("%q %v", s, err)
		}
	})
}
