package search

import (
	"context"
	"net/url"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/match"
	"verv/internal/privacy"
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

// Plant writes the card that a profile and a CV give, of somebody of whom nothing else is there.
func (h *House) Plant(ctx context.Context, g privacy.Grant, p candidate.Profile, v cv.ID, c jsoncv.CV, shown consent.Shown) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := consent.Give(w, consent.BeFound, access.EmployerID{}, crypt.DossierID{}, shown); err != nil {
			return err
		}
		of := cv.Body{Language: "nb", CV: c}
		b := blocksBody{Always: always(of, "")}
		if err := putBlocks(w, b); err != nil {
			return err
		}
		card := Card{CV: v, Until: consent.BeFound.Longest().From(w.Now()), ActiveAt: w.Now()}
		return h.put(w, card, draw(p, of, false, w.Now()), b)
	})
}

// Restart makes the house one that has read nobody yet.
func (h *House) Restart() {
	h.people.index, h.people.known = match.New(match.Options{Analyzer: analysis.Default(), Tree: analysis.Default(), Vocabulary: h.Jobs.Index()}), nil
	h.people.loaded.Store(false)
}
