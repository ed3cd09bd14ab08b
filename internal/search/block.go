package search

import (
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job/scam"
)

// Block is somebody whom a person does not want to be found by.
type Block struct {
	By    BlockBy
	Value string // digits of a number, a domain, or the name as it was typed
}

// BlockBy is what an employer is known by.
type BlockBy string

// The ways.
const (
	ByNumber BlockBy = "number"
	ByDomain BlockBy = "domain"
	ByName   BlockBy = "name"
)

// blocksBody is what is sealed.
type blocksBody struct {
	Typed  []Block
	Always []Block // the present employer, as CV and address tell it
	row    blockID
}

const (
	blocksMost = 100
	blockMax   = 120
)

var reHost = regexp.MustCompile(`^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$`)

// ParseBlock reads what somebody typed: a register number, a domain or an address below it, else a name.
func ParseBlock(typed string) (Block, error) {
	s := strings.TrimSpace(typed)
	if len([]rune(s)) > blockMax {
		return Block{}, wrongBlock("form.long", fault.Args{"Max": blockMax})
	}
	if digits := onlyDigits(s); digits != "" {
		for _, country := range []string{"NO", "SE", "FI", "DK"} {
			if n := employer.Number(country, digits); employer.ValidNumber(country, n) {
				return Block{ByNumber, n}, nil
			}
		}
		return Block{}, wrongBlock("search.block.number", nil)
	}
	if host, ok := hostOf(s); ok {
		return Block{ByDomain, host}, nil
	}
	if strings.ContainsRune(s, '@') || nameKey(s) == "" {
		return Block{}, wrongBlock("search.block.wrong", nil)
	}
	return Block{ByName, s}, nil
}

func wrongBlock(key string, args fault.Args) error {
	var f fault.Form
	if args == nil {
		f.Add("block", key)
	} else {
		f.Add("block", key, args)
	}
	return f.Err()
}

// onlyDigits is a number without what people write between its digits; empty for anything else.
func onlyDigits(s string) string {
	var out strings.Builder
	for _, c := range strings.TrimSuffix(strings.ToUpper(s), "MVA") {
		switch {
		case c >= '0' && c <= '9':
			out.WriteRune(c)
		case strings.ContainsRune(" -.\u00a0", c):
		default:
			return ""
		}
	}
	return out.String()
}

// hostOf is the domain of an address on the web or of mail, or of a bare domain, in the form in which addresses have it.
func hostOf(s string) (string, bool) {
	s = strings.ToLower(s)
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		s = u.Hostname()
	}
	s, _, _ = strings.Cut(strings.TrimSuffix(strings.TrimPrefix(s, "www."), "."), "/")
	if !reHost.MatchString(s) {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(s)
	return ascii, err == nil
}

// key is the block as View.Keys and Person.Blocks have it.
func (b Block) key() string {
	if b.By == ByName {
		return string(ByName) + ":" + nameKey(b.Value)
	}
	return string(b.By) + ":" + b.Value
}

// forms end a name beyond those that employer.Key knows; nobody writes them when they say where somebody works.
var forms = []string{" a s", " i s", " k s", " a b", " hf", " rhf", " kf", " fkf", " iks", " ba", " nuf", " sf", " gmbh", " filial", " ry", " rf"}

// nameKey is a name as it is compared here: two that people would call the same are the same.
func nameKey(name string) string {
	key := employer.Key(name)
	for _, f := range forms {
		if rest, ok := strings.CutSuffix(key, f); ok {
			key = rest
		}
	}
	return key
}

// keys are all blocks as keys, each once.
func (b blocksBody) keys() []string {
	var out []string
	for _, x := range slices.Concat(b.Typed, b.Always) {
		out = append(out, x.key())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// always is the present employer: who stands in the CV without an end, and the domain of the person's own address unless anybody can have one
// there.
func always(d cv.Body, domain string) []Block {
	var out []Block
	for _, w := range d.CV.Work {
		if w.End.IsZero() && nameKey(w.Employer) != "" {
			out = append(out, Block{ByName, cut(strings.TrimSpace(w.Employer), blockMax)})
		}
	}
	if domain != "" && !scam.Free(domain) {
		out = append(out, Block{ByDomain, domain})
	}
	return out
}

// askerKeys is what an employer goes by: number, name, and the domains of its pages and its members with those above them.
func askerKeys(e employer.Employer, domains []string) []string {
	out := []string{Block{ByName, e.Name}.key()}
	if e.Number != "" {
		out = append(out, Block{ByNumber, e.Number}.key())
	}
	for _, d := range append([]string{e.Web}, domains...) {
		host, ok := hostOf(d)
		for ok && strings.Contains(host, ".") {
			out = append(out, Block{ByDomain, host}.key())
			_, host, _ = strings.Cut(host, ".")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mark is a key as a card's row has it. The row may be read by every employer: nobody learns from it whom a person shuts out, nor that
// two people shut out the same.
func (h *House) mark(s access.SubjectID, key string) string {
	return hex.EncodeToString(h.MAC.MAC([]byte("card"), s.Bytes(), []byte(key))[:16])
}

func (h *House) marks(s access.SubjectID, keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = h.mark(s, k)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// shuts reports whether the card's person shut out who goes by one of the keys.
func (h *House) shuts(c Card, keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return strings.Contains(c.shut, h.mark(c.Subject, k)) })
}
