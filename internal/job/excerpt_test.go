package job

import (
	"strings"
	"testing"

	"verv/internal/match"
	"verv/internal/web/page"
)

func TestExcerpt(t *testing.T) {
	say := func(all []page.Piece) string {
		var b strings.Builder
		for _, p := range all {
			if p.Found {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	long := strings.Repeat("ord ", 40) + "kokk " + strings.Repeat("mer ", 80)
	at := strings.Index(long, "kokk")
	for _, c := range []struct {
		text  string
		found []match.Span
		want  string
	}{
		{"Vi søker kokk", nil, ""},
		{"Vi søker kokk.", []match.Span{{Start: 10, End: 14}}, "Vi søker [kokk]."},
		{"kokk og kokk", []match.Span{{Start: 0, End: 4}, {Start: 8, End: 12}}, "[kokk] og [kokk]"},
		{long, []match.Span{{Start: at, End: at + 4}}, "… " + strings.Repeat("ord ", 14) + "[kokk] " + strings.TrimSpace(strings.Repeat("mer ", 34)) + " …"},
		{strings.Repeat("x", 500), []match.Span{{Start: 100, End: 500}}, "… [" + strings.Repeat("x", 400) + "]"},
		{strings.Repeat("ø", 200), []match.Span{{Start: 200, End: 202}}, "… [ø]" + strings.Repeat("ø", 99)},
		{strings.Repeat("ø", 300), []match.Span{{Start: 200, End: 202}}, "… [ø] …"},
	} {
		if got := say(excerpt(c.text, c.found)); got != c.want {
			t.Errorf("%.20q: %q\nwant %q", c.text, got, c.want)
		}
	}
}

func TestFlow(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""},
		{"Vi søker kokk.\n\nDu får:\n\n- lønn\n-  fri\n\nSøk nå", "Vi søker kokk. Du får: lønn · fri · Søk nå"},
		{"Dette må du ha\n\n- Førerkort - klasse B\n", "Dette må du ha · Førerkort - klasse B"},
		{"\n \n- \n", "-"},
	} {
		if got := flow(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}
