package posture

import (
	"encoding/base64"
	"errors"
	"strings"
)

// The bounds of what is read. A record that is longer is judged as broken: no receiver reads more either.
const (
	recordMax  = 4096
	termsMax   = 64
	lookupsMax = 10 // RFC 7208, section 4.6.4
)

var (
	errLong   = errors.New("posture: the record is too long")
	errBroken = errors.New("posture: the record cannot be read")
)

// spf is what we judge a record of SPF by.
type spf struct {
	all     byte // the qualifier of "all": + - ~ ?, or 0 where there is none
	lookups int  // terms that make a receiver ask on
	terms   int  // mechanisms, "all" not counted
	leads   bool // redirect: another record says how it ends
}

// isSPF reports whether a TXT record is one of SPF (RFC 7208, section 4.5).
func isSPF(txt string) bool {
	v, _, _ := strings.Cut(txt, " ")
	return strings.EqualFold(v, "v=spf1")
}

// parseSPF reads a record (RFC 7208, section 4.6).
func parseSPF(txt string) (s spf, err error) {
	if len(txt) > recordMax {
		return s, errLong
	}
	if !isSPF(txt) {
		return s, errBroken
	}
	fields := strings.Fields(txt)[1:]
	if len(fields) > termsMax {
		return s, errLong
	}
	for _, f := range fields {
		if err := s.term(strings.ToLower(f)); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *spf) term(f string) error {
	if name, value, ok := strings.Cut(f, "="); ok && !strings.ContainsAny(name, ":/") {
		if name == "" || value == "" {
			return errBroken
		}
		if name == "redirect" {
			s.leads, s.lookups = true, s.lookups+1
		}
		return nil // exp and what is unknown are passed over (section 6)
	}
	qualifier := byte('+')
	if strings.IndexByte("+-~?", f[0]) >= 0 {
		qualifier, f = f[0], f[1:]
	}
	name := f
	if i := strings.IndexAny(f, ":/"); i >= 0 {
		name = f[:i]
	}
	switch name {
	case "all":
		if f != "all" {
			return errBroken
		}
		if s.all == 0 {
			s.all = qualifier
		}
		return nil
	case "include", "exists":
		if !strings.HasPrefix(f, name+":") || len(f) == len(name)+1 {
			return errBroken
		}
		s.lookups++
	case "a", "mx", "ptr":
		s.lookups++
	case "ip4", "ip6":
		if !strings.HasPrefix(f, name+":") || len(f) == len(name)+1 {
			return errBroken
		}
	default:
		return errBroken
	}
	s.terms++
	return nil
}

// tags reads a list of tag=value with semicolons between, as DKIM and DMARC have it (RFC 6376, section 3.2). A tag that stands twice makes the
// record broken.
func tags(txt string) (map[string]string, error) {
	if len(txt) > recordMax {
		return nil, errLong
	}
	out := map[string]string{}
	for n, part := range strings.Split(txt, ";") {
		if n > termsMax {
			return nil, errLong
		}
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if _, twice := out[name]; !ok || name == "" || twice || strings.ContainsAny(name, " \t") {
			return nil, errBroken
		}
		out[name] = strings.TrimSpace(value)
	}
	return out, nil
}

// parseDKIM reads a key record (RFC 6376, section 3.6.1): the bytes of the public key, none where it was revoked.
func parseDKIM(txt string) (key []byte, err error) {
	t, err := tags(txt)
	if err != nil {
		return nil, err
	}
	p, there := t["p"]
	if v, said := t["v"]; said && v != "DKIM1" || !there {
		return nil, errBroken
	}
	key, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(p), ""))
	if err != nil {
		return nil, errBroken
	}
	return key, nil
}

// isDMARC reports whether a TXT record is one of DMARC (RFC 7489, section 6.3: the version comes first).
func isDMARC(txt string) bool {
	first, _, _ := strings.Cut(txt, ";")
	name, value, _ := strings.Cut(first, "=")
	return strings.TrimSpace(name) == "v" && strings.TrimSpace(value) == "DMARC1"
}

// parseDMARC reads the policy of a record: none, quarantine or reject.
func parseDMARC(txt string) (policy string, err error) {
	t, err := tags(txt)
	if err != nil {
		return "", err
	}
	policy = strings.ToLower(t["p"])
	if !isDMARC(txt) || policy != "none" && policy != "quarantine" && policy != "reject" {
		return "", errBroken
	}
	return policy, nil
}
