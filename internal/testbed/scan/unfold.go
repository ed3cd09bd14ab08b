package scan

// fold copies src to dst without white space and the soft line breaks of quoted-printable ("=" before a line end), so that
// a mark whose line was wrapped stands whole. It stops before byte number stop of dst (negative: never) and tells where
// in src that byte stands, which is how a hit is traced back.
func fold(dst, src []byte, stop int) (out []byte, taken int) {
	for i, c := range src {
		soft := c == '=' && i+1 < len(src) && (src[i+1] == '\r' || src[i+1] == '\n')
		if soft || c == ' ' || c == '\n' || c == '\r' || c == '\t' {
			continue
		}
		if len(dst) == stop {
			return dst, i
		}
		dst = append(dst, c)
	}
	return dst, len(src)
}

// unescape copies src to dst with escapes undone: %41 and =41, \u0041, \x41 and \101, &#65; and &#x41;. An escape of a character beyond one
// byte stands for something that is in no mark. It stops as fold does.
func unescape(dst, src []byte, stop int) (out []byte, taken int) {
	for i := 0; i < len(src); {
		if len(dst) == stop {
			return dst, i
		}
		c := src[i]
		if !escapes[c] {
			dst = append(dst, c)
			i++
			continue
		}
		value, length := escape(src[i:])
		if length == 0 {
			value, length = c, 1
		}
		dst = append(dst, value)
		i += length
	}
	return dst, len(src)
}

// escapes are the bytes that an escape begins with.
var escapes = [256]bool{'%': true, '=': true, '\\': true, '&': true}

// escape reads one escape at the start of s; length 0 is none.
func escape(s []byte) (value byte, length int) {
	switch s[0] {
	case '%', '=':
		return digits(s, 1, 2, 16)
	case '&':
		return entity(s)
	}
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case 'u', 'U':
		if len(s) > 3 && s[2] == '0' && s[3] == '0' {
			return digits(s, 4, 2, 16)
		}
	case 'x':
		return digits(s, 2, 2, 16)
	case '0', '1', '2', '3':
		return digits(s, 1, 3, 8)
	case '\\', '/', '"':
		return s[1], 2
	}
	return 0, 0
}

// entity reads &#65; or &#x41;.
func entity(s []byte) (value byte, length int) {
	if len(s) < 4 || s[1] != '#' {
		return 0, 0
	}
	from, base := 2, 10
	if s[2] == 'x' || s[2] == 'X' {
		from, base = 3, 16
	}
	for n := 3; n >= 1; n-- {
		if v, l := digits(s, from, n, base); l > 0 && l < len(s) && s[l] == ';' {
			return v, l + 1
		}
	}
	return 0, 0
}

// digits reads n digits of the base that begin at s[from]; length counts from the start of s.
func digits(s []byte, from, n, base int) (value byte, length int) {
	if len(s) < from+n {
		return 0, 0
	}
	v := 0
	for _, c := range s[from : from+n] {
		d := digit(c)
		if d >= base {
			return 0, 0
		}
		v = v*base + d
	}
	if v > 255 {
		return 0, 0
	}
	return byte(v), from + n
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return 99
}
