package web

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nextMax bounds an address that is carried along.
const nextMax = 2000

// Local reports whether s leads to a page of the same host, and gives it back. It refuses whatever a browser could read as
// another host or scheme: it takes "\" for "/", drops tabs and line ends, and reads "//host" as a host.
func Local(s string) (string, bool) {
	if len(s) == 0 || len(s) > nextMax || s[0] != '/' || !utf8.ValidString(s) {
		return "", false
	}
	if strings.ContainsRune(s, '\\') || strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unicode.IsSpace(c) }) {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return "", false
	}
	// Neither the path as sent nor the path as read may hold "//" or a dot segment: the next redirect could fold it.
	for _, p := range []string{u.EscapedPath(), u.Path} {
		if strings.ContainsFunc(p, unicode.IsControl) || strings.Contains(p, "\\") || (p != "/" && path.Clean(p) != strings.TrimSuffix(p, "/")) {
			return "", false
		}
	}
	return s, true
}

// Next is the page that the reader wanted before they had to log in or confirm: the parameter next of the address or the
// form, or "/" where there is none that is safe.
func (r *Request) Next() string {
	next, ok := Local(r.http.URL.Query().Get("next"))
	if !ok {
		return r.Path("/")
	}
	return next
}

// SafeNext is Next for a value that came in a form.
func (r *Request) SafeNext(next string) string {
	if s, ok := Local(next); ok {
		return s
	}
	return r.Path("/")
}

// with adds next to an address of this site.
func (r *Request) with(p, next string) string {
	return r.Path(p) + "?" + url.Values{"next": {next}}.Encode()
}

// back is the page the request came from if it is one of this host, for an action that has to be repeated there.
func (r *Request) back() string {
	if r.shows() {
		return r.Here()
	}
	u, err := url.Parse(r.http.Referer())
	if err != nil || u.Host != r.authority() {
		return r.Path("/")
	}
	u.Scheme, u.Host, u.User, u.Fragment = "", "", nil, ""
	return r.SafeNext(u.String())
}
