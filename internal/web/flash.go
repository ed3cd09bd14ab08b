package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"verv/internal/crypt"
	"verv/internal/web/page"
)

const (
	flashLife = time.Minute // a redirect takes a second; a note that comes later would confuse
	flashMax  = 1024        // bytes of the cookie's value
)

// flash is one sentence on its way over a redirect: a catalogue key and its values, which are never personal.
type flash struct {
	Key  string         `json:"k"`
	Args map[string]any `json:"a,omitempty"`
	End  int64          `json:"e"` // Unix seconds
}

// Flash says a sentence on the next page: a catalogue key with names and values in turn, as for Words.Say. The cookie that
// carries it is signed, bound to the host and gone after one page or one minute. Values are never personal.
func (r *Request) Flash(key string, args ...any) {
	f := flash{Key: key, End: r.Now.Add(flashLife).Unix()}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		name, _ := args[i].(string)
		f.Args[name] = args[i+1]
	}
	value, err := sealFlash(r.mux.cfg.MAC, r.host, f)
	if err != nil {
		r.logFlash(err) // the action itself succeeded: only the sentence is lost
		return
	}
	r.setCookie(flashCookie, value, int(flashLife/time.Second))
}

// takeFlash gives what was carried here, and takes the cookie away.
func (r *Request) takeFlash() []page.Notice {
	c, err := r.http.Cookie(r.cookieName(flashCookie))
	if err != nil {
		return nil
	}
	r.setCookie(flashCookie, "", -1)
	f, ok := openFlash(r.mux.cfg.MAC, r.host, c.Value, r.Now)
	if !ok || !r.Words.Has(f.Key) {
		return nil
	}
	return []page.Notice{{Color: page.Success, Text: r.Words.Say(f.Key, f.Args)}}
}

func sealFlash(mac MAC, host string, f flash) (string, error) {
	body, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	value := text + "." + base64.RawURLEncoding.EncodeToString(mac.MAC([]byte(flashCookie), []byte(host), body))
	if len(value) > flashMax {
		return "", errors.New("web: flash is too long for a cookie")
	}
	return value, nil
}

func openFlash(mac MAC, host, value string, now time.Time) (flash, bool) {
	text, code, found := strings.Cut(value, ".")
	if !found || len(value) > flashMax {
		return flash{}, false
	}
	// Strict: one value has one spelling.
	body, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return flash{}, false
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || !crypt.Equal(sum, mac.MAC([]byte(flashCookie), []byte(host), body)) {
		return flash{}, false
	}
	var f flash
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&f); err != nil || now.Unix() > f.End {
		return flash{}, false
	}
	for name, v := range f.Args {
		f.Args[name] = whole(v)
	}
	return f, true
}

// whole turns a number back into the integer it was, so that the catalogue can choose the plural.
func whole(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	return n.String()
}

func (r *Request) logFlash(err error) {
	r.mux.cfg.Log.WarnContext(r, "flash lost", "pattern", r.pattern(), "err", err)
}

// The cookies of Verv, without their prefix. The inventory gate knows no others.
const (
	sessionCookie  = "verv"
	flashCookie    = "verv-flash"
	languageCookie = "verv-language"
	schemeCookie   = "verv-scheme"
)

// Cookie describes a cookie for the privacy page and the inventory gate.
type Cookie struct {
	Name    string
	Life    time.Duration // 0: until the server ends it or the browser closes
	Purpose string        // catalogue key
}

// Cookies lists every cookie that web can set. Over https each name has the prefix __Host-. All of them do what the reader
// asked for, so none needs consent (ePrivacy directive, article 5(3)).
func Cookies() []Cookie {
	return []Cookie{
		{sessionCookie, 0, "web.cookie.session"},
		{flashCookie, flashLife, "web.cookie.flash"},
		{languageCookie, preferenceLife, "web.cookie.language"},
		{schemeCookie, preferenceLife, "web.cookie.scheme"},
	}
}

// preferenceLife is how long a language or colour scheme is remembered.
const preferenceLife = 180 * 24 * time.Hour

// cookieName is the name under which the browser has it. __Host- makes browsers refuse the cookie from any other host, without
// TLS, or for a part of the site (RFC 6265bis, 4.1.3.2).
func (r *Request) cookieName(name string) string {
	if r.secure {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie for seconds; 0 until the browser closes, negative to take it away.
func (r *Request) setCookie(name, value string, seconds int) {
	http.SetCookie(r.w, &http.Cookie{
		Name: r.cookieName(name), Value: value, Path: "/", MaxAge: seconds, Secure: r.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
