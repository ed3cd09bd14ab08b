package jsoncv

import (
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"verv/internal/fault"
)

// Limits bound what one CV may cost.
type Limits struct {
	Size   int // bytes
	Depth  int // nesting
	Values int // JSON values of any kind
	List   int // entries of one list
	Short  int // letters of a name, a title, an address
	Long   int // letters of a summary
}

// Standard are the limits for a CV that a person would send.
var Standard = Limits{Size: 1 << 20, Depth: 64, Values: 50_000, List: 200, Short: 500, Long: 20_000}

// maxFaults is how many wrong fields are told at once.
const maxFaults = 20

// Reading is a CV that was read and what was noticed on the way.
type Reading struct {
	CV      CV
	Unknown []string // paths the format does not know; their values are gone
	Left    []string // paths that are known and deliberately not kept
	Marks   int      // direction marks and invisible letters that were stripped
}

// Read reads one CV. The error is a *fault.Fault or, if r fails, r's own.
func Read(r io.Reader, l Limits) (Reading, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(l.Size)+1))
	if err != nil {
		return Reading{}, fmt.Errorf("reading a CV: %w", err)
	}
	if len(raw) > l.Size {
		return Reading{}, fault.New(fault.TooLarge, "cv.intake.file.large")
	}
	raw = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	n, f := parse(raw, l)
	if f != nil {
		return Reading{}, f
	}
	if f := recognise(raw, n); f != nil {
		return Reading{}, f
	}
	in := &reader{raw: raw, limits: l}
	in.document(entry{in, n, "", map[string]bool{}})
	if len(in.wrong) > 0 {
		f := fault.New(fault.Invalid, "cv.intake.invalid", fault.Args{"Count": len(in.wrong)})
		f.Fields = in.wrong
		return Reading{}, f
	}
	if in.out.CV.isEmpty() {
		return Reading{}, fault.New(fault.Invalid, "cv.intake.empty")
	}
	return in.out, nil
}

// reader turns a tree into a CV and collects what is wrong with it.
type reader struct {
	raw    []byte
	limits Limits
	out    Reading
	wrong  []fault.Field
}

func (r *reader) fail(path string, n *node, key string, args fault.Args) {
	if len(r.wrong) >= maxFaults {
		return
	}
	line, column := lineColumn(r.raw, n.at)
	if args == nil {
		args = fault.Args{}
	}
	args["Path"], args["Line"], args["Column"] = path, line, column
	r.wrong = append(r.wrong, fault.Field{Name: path, Key: key, Args: args})
}

// entry is one JSON object that is being read, with its path and the names that were asked for.
type entry struct {
	r    *reader
	n    *node
	path string
	seen map[string]bool
}

func (e entry) at(name string) string {
	if e.path == "" {
		return name
	}
	return e.path + "." + name
}

// find is the first of the names that holds something; all of them count as known. A null or an empty text is nothing,
// so that an older name beside an empty newer one is still read.
func (e entry) find(names ...string) (string, *node) {
	var name string
	var n *node
	for _, m := range names {
		e.seen[m] = true
		v := e.n.members[m]
		if v == nil || v.kind == 'n' || v.kind == '"' && v.text == "" {
			continue
		}
		if n == nil {
			name, n = m, v
		} else {
			e.r.out.Unknown = append(e.r.out.Unknown, e.at(m))
		}
	}
	return name, n
}

func (e entry) short(to *string, names ...string) { e.text(to, e.r.limits.Short, names...) }
func (e entry) long(to *string, names ...string)  { e.text(to, e.r.limits.Long, names...) }

func (e entry) text(to *string, limit int, names ...string) {
	if name, n := e.find(names...); n != nil {
		*to = e.r.text(e.at(name), n, limit)
	}
}

// text is a literal as clean text; a number is taken as it is written.
func (r *reader) text(path string, n *node, limit int) string {
	if n.kind == '{' || n.kind == '[' {
		r.fail(path, n, "cv.intake.field.kind", nil)
		return ""
	}
	s, ok := r.clean(n.text)
	if !ok {
		r.fail(path, n, "cv.intake.nul", nil)
	}
	if utf8.RuneCountInString(s) > limit {
		r.fail(path, n, "cv.intake.field.long", fault.Args{"Limit": limit})
		return ""
	}
	return s
}

