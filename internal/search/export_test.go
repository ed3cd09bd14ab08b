package search

import (
	"net/url"

	"verv/internal/match"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
)

// WantedOf is what a saved search looks for.
func WantedOf(q url.Values, lang string) Wanted {
	f := peopleOf(q)
	return f.wanted(lang)
}

// ShutUnheard marks the card of the scope's person as one that an employer must not see, without a fact that tells the index.
func (h *House) ShutUnheard(w *store.Writer, typed string) error {
	b, err := ParseBlock(typed)
	if err != nil {
		return err
	}
	c, err := store.One(w.Reader, "search.own", store.Args{}, scanCard)
	if err != nil {
		return err
	}
	return w.Must("search.change", store.Args{"id": c.ID, "dossier_id": c.dossier, "cv_id": c.CV, "anonymous": c.Anonymous,
		"shut": h.marks(c.Subject, []string{b.key()}), "now": c.MadeAt, "active_at": c.ActiveAt, "until": c.Until, "propose_until": c.ProposeUntil, "body": c.sealed})
}

// Restart makes the house one that has read nobody yet.
func (h *House) Restart() {
	h.people.index, h.people.known = match.New(match.Options{Analyzer: analysis.Default(), Tree: analysis.Default(), Vocabulary: h.Jobs.Index()}), nil
	h.people.loaded.Store(false)
}
