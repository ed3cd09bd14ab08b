package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"verv/internal/access"
)

const reportPath = "/_csp"

// features that no page of Verv uses. A page that records or calls will name its own.
var features = strings.Join([]string{
	"accelerometer=()", "autoplay=()", "bluetooth=()", "browsing-topics=()", "camera=()", "display-capture=()", "encrypted-media=()",
	"fullscreen=()", "geolocation=()", "gyroscope=()", "hid=()", "idle-detection=()", "interest-cohort=()", "local-fonts=()",
	"magnetometer=()", "microphone=()", "midi=()", "payment=()", "picture-in-picture=()", "publickey-credentials-create=()",
	"publickey-credentials-get=()", "screen-wake-lock=()", "serial=()", "usb=()", "web-share=()", "xr-spatial-tracking=()",
}, ", ")

// policy is the Content-Security-Policy (level 3). Nothing runs or loads but our own files, and script cannot turn text into
// markup (Trusted Types).
func (r *Request) policy() string {
	forms := "'self'"
	if r.formTo != "" {
		forms += " " + r.formTo
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
		"form-action " + forms + "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
		"report-uri " + reportPath + "; report-to csp"
}

// FrameBy names the origins whose pages may show this one, which a route that is Framed may say; nobody else may.
func (r *Request) FrameBy(origins []string) {
	if r.route == nil || !r.route.framed || len(origins) == 0 {
		return
	}
	h := r.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "+
		"frame-ancestors "+strings.Join(origins, " ")+"; report-uri "+reportPath)
	h.Del("X-Frame-Options") // it knows no list of origins
	h.Set("Vary", "Accept-Language")
}

// Plain reports whether the reader came without TLS, which only a demonstration and loopback allow.
func (r *Request) Plain() bool { return !r.secure }

// headers are those of every answer.
func (r *Request) headers() {
	h := r.w.Header()
	h.Set("Content-Security-Policy", r.policy())
	h.Set("Reporting-Endpoints", `csp="`+reportPath+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", features)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY") // for browsers older than frame-ancestors
	h.Set("Cache-Control", "no-store")
	if r.secure {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

// cache lets what everybody may see be kept and asked again. A page of somebody is never kept: see also keepPrivate.
func (r *Request) cache() {
	r.w.Header().Set("Vary", "Accept-Language, Authorization, Cookie")
	if r.route != nil && r.route.cookieless && r.problem == nil {
		r.w.Header().Set("Vary", "Accept-Language")
	}
	if r.public() {
		r.w.Header().Set("Cache-Control", "no-cache")
	}
}

// keepPrivate is asked when the answer is ready: a cookie may have been set since cache.
func (r *Request) keepPrivate() {
	if !r.public() {
		r.w.Header().Set("Cache-Control", "no-store")
	}
}

// public reports whether the answer is the same for every visitor: nobody is logged in and no cookie goes out.
func (r *Request) public() bool { return r.visitor() && len(r.w.Header()["Set-Cookie"]) == 0 }

// nobodys reports whether nothing in the answer is about one person: as public, but the language that an address chose may go out with it.
func (r *Request) nobodys() bool {
	for _, line := range r.w.Header()["Set-Cookie"] {
		if !strings.HasPrefix(line, r.cookieName(languageCookie)+"=") {
			return false
		}
	}
	return r.visitor()
}

func (r *Request) visitor() bool {
	return r.Actor.Persona == "" || r.Actor.Persona == access.Visitor
}

// directives are the labels that reports are counted under. Others come from outside and count as "other".
var directives = map[string]bool{
	"default-src": true, "script-src": true, "script-src-elem": true, "script-src-attr": true, "style-src": true, "style-src-elem": true,
	"style-src-attr": true, "img-src": true, "font-src": true, "connect-src": true, "form-action": true, "base-uri": true,
	"frame-ancestors": true, "require-trusted-types-for": true, "frame-src": true, "object-src": true, "media-src": true,
	"worker-src": true, "manifest-src": true,
}

// reportMax is how much of a report is read.
const reportMax = 16 << 10

// report counts violations of the policy that browsers tell of. It keeps nothing else: a report holds addresses.
func (m *Mux) report(w http.ResponseWriter, hr *http.Request) {
	r := requestOf(hr.Context())
	if !m.limit.allow(r.client, r.Now) {
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, hr.Body, reportMax))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	for _, d := range violated(body) {
		m.cfg.Metrics.reports.WithLabelValues(d).Inc()
	}
	w.WriteHeader(http.StatusNoContent)
}

// violated reads both forms of report: report-uri's one object and the Reporting API's list.
func violated(body []byte) []string {
	var one struct {
		Report struct {
			Effective string `json:"effective-directive"`
			Violated  string `json:"violated-directive"`
		} `json:"csp-report"`
	}
	var list []struct {
		Type string
		Body struct{ EffectiveDirective string }
	}
	var out []string
	if json.Unmarshal(body, &list) == nil {
		for _, v := range list {
			if v.Type == "csp-violation" && len(out) < 100 {
				out = append(out, label(v.Body.EffectiveDirective))
			}
		}
		return out
	}
	if json.Unmarshal(body, &one) == nil && one.Report.Effective+one.Report.Violated != "" {
		name, _, _ := strings.Cut(one.Report.Violated, " ")
		if one.Report.Effective != "" {
			name = one.Report.Effective
		}
		out = append(out, label(name))
	}
	return out
}

func label(directive string) string {
	if directives[directive] {
		return directive
	}
	return "other"
}
