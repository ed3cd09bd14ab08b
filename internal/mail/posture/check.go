package posture

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"net"
	"strings"
)

// Resolver answers for names. *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// What is one thing that is checked.
type What string

// The things, in the order in which they are checked.
const (
	SPF   What = "spf"
	DKIM  What = "dkim"
	DMARC What = "dmarc"
	MX    What = "mx"
)

// All lists every thing.
func All() []What { return []What{SPF, DKIM, DMARC, MX} }

// Verdict is what was found of one thing.
type Verdict string

// The verdicts. Unasked and Silent say nothing of the record.
const (
	Well     Verdict = "well"
	None     Verdict = "none"     // there is no record
	Several  Verdict = "several"  // there are several, so that receivers take none
	Broken   Verdict = "broken"   // it cannot be read
	Open     Verdict = "open"     // it lets everybody send
	Endless  Verdict = "endless"  // it makes receivers ask more often than they do
	Loose    Verdict = "loose"    // it does not end, or asks for nothing to be done
	Other    Verdict = "other"    // the published key is not ours
	Revoked  Verdict = "revoked"  // the published key is empty
	Apart    Verdict = "apart"    // the signing domain is not that of the sender
	Unsigned Verdict = "unsigned" // we sign nothing
	Silent   Verdict = "silent"   // the name server did not answer
	Unasked  Verdict = "unasked"  // there is nothing to ask for
)

// Result is one thing as it stands, and the record to publish.
type Result struct {
	What    What
	Verdict Verdict
	Name    string // of the record
	Publish string // its value; "" where there is nothing to say
}

// Domain is how this installation sends and receives.
type Domain struct {
	From     string // domain of the sender's address
	Relay    string // host that hands letters on
	Signing  string // DKIM domain; "" signs nothing
	Selector string
	Key      []byte // bytes of our public key as a record holds them
	Replies  string // domain that takes replies; "" is none
	Here     string // host that should take them
}

// Check asks for every record of the domain.
func Check(ctx context.Context, r Resolver, d Domain) []Result {
	return []Result{d.spf(ctx, r), d.dkim(ctx, r), d.dmarc(ctx, r), d.mx(ctx, r)}
}

// lookup gives the TXT records of a name that are of a sort. A name that is not there has none.
func lookup(ctx context.Context, r Resolver, name string, is func(string) bool) (list []string, answered bool) {
	all, err := r.LookupTXT(ctx, name)
	if err != nil {
		var dns *net.DNSError
		return nil, errors.As(err, &dns) && dns.IsNotFound
	}
	for _, txt := range all {
		if is(txt) {
			list = append(list, txt)
		}
	}
	return list, true
}

// one is the verdict on a number of records, or Well where there is exactly one to read.
func one(list []string, answered bool) Verdict {
	switch {
	case !answered:
		return Silent
	case len(list) == 0:
		return None
	case len(list) > 1:
		return Several
	}
	return Well
}

func (d Domain) spf(ctx context.Context, r Resolver) Result {
	out := Result{What: SPF, Verdict: Unasked, Name: d.From}
	if d.From == "" {
		return out
	}
	if d.Relay != "" {
		out.Publish = "v=spf1 a:" + d.Relay + " ~all"
	}
	list, answered := lookup(ctx, r, d.From, isSPF)
	if out.Verdict = one(list, answered); out.Verdict != Well {
		return out
	}
	s, err := parseSPF(list[0])
	switch {
	case err != nil:
		out.Verdict = Broken
	case s.all == '+':
		out.Verdict = Open
	case s.lookups > lookupsMax:
		out.Verdict = Endless
	case s.terms == 0 && !s.leads:
		out.Verdict = None // it names nobody who may send
	case s.all == '?' || s.all == 0 && !s.leads:
		out.Verdict = Loose
	}
	return out
}

func (d Domain) dkim(ctx context.Context, r Resolver) Result {
	out := Result{What: DKIM, Verdict: Unsigned}
	if d.Signing == "" {
		return out
	}
	out.Name = d.Selector + "._domainkey." + d.Signing
	if len(d.Key) > 0 {
		kind := "rsa"
		if len(d.Key) == 32 { // Ed25519 (RFC 8463)
			kind = "ed25519"
		}
		out.Publish = "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(d.Key)
	}
	list, answered := lookup(ctx, r, out.Name, func(string) bool { return true })
	if out.Verdict = one(list, answered); out.Verdict != Well {
		return out
	}
	key, err := parseDKIM(list[0])
	switch {
	case err != nil:
		out.Verdict = Broken
	case len(key) == 0:
		out.Verdict = Revoked
	case !bytes.Equal(key, d.Key):
		out.Verdict = Other
	}
	return out
}

func (d Domain) dmarc(ctx context.Context, r Resolver) Result {
	out := Result{What: DMARC, Verdict: Unasked}
	if d.From == "" {
		return out
	}
	out.Name, out.Publish = "_dmarc."+d.From, "v=DMARC1; p=quarantine"
	list, answered := lookup(ctx, r, out.Name, isDMARC)
	for parent := d.From; answered && len(list) == 0; { // the organisational domain answers for those below it (section 6.6.3)
		var ok bool
		if _, parent, ok = strings.Cut(parent, "."); !ok || !strings.Contains(parent, ".") {
			break
		}
		list, answered = lookup(ctx, r, "_dmarc."+parent, isDMARC)
	}
	if out.Verdict = one(list, answered); out.Verdict != Well {
		return out
	}
	policy, err := parseDMARC(list[0])
	switch {
	case err != nil:
		out.Verdict = Broken
	case d.Signing != "" && !aligned(d.Signing, d.From):
		out.Verdict = Apart
	case policy == "none":
		out.Verdict = Loose
	}
	return out
}

// aligned reports whether one domain is the other or lies below it (RFC 7489, section 3.1, relaxed).
func aligned(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

func (d Domain) mx(ctx context.Context, r Resolver) Result {
	out := Result{What: MX, Verdict: Unasked, Name: d.Replies}
	if d.Replies == "" {
		return out
	}
	if d.Here != "" {
		out.Publish = "10 " + d.Here + "."
	}
	list, err := r.LookupMX(ctx, d.Replies)
	var dns *net.DNSError
	switch {
	case err != nil && !(errors.As(err, &dns) && dns.IsNotFound):
		out.Verdict = Silent
	case len(list) == 0 || len(list) == 1 && list[0].Host == ".": // a null MX takes nothing (RFC 7505)
		out.Verdict = None
	default:
		out.Verdict = Well
	}
	return out
}
