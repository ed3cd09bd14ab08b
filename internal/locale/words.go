package locale

import (
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Words says things in one language, in one zone and at one moment. The zero value is not usable; Catalogue.Language makes it.
// It is immutable: In and At return bound copies.
type Words struct {
	*tongue
	catalogue *Catalogue
	zone      *time.Location // nil is UTC
	now       time.Time      // zero is unbound
}

// strict makes a placeholder without a value an error: "<no value>" must never stand on a page.
var strict = &template.TextParser{Option: "missingkey=error"}

// In returns the words for readers in zone; nil is UTC.
func (w *Words) In(zone *time.Location) *Words {
	c := *w
	c.zone = zone
	return &c
}

// At returns the words bound to a moment, which Until and DaysLeft count from, and to a zone.
func (w *Words) At(now time.Time, zone *time.Location) *Words {
	c := w.In(zone)
	c.now = now
	return c
}

// Tongue returns words in another language, bound to the same moment and zone: for what is written in the language of its readers.
func (w *Words) Tongue(tag string) *Words {
	if !Known(tag) {
		return w
	}
	c := *w
	c.tongue = w.catalogue.tongues[tag]
	return &c
}

// Lang is the language's BCP 47 tag, for the lang attribute.
func (w *Words) Lang() string { return w.Tag }

// Has reports whether the catalogues have the key.
func (w *Words) Has(key string) bool {
	_, ok := w.texts[key]
	return ok
}

// Say gives the text of key. The arguments are one map, or names and values in turn: Say("form.long", "Max", 80). The
// value of Count chooses the plural. Integers are written in the language's figures and times as dates.
//
// A key that does not exist, or whose placeholders did not all get a value, gives the key in brackets and is counted.
func (w *Words) Say(key string, args ...any) string {
	e, ok := w.texts[key]
	switch {
	case !ok:
		return w.lost(key)
	case !e.live:
		return e.plain
	}
	data, count, counted := w.bind(args)
	ask := i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: strict}
	switch {
	case e.zero && counted && count == 0:
		ask.MessageID += zeroForm
	case e.plural && counted:
		ask.PluralCount = count
	}
	out, err := w.localizer.Localize(&ask)
	if err != nil {
		return w.lost(key)
	}
	return out
}

// lost counts a key that could not be said.
func (w *Words) lost(key string) string {
	w.catalogue.miss(w.Tag, key)
	return "[" + key + "]"
}
