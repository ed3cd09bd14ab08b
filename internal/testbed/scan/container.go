package scan

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"io"
)

// container is something packed that begins at a place in a text. Without open it is deflate, by far the most common.
type container struct {
	how  string
	skip int // from its first byte to the packed bytes
	open func(r io.Reader) (io.Reader, error)
}

// begins marks the first bytes of containers, so that the search for them is one look-up per byte: gzip, zlib (four window
// sizes), zip, bzip2, and the base64 of gzip, PDF, zip and zlib.
var begins = [256]bool{0x1f: true, 'H': true, 'X': true, 'h': true, 'x': true, 'P': true, 'B': true, 'J': true, 'U': true, 'e': true}

// recognise tells which container begins at the start of s, if any.
func recognise(s []byte) (container, bool) {
	if len(s) < 3 {
		return container{}, false
	}
	switch {
	case s[0] == 0x1f && s[1] == 0x8b && s[2] == 8 && len(s) > 3 && s[3]&0xe0 == 0:
		return container{"gzip", 0, openGzip}, true
	case zlibHeader(s):
		return container{"zlib", 2, nil}, true
	case bytes.HasPrefix(s, []byte("PK\x03\x04")):
		return zipMember(s)
	case bytes.HasPrefix(s, []byte("BZh")) && len(s) > 9 && string(s[4:10]) == "1AY&SY":
		return container{"bzip2", 0, openBzip2}, true
	}
	for _, start := range packedBase64[s[0]] {
		if bytes.HasPrefix(s, []byte(start)) {
			return container{"base64", 0, openBase64}, true
		}
	}
	return container{}, false
}

// packedBase64 is how a packed attachment begins, by its first letter. Plain text in base64 is found by its patterns.
var packedBase64 = [256][]string{
	'H': {"H4sI"}, 'J': {"JVBERi0"}, 'U': {"UEsDB"}, 'e': {"eJw", "eJy", "eNo", "eNq", "eAE", "eF4"},
}

// zlibHeader checks RFC 1950: deflate, a window of 4 to 32 kB, no dictionary, and a check value of 0 modulo 31.
func zlibHeader(s []byte) bool {
	return s[0]&0x0f == 8 && s[0] >= 0x48 && s[0] <= 0x78 && s[1]&0x20 == 0 && (uint(s[0])<<8|uint(s[1]))%31 == 0
}

// zipMember reads a local file header. The directory at the end is not needed, so half a zip is read as far as it goes. A member
// that is stored and not deflated lies open.
func zipMember(s []byte) (container, bool) {
	const header = 30
	if len(s) < header || s[6]&1 != 0 || binary.LittleEndian.Uint16(s[8:]) != 8 {
		return container{}, false
	}
	skip := header + int(binary.LittleEndian.Uint16(s[26:])) + int(binary.LittleEndian.Uint16(s[28:]))
	return container{"zip", skip, nil}, true
}

func openGzip(r io.Reader) (io.Reader, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	z.Multistream(false) // the next member has a header of its own
	return z, nil
}

func openBzip2(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }

// openBase64 decodes up to the first byte that is no base64. White space is dropped, and both alphabets are read.
func openBase64(r io.Reader) (io.Reader, error) {
	return base64.NewDecoder(base64.RawStdEncoding, &letters{in: bufio.NewReader(r)}), nil
}

// letters passes base64 letters, those of the URL alphabet as the standard ones, and ends at anything else.
type letters struct {
	in   *bufio.Reader
	done bool
}

func (l *letters) Read(p []byte) (n int, err error) {
	for n < len(p) && !l.done {
		c, err := l.in.ReadByte()
		switch {
		case err != nil:
			l.done = true
		case c == '-':
			p[n] = '+'
			n++
		case c == '_':
			p[n] = '/'
			n++
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/':
			p[n] = c
			n++
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			l.done = true
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
