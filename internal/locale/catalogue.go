package locale

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
	"text/template"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed catalogue/*/*.toml
var embedded embed.FS

// zeroForm marks the text for a count of nothing. CLDR has no zero form in the six languages, so it is a message of its own.
const zeroForm = "\x00zero"

// missingCap bounds how many different missing keys are remembered: a key may come from outside.
const missingCap = 1000

// Catalogue holds every text in every language.
type Catalogue struct {
	tongues map[string]*tongue
	mu      sync.Mutex
	missing map[string]int
}

// text is one catalogue entry. Most have neither placeholder nor plural and are answered without a template.
type text struct {
	plain  string // the text itself, for an entry that is not live
	live   bool   // it has placeholders or plural forms
	plural bool   // {{.Count}} chooses its form
	zero   bool   // it has words of its own for none
}

// Load reads the embedded catalogues of all six languages. Every fault in them is reported at once: a key that stands
// twice, a text that is no template, a file in a folder that is no language of Verv.
func Load() (*Catalogue, error) { return load(embedded) }

func load(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{tongues: map[string]*tongue{}, missing: map[string]int{}}
	var errs []error
	for i := range languages {
		t := newTongue(&languages[i])
		c.tongues[t.Tag] = t
		names, err := fs.Glob(files, "catalogue/"+t.Tag+"/*.toml")
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		if len(names) == 0 {
			errs = append(errs, fmt.Errorf("locale: no catalogue for %s", t.Tag))
		}
		for _, name := range names {
			errs = append(errs, t.read(files, name))
		}
	}
	errs = append(errs, strangers(files, c.tongues))
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	c.tongues[Pseudo] = c.tongues["en"].stretched()
	return c, nil
}

// strangers reports catalogue folders of languages that Verv does not speak: their texts would never be said.
func strangers(files fs.FS, known map[string]*tongue) error {
	folders, err := fs.ReadDir(files, "catalogue")
	if err != nil {
		return fmt.Errorf("locale: %w", err)
	}
	var errs []error
	for _, f := range folders {
		if f.IsDir() && known[f.Name()] == nil {
			errs = append(errs, fmt.Errorf("locale: catalogue/%s is no language of Verv", f.Name()))
		}
	}
	return errors.Join(errs...)
}

// read adds the texts of one file to the language.
func (t *tongue) read(files fs.FS, name string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("locale: %w", err)
	}
	messages, err := i18n.ParseMessageBytes(data, toml.Unmarshal)
	if err != nil {
		return fmt.Errorf("locale: %s: %w", name, err)
	}
	var errs []error
	for _, m := range messages {
		if first, twice := t.from[m.ID]; twice {
			errs = append(errs, fmt.Errorf("locale: %s: %q stands already in %s", name, m.ID, path.Base(first)))
			continue
		}
		t.from[m.ID] = name
		if err := t.add(m); err != nil {
			errs = append(errs, fmt.Errorf("locale: %s: %q: %w", name, m.ID, err))
		}
	}
	return errors.Join(errs...)
}

// add takes one message in. Templates are parsed here so that a broken one stops the start and not a page.
func (t *tongue) add(m *i18n.Message) error {
	e := text{plain: m.Other, plural: m.One != "", zero: m.Zero != ""}
	for _, form := range []string{m.Zero, m.One, m.Other} {
		if strings.Contains(form, "{{") {
			e.live = true
			if _, err := template.New("").Parse(form); err != nil {
				return err
			}
		}
	}
	if m.Two+m.Few+m.Many != "" {
		return errors.New("the six languages have one and other only")
	}
	if m.Other == "" {
		return errors.New("no text")
	}
	e.live = e.live || e.plural || e.zero
	t.texts[m.ID] = e
	t.forms[m.ID] = m
	messages := []*i18n.Message{{ID: m.ID, One: m.One, Other: m.Other}}
	if e.zero {
		messages = append(messages, &i18n.Message{ID: m.ID + zeroForm, Other: m.Zero})
	}
	return t.bundle.AddMessages(t.tag, messages...)
}

// Language gives the words of a language, in UTC and bound to no moment. A tag that Verv does not speak gets bokmål, and
// "no" is bokmål.
func (c *Catalogue) Language(tag string) *Words {
	t, ok := c.tongues[tag]
	if !ok {
		t = c.tongues[Default]
	}
	return &Words{tongue: t, catalogue: c}
}

// Missing tells how often each key was asked for in vain, as "nb page.title". It is empty in a house that is in order.
func (c *Catalogue) Missing() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.missing)
}

func (c *Catalogue) miss(tag, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := tag + " " + key
	if _, known := c.missing[name]; known || len(c.missing) < missingCap {
		c.missing[name]++
	}
}
