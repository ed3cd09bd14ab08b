package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	end kind = iota
	word
	prefix
	phrase
	valued // field:value
	and
	or
	not
	open
	shut
)

// lexeme is a token of the language and where it begins, in bytes.
type lexeme struct {
	kind  kind
	text  string
	field Field
	at    int
}

type lexer struct {
	in string
	at int
}

// space: what parts words. What is not text (broken UTF-8, control characters) parts them too.
func space(r rune, size int) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError && size <= 1
}

// special: what ends a word and is never part of one.
func special(r rune) bool { return r == '(' || r == ')' || r == '"' || r == '|' }

func (l *lexer) next() (lexeme, error) {
	l.skip()
	at := l.at
	if at >= len(l.in) {
		return lexeme{kind: end, at: at}, nil
	}
	switch l.in[at] {
	case '(':
		l.at++
		return lexeme{kind: open, at: at}, nil
	case ')':
		l.at++
		return lexeme{kind: shut, at: at}, nil
	case '|':
		l.at++
		return lexeme{kind: or, at: at}, nil
	case '-':
		l.at++
		return lexeme{kind: not, at: at}, nil
	case '"':
		text, err := l.quoted()
		return lexeme{kind: phrase, text: text, at: at}, err
	}
	return l.bare()
}

func (l *lexer) skip() {
	for l.at < len(l.in) {
		r, size := utf8.DecodeRuneInString(l.in[l.at:])
		if !space(r, size) {
			return
		}
		l.at += size
	}
}

// quoted reads to the closing mark and makes every gap one space.
func (l *lexer) quoted() (string, error) {
	at := l.at
	stop := strings.IndexByte(l.in[at+1:], '"')
	if stop < 0 {
		l.at = len(l.in)
		return "", &Error{At: at, Why: Unclosed}
	}
	l.at += stop + 2
	return squeeze(l.in[at+1 : at+1+stop]), nil
}

func squeeze(s string) string {
	var out strings.Builder
	gap := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if space(r, size) {
			gap = out.Len() > 0
		} else {
			if gap {
				out.WriteByte(' ')
			}
			gap = false
			out.WriteString(s[i : i+size])
		}
		i += size
	}
	return out.String()
}

// bare reads a word, an operator or a field with its value.
func (l *lexer) bare() (lexeme, error) {
	at := l.at
	text := l.run()
	if k, ok := operators[text]; ok {
		return lexeme{kind: k, at: at}, nil
	}
	if name, value, ok := strings.Cut(text, ":"); ok {
		if f, known := FieldOf(name); known {
			if value == "" && l.at < len(l.in) && l.in[l.at] == '"' {
				value, err := l.quoted()
				return lexeme{kind: valued, text: value, field: f, at: at}, err
			}
			return lexeme{kind: valued, text: value, field: f, at: at}, nil
		}
	}
	if stem, ok := strings.CutSuffix(text, "*"); ok {
		if stem = strings.TrimRight(stem, "*"); utf8.RuneCountInString(stem) < 2 {
			return lexeme{}, &Error{At: at, Why: ShortPrefix}
		}
		return lexeme{kind: prefix, text: stem, at: at}, nil
	}
	return lexeme{kind: word, text: text, at: at}, nil
}

func (l *lexer) run() string {
	at := l.at
	for l.at < len(l.in) {
		r, size := utf8.DecodeRuneInString(l.in[l.at:])
		if special(r) || space(r, size) {
			break
		}
		l.at += size
	}
	return l.in[at:l.at]
}
