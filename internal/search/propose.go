package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/store"
)

// A person whose card can be found may be compared with jobs as well, once they said so beside a box of its own. Whoever did not is not in the world that
// is ranked: the index knows the two purposes apart, and so does the row (card.propose_until), which has the last word.

// Propose lets the grant's person be proposed for jobs by those who may see their card. It needs what they saw and ticked.
func (h *House) Propose(ctx context.Context, g privacy.Grant, shown consent.Shown) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		c, err := store.One(w.Reader, "search.own", store.Args{}, scanCard)
		if store.Missing(err) || err == nil && !c.Until.After(w.Now()) {
			var f fault.Form
			f.Add("proposed", "search.propose.needs")
			return f.Err()
		}
		if err != nil {
			return err
		}
		if err := consent.Give(w, consent.BeProposed, access.EmployerID{}, crypt.DossierID{}, shown); err != nil {
			return err
		}
		return propose(w, consent.BeProposed.Longest().From(w.Now()))
	})
}

// Object ends it: from the next ranking on the person is not compared, and no employer sees an earlier one any more.
func (h *House) Object(ctx context.Context, g privacy.Grant, shown consent.Shown) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return EndProposals(w, shown) })
}

// EndProposals takes back that the scope's person may be proposed, where they ever said so.
func EndProposals(w *store.Writer, shown consent.Shown) error {
	holds, err := consent.Holds(w.Reader, consent.BeProposed, w.Grant().Scope().Subject(), access.EmployerID{}, w.Now())
	if err != nil || !holds {
		return err
	}
	if err := Unpropose(w); err != nil {
		return err
	}
	return consent.Withdraw(w, consent.BeProposed, access.EmployerID{}, shown)
}

// Unpropose ends it in the transaction that takes the consent back.
func Unpropose(w *store.Writer) error { return propose(w, time.Time{}) }

func propose(w *store.Writer, until time.Time) error {
	n, err := w.Exec("search.propose", store.Args{"until": until})
	if n > 0 {
		w.Fact(FactShown, map[string]string{"subject": w.Grant().Scope().Subject().String()})
	}
	return err
}

// Sight is what one employer may see of those who may be proposed, within one transaction.
type Sight struct {
	house *House
	asker asker
	left  int
}

// Allow refuses to show so many cards to a member who has seen too many.
func (s Sight) Allow(cards int) error {
	if cards > s.left {
		return fault.New(fault.Limited, "search.limit", fault.Args{"Max": s.house.Limits.Cards})
	}
	return nil
}

// Employer is who looks.
func (s Sight) Employer() employer.Employer { return s.asker.employer }

// Proposed reads the card of somebody who may be proposed to the employer now; anybody else is not found.
func (s Sight) Proposed(r *store.Reader, v CardID) (Card, error) {
	return s.house.seen(r, s.asker, "search.proposable", v)
}

// See reads for a member who may search people, with what their employer may see.
func (h *House) See(ctx context.Context, g privacy.Grant, fn func(*store.Reader, Sight) error) error {
	domains, left, err := h.mayLook(ctx, g)
	if err != nil {
		return err
	}
	return h.db.Read(ctx, g, func(r *store.Reader) error {
		a, err := h.asker(r, domains)
		if err != nil {
			return err
		}
		return fn(r, Sight{h, a, left})
	})
}

// mayLook refuses who may not search people, and says what the employer goes by and how many cards the member may still be shown today.
func (h *House) mayLook(ctx context.Context, g privacy.Grant) (domains []string, left int, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return nil, 0, err
	}
	if left, err = h.left(ctx, g); err != nil {
		return nil, 0, err
	}
	domains, err = h.domainsOf(ctx, g.Scope().Employer())
	return domains, left, err
}

// Ranked asks who suits a job best.
type Ranked struct {
	Job     *match.Job
	Weights match.Weights
	Most    int
	Suits   func(match.Fit) bool // nobody is proposed who does not
	Except  map[CardID]bool      // whom a person decided about
}

// Suited is somebody who came out, with the fingerprint of what was compared.
type Suited struct {
	Card  Card
	Fit   match.Fit
	Input string
}

// Rank ranks for a job those who agreed to be proposed and did not shut the grant's employer out: nobody else is looked at. Each who comes out is
// read in the store, in the transaction that keeps them.
func (h *House) Rank(ctx context.Context, g privacy.Grant, q Ranked, keep func(*store.Writer, Sight, []Suited) error) error {
	domains, left, err := h.mayLook(ctx, g)
	if err != nil {
		return err
	}
	x, err := h.index(ctx)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := h.asker(w.Reader, domains)
		if err != nil {
			return err
		}
		s := Sight{h, a, left}
		fits := x.RankPeople(inTongue(q.Job), match.Ranking{View: match.View{Purpose: match.ForMatching, Keys: a.keys}, Limit: q.Most + len(q.Except),
			Weights: &q.Weights, Now: w.Now()})
		out, err := s.suited(w.Reader, fits, q)
		if err != nil {
			return err
		}
		return keep(w, s, out)
	})
}

func (s Sight) suited(r *store.Reader, fits []match.Fit, q Ranked) (out []Suited, err error) {
	for _, f := range fits {
		v, err := idOf(f.ID)
		if err != nil || q.Except[v] || !q.Suits(f) {
			continue
		}
		c, err := s.Proposed(r, v)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := s.Allow(len(out) + 1); err != nil {
			return nil, err
		}
		input, err := Fingerprint(c.person(nil))
		if err != nil {
			return nil, err
		}
		if out = append(out, Suited{c, f, input}); len(out) == q.Most {
			break
		}
	}
	return out, nil
}

// inTongue is a job whose written kinds of Norwegian are one language, as people name it.
func inTongue(j *match.Job) *match.Job {
	out := *j
	out.Values.Languages = nil
	for _, l := range j.Values.Languages {
		if l == "nb" || l == "nn" {
			l = norwegian
		}
		out.Values.Languages = add(out.Values.Languages, l, faceMost, tonguesMost)
	}
	return &out
}

// Fingerprint is the SHA-256 of what is compared of a person. Who they are by identifier is no part of it, nor what they said yes to.
func Fingerprint(p *match.Person) (string, error) {
	bare := *p
	bare.ID, bare.Purposes = match.ID{}, 0
	return digest(bare)
}

// JobFingerprint is the SHA-256 of what is compared of a job.
func JobFingerprint(j *match.Job) (string, error) { return digest(*j) }

func digest(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// MayBeProposed reports whether the grant's person may be proposed now.
func (h *House) MayBeProposed(ctx context.Context, g privacy.Grant) (bool, error) {
	c, err := h.ownCard(ctx, g)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	now := h.db.Now()
	return err == nil && c.Until.After(now) && c.ProposeUntil.After(now), err
}
