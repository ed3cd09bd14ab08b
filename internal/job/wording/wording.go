package wording

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Kind is what sort of hint a rule gives. The catalogues name it under "job.wording.kind.".
type Kind string

// The kinds.
const (
	Age      Kind = "age"
	Gender   Kind = "gender"
	Title    Kind = "title"
	Language Kind = "language"
	Coded    Kind = "coded"
	Health   Kind = "health"
	Family   Kind = "family"
	Religion Kind = "religion"
	Origin   Kind = "origin"
	Unpaid   Kind = "unpaid"
	Private  Kind = "private"
)

// Kinds lists the kinds.
func Kinds() []Kind {
	return []Kind{Age, Gender, Title, Language, Coded, Health, Family, Religion, Origin, Unpaid, Private}
}

// Rule is one thing to look for.
type Rule struct {
	Kind    Kind
	Illegal bool   // what it asks for is plainly against the law in nearly every job
	Instead string // what could be said, in the language of the text
	Source  string // law or guidance
	find    *regexp.Regexp
	unless  *regexp.Regexp // a sentence that matches is let be
}

// Hint is one word of a text that a rule found.
type Hint struct {
	Rule
	Found    string
	Sentence string
}

// row is a rule as the tables write it.
type row struct {
	kind    Kind
	illegal bool
	pattern string
	unless  string
	instead string
}

// tongue is the rules of one language.
type tongue struct {
	rules    []Rule
	welcomes *regexp.Regexp // a sentence with it says that everybody is welcome
}

var tongues = map[string]tongue{"nb": read(nb), "nn": read(nn), "sv": read(sv), "fi": read(fi), "da": read(da), "en": read(en)}

// table is a language as its file writes it.
type table struct {
	welcomes string
	sources  map[Kind]string
	rows     []row
}

func read(t table) tongue {
	out := tongue{welcomes: compile(t.welcomes)}
	for _, r := range t.rows {
		rule := Rule{Kind: r.kind, Illegal: r.illegal, Instead: r.instead, Source: t.sources[r.kind], find: compile(r.pattern)}
		if r.unless != "" {
			rule.unless = compile(r.unless)
		}
		out.rules = append(out.rules, rule)
	}
	return out
}

func compile(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])(` + strings.ReplaceAll(pattern, "~", `\p{L}*`) + `)(?:$|[^\p{L}\p{N}])`)
}

// Rules lists the rules of a language.
func Rules(language string) []Rule { return tongues[language].rules }

const (
	hintsMost    = 12
	sentenceMost = 240 // letters of a sentence that is shown
)

// Find gives the hints on a text without markup, in the order of the text. One rule speaks once.
func Find(language, text string) []Hint {
	t := tongues[language]
	said := make([]bool, len(t.rules))
	var out []Hint
	for _, s := range sentences(text) {
		welcome := t.welcomes != nil && t.welcomes.MatchString(s)
		for i, r := range t.rules {
			if said[i] || welcome && r.Kind != Unpaid || r.unless != nil && r.unless.MatchString(s) {
				continue
			}
			m := r.find.FindStringSubmatch(s)
			if m == nil {
				continue
			}
			said[i] = true
			out = append(out, Hint{Rule: r, Found: strings.TrimSpace(m[1]), Sentence: shorten(s, m[1])})
			if len(out) == hintsMost {
				return out
			}
		}
	}
	return out
}

// Illegal is the first hint on what is plainly against the law; ok is false where there is none.
func Illegal(language, text string) (h Hint, ok bool) {
	for _, h := range Find(language, text) {
		if h.Illegal {
			return h, true
		}
	}
	return Hint{}, false
}

// sentences parts a text at its stops and line ends. A full stop within a number or before a small letter ends nothing.
func sentences(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		start := 0
		for i, c := range line {
			if c != '.' && c != '!' && c != '?' {
				continue
			}
			rest := line[i+1:]
			if next, _ := utf8.DecodeRuneInString(rest); rest != "" && next != ' ' {
				continue
			}
			out = add(out, line[start:i+1])
			start = i + 1
		}
		out = add(out, line[start:])
	}
	return out
}

func add(out []string, s string) []string {
	if s = strings.Join(strings.Fields(strings.TrimLeft(s, "-–•* ")), " "); s != "" {
		out = append(out, s)
	}
	return out
}

// shorten keeps what stands around the word.
func shorten(s, found string) string {
	r := []rune(s)
	if len(r) <= sentenceMost {
		return s
	}
	at := utf8.RuneCountInString(s[:strings.Index(s, found)])
	from := max(0, min(at-sentenceMost/3, len(r)-sentenceMost))
	out := string(r[from : from+sentenceMost])
	if from > 0 {
		out = "… " + out
	}
	if from+sentenceMost < len(r) {
		out += " …"
	}
	return out
}
