package search

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verv/internal/locale"
)

// tongues are the languages that people name most, as tags: what each writes in their own is one value, whatever language they write in.
var tongues = strings.Fields(`nb nn no sv da fi en se is fo kl de fr es pt it nl pl lt lv et ru uk be cs sk hu ro bg sr hr bs sl mk sq el tr ku ar fa prs ps ur hi pa bn ta te
	ml si ne my th vi id ms fil tl zh ja ko mn kk uz ka hy az he am ti om so sw lg rw ln yo ig ha ak wo fy ga cy eu ca gl mt lb rom yi`)

// namers say what a language is called in each language of the house; written Norwegian of both kinds calls them alike.
var namers = sync.OnceValue(func() map[string]display.Namer {
	out := map[string]display.Namer{}
	for _, l := range locale.Languages() {
		out[l.Tag] = display.Languages(language.Make(strings.Replace(l.Tag, "nn", "nb", 1)))
	}
	return out
})

// norwegians are the names of Norwegian as such: the tables know its two written kinds alone, and most people write neither.
var norwegians = map[string]string{"nb": "norsk", "nn": "norsk", "sv": "norska", "da": "norsk", "fi": "norja", "en": "norwegian"}

var tagByName = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, name := range norwegians {
		out[name] = norwegian
	}
	for _, tag := range tongues {
		of, err := language.Parse(tag)
		if err != nil {
			continue
		}
		for _, n := range namers() {
			if name := value(n.Name(of)); name != "" && out[name] == "" {
				out[name] = tag
			}
		}
	}
	return out
})

// tongueValue is a language as somebody wrote it, as the value of a facet: its tag where we know it.
func tongueValue(s string) string {
	v := value(s)
	if tag := tagByName()[v]; tag != "" {
		return tag
	}
	return v
}

// tongueText is the value in a reader's language.
func tongueText(lang, v string) string {
	if v == norwegian {
		return upper(norwegians[lang])
	}
	of, err := language.Parse(v)
	n := namers()[lang]
	if tagByName()[v] != "" || err != nil || n == nil || n.Name(of) == "" {
		return upper(v)
	}
	return upper(n.Name(of))
}
