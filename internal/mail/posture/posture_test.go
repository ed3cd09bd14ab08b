package posture

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"strings"
	"testing"
)

// zone answers from what it holds. A name of "broken" does not answer at all.
type zone map[string][]string

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if z["broken"] != nil {
		return nil, &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	if list, ok := z[name]; ok {
		return list, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z zone) LookupMX(_ context.Context, name string) (out []*net.MX, err error) {
	if z["broken"] != nil {
		return nil, errors.New("the network is gone")
	}
	for _, host := range z["mx "+name] {
		out = append(out, &net.MX{Host: host, Pref: 10})
	}
	return out, nil
}

var key = []byte(strings.Repeat("k", 294))

func ours() Domain {
	return Domain{From: "jobs.example.org", Relay: "smtp.example.org", Signing: "example.org", Selector: "verv1", Key: key, Replies: "reply.example.org", Here: "jobs.example.org"}
}

func well() zone {
	return zone{"jobs.example.org": {"google-site-verification=x", "v=spf1 a:smtp.example.org ip4:192.0.2.1 include:_spf.example.net -all"},
		"verv1._domainkey.example.org": {"v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(key)},
		"_dmarc.example.org":           {"v=DMARC1; p=reject; rua=mailto:x@example.org"},
		"mx reply.example.org":         {"jobs.example.org."}}
}

func verdicts(z zone, d Domain) string {
	var out []string
	for _, r := range Check(context.Background(), z, d) {
		out = append(out, string(r.Verdict))
	}
	return strings.Join(out, " ")
}

// Each record that keeps letters from arriving is told from one that is well.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, record string
		txt          []string
		want         string
	}{
		{"all is well", "", nil, "well well well well"},
		{"nothing answers", "broken", []string{""}, "silent silent silent silent"},
		{"no SPF", "jobs.example.org", []string{"something else"}, "none well well well"},
		{"two of SPF", "jobs.example.org", []string{"v=spf1 -all", "v=spf1 a -all"}, "several well well well"},
		{"SPF in capitals", "jobs.example.org", []string{"V=SPF1 MX ~ALL"}, "well well well well"},
		{"SPF for everybody", "jobs.example.org", []string{"v=spf1 a all"}, "open well well well"},
		{"SPF for nobody", "jobs.example.org", []string{"v=spf1 -all"}, "none well well well"},
		{"SPF without an end", "jobs.example.org", []string{"v=spf1 mx"}, "loose well well well"},
		{"SPF that leads on", "jobs.example.org", []string{"v=spf1 redirect=_spf.example.net"}, "well well well well"},
		{"SPF with a slip", "jobs.example.org", []string{"v=spf1 ipv4:192.0.2.1 -all"}, "broken well well well"},
		{"SPF with an empty include", "jobs.example.org", []string{"v=spf1 include: -all"}, "broken well well well"},
		{"eleven lookups", "jobs.example.org", []string{"v=spf1 " + strings.Repeat("include:a.example ", 11) + "-all"}, "endless well well well"},
		{"ten lookups", "jobs.example.org", []string{"v=spf1 " + strings.Repeat("include:a.example ", 10) + "-all"}, "well well well well"},
		{"another key", "verv1._domainkey.example.org", []string{"v=DKIM1; p=" + base64.StdEncoding.EncodeToString([]byte("other"))}, "well other well well"},
		{"a revoked key", "verv1._domainkey.example.org", []string{"v=DKIM1; p="}, "well revoked well well"},
		{"a key in pieces", "verv1._domainkey.example.org", []string{"k=rsa; p=" + base64.StdEncoding.EncodeToString(key[:150]) + " " + base64.StdEncoding.EncodeToString(key[150:])}, "well well well well"},
		{"a key without a key", "verv1._domainkey.example.org", []string{"v=DKIM1; k=rsa"}, "well broken well well"},
		{"a tag twice", "verv1._domainkey.example.org", []string{"p=AA==; p=AA=="}, "well broken well well"},
		{"a policy of nothing", "_dmarc.example.org", []string{"v=DMARC1; p=none"}, "well well loose well"},
		{"a policy of its own", "_dmarc.jobs.example.org", []string{"v=DMARC1;p=Quarantine"}, "well well well well"},
		{"a broken policy", "_dmarc.example.org", []string{"v=DMARC1; p=maybe"}, "well well broken well"},
		{"no policy", "_dmarc.example.org", nil, "well well none well"},
		{"no way in", "mx reply.example.org", nil, "well well well none"},
		{"a null MX", "mx reply.example.org", []string{"."}, "well well well none"},
	} {
		z := well()
		if c.record != "" {
			if z[c.record] = c.txt; c.txt == nil {
				delete(z, c.record)
			}
		}
		if got := verdicts(z, ours()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	d := ours()
	d.Signing = "mailer.example.net"
	if got := verdicts(well(), d); got != "well none apart well" {
		t.Errorf("a foreign signature: %s", got)
	}
	if got := verdicts(well(), Domain{}); got != "unasked unsigned unasked unasked" {
		t.Errorf("nothing is set: %s", got)
	}
}

// What is said to be published is what the check then takes.
func TestPublish(t *testing.T) {
	z := zone{}
	for _, r := range Check(context.Background(), z, ours()) {
		if r.What == MX {
			z["mx "+r.Name] = []string{strings.TrimPrefix(r.Publish, "10 ")}
			continue
		}
		z[r.Name] = []string{r.Publish}
	}
	if got := verdicts(z, ours()); got != "well well well well" {
		t.Errorf("what is said to be published: %s", got)
	}
}

func FuzzRecords(f *testing.F) {
	for _, list := range well() {
		for _, s := range list {
			f.Add(s)
		}
	}
	f.Add("v=spf1 +a/24//64 mx:x.example ?all redirect=")
	f.Add("v=DMARC1;;p = none;=;")
	f.Fuzz(func(t *testing.T, txt string) {
		s, err := parseSPF(txt)
		if err == nil && (!isSPF(txt) || s.terms > termsMax || s.lookups > termsMax) {
			t.Errorf("%q: %+v", txt, s)
		}
		if k, err := parseDKIM(txt); err == nil && len(k) > recordMax {
			t.Errorf("%q: a key of %d bytes", txt, len(k))
		}
		if p, err := parseDMARC(txt); err == nil && p != "none" && p != "quarantine" && p != "reject" {
			t.Errorf("%q: %s", txt, p)
		}
	})
}
