package sniff

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// font says which letters the bytes of a text stand for.
type font struct {
	wide  bool              // two bytes to a letter
	codes map[uint32]string // from the font's own table (ToUnicode) or its list of differences
	base  *charmap.Charmap

	widths map[uint32]float64 // in thousandths of the size; empty where the file does not say
	usual  float64            // of letters that are not in widths
	left   *int               // entries that all fonts of the file may still have
}

// decode is what b says. Without any font it is taken for Windows-1252, which ASCII is a part of.
func (f *font) decode(b []byte) string {
	if f == nil {
		f = &font{base: charmap.Windows1252}
	}
	var out strings.Builder
	if f.wide {
		for i := 0; i+1 < len(b); i += 2 {
			out.WriteString(f.codes[uint32(b[i])<<8|uint32(b[i+1])])
		}
		return out.String()
	}
	for _, c := range b {
		if s, ok := f.codes[uint32(c)]; ok {
			out.WriteString(s)
		} else {
			out.WriteRune(f.base.DecodeByte(c))
		}
	}
	return out.String()
}

// fonts are the fonts that resources name. Each object is read once per file.
func (p *pdf) fonts(resources dict) map[name]*font {
	fonts := map[name]*font{}
	for n, v := range p.dictOf(resources["Font"]) {
		if p.left--; p.left < 0 {
			break
		}
		if r, ok := v.(ref); ok {
			if p.fontCache[r] == nil {
				if p.fontCache == nil {
					p.fontCache = map[ref]*font{}
				}
				p.fontCache[r] = p.font(p.dictOf(v))
			}
			fonts[n] = p.fontCache[r]
			continue
		}
		fonts[n] = p.font(p.dictOf(v))
	}
	return fonts
}

func (p *pdf) font(d dict) *font {
	f := &font{base: charmap.Windows1252, wide: d["Subtype"] == name("Type0"), codes: map[uint32]string{}, left: &p.left}
	switch e := p.resolve(d["Encoding"]).(type) {
	case name:
		if e == "MacRomanEncoding" {
			f.base = charmap.Macintosh
		}
	case dict:
		if p.resolve(e["BaseEncoding"]) == name("MacRomanEncoding") {
			f.base = charmap.Macintosh
		}
		differences, _ := p.resolve(e["Differences"]).(array)
		f.differences(differences)
	}
	if s, ok := p.resolve(d["ToUnicode"]).(stream); ok {
		if b, ok := p.inflate(s); ok {
			f.table(b)
		}
	}
	p.measure(f, d)
	return f
}

func (f *font) differences(a array) {
	code := 0.0
	for _, e := range a {
		if *f.left--; *f.left < 0 {
			return
		}
		switch e := e.(type) {
		case float64:
			code = e
		case name:
			if s := glyph(string(e)); s != "" && code >= 0 && code < 256 {
				f.codes[uint32(code)] = s
			}
			code++
		}
	}
}

// maxCodes is more letters than any font has.
const maxCodes = 1 << 16

// table reads a ToUnicode table (ISO 32000-1, section 9.10.3). What it claims about its own length is not asked.
func (f *font) table(b []byte) {
	l := &lexer{b: b, left: f.left}
	var args []any
	for {
		v, ok := l.value(0)
		if !ok {
			return
		}
		op, isOp := v.(word)
		if !isOp {
			args = append(args, v)
			continue
		}
		switch op {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				f.put(code(args[i]), letters(args[i+1]), 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				f.span(code(args[i]), code(args[i+1]), args[i+2])
			}
		}
		args = args[:0]
	}
}

func (f *font) span(from, to uint32, v any) {
	if list, ok := v.(array); ok {
		for i, e := range list {
			f.put(from+uint32(i), letters(e), 0)
		}
		return
	}
	s := letters(v)
	for c := from; c <= to && c-from < 256 && *f.left > 0; c++ {
		f.put(c, s, rune(c-from))
	}
}

// put maps a code to letters, of which the last is moved on by step.
func (f *font) put(c uint32, s string, step rune) {
	if *f.left--; s == "" || *f.left < 0 {
		return
	}
	r := []rune(s)
	r[len(r)-1] += step
	f.codes[c] = string(r)
}

func code(v any) uint32 {
	b, _ := v.([]byte)
	var c uint32
	for _, x := range b[:min(len(b), 4)] {
		c = c<<8 | uint32(x)
	}
	return c
}

func letters(v any) string {
	b, _ := v.([]byte)
	b = b[:min(len(b), 32)]
	if len(b) == 1 {
		return string(rune(b[0]))
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// accents are the endings of glyph names and the combining marks they mean.
var accents = map[string]string{"acute": "\u0301", "grave": "\u0300", "dieresis": "\u0308", "circumflex": "\u0302", "tilde": "\u0303",
	"ring": "\u030a", "caron": "\u030c", "cedilla": "\u0327", "macron": "\u0304", "ogonek": "\u0328"}

var glyphs = map[string]string{
	"space": " ", "nbspace": " ", "ae": "æ", "AE": "Æ", "oslash": "ø", "Oslash": "Ø", "eth": "ð", "Eth": "Ð", "thorn": "þ", "Thorn": "Þ", "germandbls": "ß",
	"eng": "ŋ", "Eng": "Ŋ", "dcroat": "đ", "Dcroat": "Đ", "tbar": "ŧ", "Tbar": "Ŧ", "lslash": "ł", "Lslash": "Ł", "oe": "œ", "OE": "Œ",
	"period": ".", "comma": ",", "colon": ":", "semicolon": ";", "hyphen": "-", "endash": "–", "emdash": "—", "slash": "/", "at": "@", "plus": "+",
	"parenleft": "(", "parenright": ")", "quotesingle": "'", "quoteright": "’", "quoteleft": "‘", "quotedblleft": "“", "quotedblright": "”", "quotedbl": `"`,
	"bullet": "•", "ampersand": "&", "percent": "%", "numbersign": "#", "underscore": "_", "question": "?", "exclam": "!", "fi": "fi", "fl": "fl", "ff": "ff",
	"ffi": "ffi", "ffl": "ffl", "Euro": "€", "section": "§", "degree": "°", "guillemotleft": "«", "guillemotright": "»", "bar": "|", "asterisk": "*", "equal": "=",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}

// glyph is the letter of a glyph name: "a", "aring", "uni00E5", "u1F600"; empty if the name says nothing.
func glyph(n string) string {
	if s, ok := glyphs[n]; ok {
		return s
	}
	if len(n) == 1 {
		return n
	}
	for _, prefix := range []string{"uni", "u"} {
		if h, ok := strings.CutPrefix(n, prefix); ok && len(h) >= 4 && len(h) <= 6 {
			if v, err := strconv.ParseUint(h, 16, 21); err == nil {
				return string(rune(v))
			}
		}
	}
	if mark, ok := accents[n[min(1, len(n)):]]; ok {
		return n[:1] + mark // composed with everything else at the end
	}
	return ""
}