// clean strips control characters and the marks that let a text read other than it is. False if it holds a NUL.
func (r *reader) clean(s string) (string, bool) {
	if strings.IndexByte(s, 0) >= 0 {
		return "", false
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(c rune) rune {
		switch {
		case c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069, c == 0x200e, c == 0x200f, c == 0x061c, c == 0xfeff,
			c == 0x200b, c == 0x2060, c >= 0xe0000 && c <= 0xe007f:
			r.out.Marks++
			return -1
		case c == '\r', c == 0x2028, c == 0x2029, c == 0x85:
			return '\n'
		case unicode.IsControl(c) && c != '\n' && c != '\t':
			return -1
		}
		return c
	}, s)
	return strings.TrimSpace(s), true
}

func (e entry) date(to *Partial, names ...string) {
	name, n := e.find(names...)
	if n == nil {
		return
	}
	s := e.r.text(e.at(name), n, e.r.limits.Short)
	if open[strings.ToLower(s)] {
		return
	}
	p, ok := ParsePartial(s)
	if !ok {
		e.r.fail(e.at(name), n, "cv.intake.date", nil)
	}
	*to = p
}

// open are the words people write for an end that has not come.
var open = map[string]bool{"present": true, "now": true, "current": true, "ongoing": true, "nå": true, "no": true, "nu": true,
	"i dag": true, "pågående": true, "igangværende": true, "nyt": true, "jatkuu": true}

// link takes an absolute http or https address; a bare host gets https, because people write it so.
func (e entry) link(to *string, names ...string) {
	name, n := e.find(names...)
	if n == nil {
		return
	}
	s := e.r.text(e.at(name), n, 2000)
	if s == "" {
		return
	}
	if !strings.Contains(s, ":") && strings.Contains(s, ".") && !strings.HasPrefix(s, "/") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		e.r.fail(e.at(name), n, "cv.intake.url", nil)
		return
	}
	*to = u.String()
}

func (e entry) address(to *string, names ...string) {
	name, n := e.find(names...)
	if n == nil {
		return
	}
	s := e.r.text(e.at(name), n, 254)
	if s == "" {
		return
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s || strings.ContainsAny(s, "\r\n\t \"") {
		e.r.fail(e.at(name), n, "cv.intake.email", nil)
		return
	}
	*to = s
}

// texts reads a list of texts; a single text is a list of one. Empty ones are left out.
func (e entry) texts(to *[]string, names ...string) {
	name, n := e.find(names...)
	for i, item := range e.list(name, n) {
		path := fmt.Sprintf("%s[%d]", e.at(name), i)
		if n.kind != '[' {
			path = e.at(name)
		}
		if s := e.r.text(path, item, e.r.limits.Long); s != "" {
			*to = append(*to, s)
		}
	}
}

// each reads a list of objects with fn.
func (e entry) each(name string, fn func(entry)) {
	_, n := e.find(name)
	for i, item := range e.list(name, n) {
		path := fmt.Sprintf("%s[%d]", e.at(name), i)
		if item.kind == 'n' {
			continue
		}
		if item.kind != '{' {
			e.r.fail(path, item, "cv.intake.field.kind", nil)
			continue
		}
		in := entry{e.r, item, path, map[string]bool{}}
		fn(in)
		in.done()
	}
}

func (e entry) list(name string, n *node) []*node {
	switch {
	case n == nil:
		return nil
	case n.kind != '[':
		return []*node{n}
	case len(n.items) > e.r.limits.List:
		e.r.fail(e.at(name), n, "cv.intake.list.long", fault.Args{"Limit": e.r.limits.List})
		return nil
	}
	return n.items
}

// child reads one object with fn.
func (e entry) child(name string, fn func(entry)) {
	_, n := e.find(name)
	if n == nil {
		return
	}
	if n.kind != '{' {
		e.r.fail(e.at(name), n, "cv.intake.field.kind", nil)
		return
	}
	in := entry{e.r, n, e.at(name), map[string]bool{}}
	fn(in)
	in.done()
}

// leave notes fields that are known and not kept.
func (e entry) leave(names ...string) {
	for _, name := range names {
		e.seen[name] = true
		if n := e.n.members[name]; n != nil && n.kind != 'n' && (n.kind != '"' || n.text != "") && (n.kind != '[' || len(n.items) > 0) {
			e.r.out.Left = append(e.r.out.Left, e.at(name))
		}
	}
}

// done reports the fields nobody asked for.
func (e entry) done() {
	for _, name := range e.n.names {
		if e.seen[name] || len(e.r.out.Unknown) >= 200 {
			continue
		}
		name, _ = e.r.clean(name)
		if utf8.RuneCountInString(name) > 60 {
			name = string([]rune(name)[:60]) + "…"
		}
		e.r.out.Unknown = append(e.r.out.Unknown, e.at(name))
	}
}
