package scan

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// pattern is one mark in one encoding.
type pattern struct {
	text []byte
	mark int    // index into the marks
	how  string // the encoding
}

// patterns writes every mark in every encoding that keeps its bytes in a fixed shape. Encodings that change shape (escapes, folded
// lines) are undone by fold and unescape before the search.
func patterns(marks [][]byte) (out []pattern) {
	for i, m := range marks {
		seen := map[string]bool{}
		add := func(how, text string) {
			if !seen[text] {
				seen[text] = true
				out = append(out, pattern{[]byte(text), i, how})
			}
		}
		add("raw", string(m))
		add("capitals", strings.ToUpper(string(m)))
		add("small letters", strings.ToLower(string(m)))
		wide := spaced(m)
		add("utf-16", wide)
		for _, h := range []struct{ how, text string }{{"hex", string(m)}, {"hex of utf-16", wide}} {
			small := hex.EncodeToString([]byte(h.text))
			add(h.how, small)
			add(h.how, strings.ToUpper(small))
		}
		for shift := range 3 {
			add("base64", aligned(base64.RawStdEncoding, m, shift))
			add("base64url", aligned(base64.RawURLEncoding, m, shift))
		}
	}
	return out
}

// spaced puts a zero between the bytes. The outer zero is left off, so the same text is found in either byte order.
func spaced(m []byte) string {
	return string(bytes.Join(bytes.Split(m, nil), []byte{0}))
}

// aligned is the base64 of m where it begins shift bytes into a group of three, without the characters at either end
// that the neighbours have a share in.
func aligned(e *base64.Encoding, m []byte, shift int) string {
	text := e.EncodeToString(append(make([]byte, shift), m...))
	first := (shift*8 + 5) / 6
	whole := (shift + len(m)) * 8 / 6
	return text[first:whole]
}
