package sniff

import (
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is the text of a document that Document let in, at most limit bytes of UTF-8, paragraphs on their own lines. For
// a PDF it is as good as the file allows: one that holds only a picture of text gives none, which is no error. The error
// is a *fault.Fault, or wraps that of r.
func Text(k Kind, r io.ReaderAt, size int64, l Limits, limit int) (string, error) {
	switch k {
	case DOCX:
		return textDOCX(r, size, l, limit)
	case PDF:
		raw, err := whole(r, size)
		if err != nil {
			return "", err
		}
		return textPDF(raw, l, limit)
	}
	return "", refuse("kind")
}

// words collects text up to a limit.
type words struct {
	b     strings.Builder
	limit int
	full  bool
}

func (w *words) add(s string) {
	if w.b.Len()+len(s) > w.limit {
		s = s[:max(0, w.limit-w.b.Len())]
		for len(s) > 0 && !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
		w.full = true
	}
	w.b.WriteString(s)
}

var (
	blanks = regexp.MustCompile(`[ \t\x{a0}]*\n`)
	gaps   = regexp.MustCompile(`\n{3,}`)
	// Print shops join letters; nobody searches for them joined.
	ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "\u00ad", "")

	runs = regexp.MustCompile(`[ \x{a0}]{2,}`)
)

// String is the text without control and direction marks and without needless space.
func (w *words) String() string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r':
			return '\n'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError, unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(w.b.String(), ""))
	s = ligatures.Replace(s)
	s = blanks.ReplaceAllString(s, "\n")
	s = gaps.ReplaceAllString(runs.ReplaceAllString(s, " "), "\n\n")
	s = norm.NFC.String(strings.TrimSpace(s))
	if len(s) > w.limit { // composing may lengthen a letter or two
		s = strings.ToValidUTF8(s[:w.limit], "")
	}
	return s
}
