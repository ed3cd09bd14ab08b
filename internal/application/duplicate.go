package application

import (
	"context"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type (
	twinNoun struct{}
	pairNoun struct{}
)

// Likeness is why two applications look like one person's.
type Likeness string

// The likenesses.
const (
	SamePerson Likeness = "person" // name and phone
	SameFile   Likeness = "file"   // the same bytes
)

// Verdicts on a pair of applications; the empty one means that nobody has said.
const (
	PairSame      = "same"
	PairDifferent = "different"
)

// twinMark is a keyed mark: equal for equal things at one employer, and of no meaning without the root key or at another.
func (h *House) twinMark(e access.EmployerID, l Likeness, parts ...string) string {
	all := [][]byte{e.Bytes(), []byte(l)}
	for _, p := range parts {
		all = append(all, []byte(p))
	}
	return hex.EncodeToString(h.Keys.Root().MAC("application-twin/1", all...)[:16])
}

// phoneTail is how many digits of a number are compared: enough for a Nordic number, without the country's code.
const phoneTail = 8

// looksLike is the mark of name and phone; empty without both.
func (h *House) looksLike(a Application) string {
	name := strings.Join(strings.Fields(cases.Fold().String(a.Name)), " ")
	digits := strings.Map(func(c rune) rune {
		if unicode.IsDigit(c) {
			return c
		}
		return -1
	}, a.Contact.Phone)
	if name == "" || len(digits) < phoneTail {
		return ""
	}
	return h.twinMark(a.Employer, SamePerson, name, digits[len(digits)-phoneTail:])
}

// putTwin replaces one mark of an application, in the person's scope.
func putTwin(w *store.Writer, a Application, l Likeness, mark string) error {
	if _, err := w.Exec("application.dropTwin", store.Args{"application_id": a.ID, "kind": string(l)}); err != nil || mark == "" {
		return err
	}
	return w.Must("application.addTwin", store.Args{"id": id.New[twinNoun](w.Now()), "employer_id": a.Employer, "dossier_id": a.dossier,
		"application_id": a.ID, "kind": string(l), "mark": mark})
}

// Twin is another open application at the same employer that looks like the same person's, sent from another address.
type Twin struct {
	ID       ID
	JobTitle string
	Name     string
	SentAt   time.Time
	State
	Why     []Likeness
	Said    string // PairSame, PairDifferent, or nothing yet
	dossier crypt.DossierID
	name    store.Sealed
}

// twinsOf finds them without opening anything. Those that a member has said are others are left out unless all is true.
func twinsOf(r *store.Reader, v ID, all bool) (out []Twin, err error) {
	said := map[ID]string{}
	_, err = store.List(r, "application.pairs", store.Args{"application_id": v}, func(row store.Row) (struct{}, error) {
		var other ID
		var verdict string
		err := row.Scan(&other, &verdict)
		said[other] = verdict
		return struct{}{}, err
	})
	if err != nil {
		return nil, err
	}
	_, err = store.List(r, "application.twins", store.Args{"application_id": v}, func(row store.Row) (struct{}, error) {
		var t Twin
		var kind, stage, outcome string
		err := row.Scan(&kind, &t.ID, &t.dossier, &t.JobTitle, &t.SentAt, &stage, &outcome, &t.name)
		t.State, t.Said, t.Why = State{Stage(stage), Outcome(outcome)}, said[t.ID], []Likeness{Likeness(kind)}
		if n := len(out); n > 0 && out[n-1].ID == t.ID {
			out[n-1].Why = append(out[n-1].Why, t.Why...)
		} else if all || t.Said != PairDifferent {
			out = append(out, t)
		}
		return struct{}{}, err
	})
	return out, err
}

// Duplicates shows what would be joined: the application and those that look like the same person's, with their names.
func (h *House) Duplicates(ctx context.Context, g privacy.Grant, v ID) (a Application, out []Twin, err error) {
	if err := g.Require(access.ApplicationRead); err != nil {
		return a, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := held(r, v)
		if err != nil {
			return err
		}
		r.About("application", v)
		if a, err = s.open(r, partName); err != nil {
			return err
		}
		if out, err = twinsOf(r, v, true); err != nil {
			return err
		}
		for i, t := range out {
			n, err := reveal[nameBody](r, fieldName, t.dossier, t.ID, t.name)
			if err != nil {
				return err
			}
			out[i].Name = n.Name
		}
		return nil
	})
	return a, out, err
}

// Pair says that two applications are one person's, or are not, or takes that back. Nothing moves: each keeps its person, its dossier, its
// export and its erasure; the two only lead to each other. So it can be taken back at any time and not just for some seconds.
func (h *House) Pair(ctx context.Context, g privacy.Grant, v, other ID, verdict string) error {
	if err := g.Require(access.ApplicationMove); err != nil {
		return err
	}
	if verdict != "" && verdict != PairSame && verdict != PairDifferent {
		return fault.New(fault.Malformed, "fault.malformed")
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := twinsOf(w.Reader, v, true)
		if err != nil {
			return err
		}
		found := false
		for _, t := range all {
			found = found || t.ID == other
		}
		if !found {
			return withheld()
		}
		w.About("application", v)
		for _, side := range [][2]ID{{v, other}, {other, v}} {
			if err := putPair(w, side[0], side[1], verdict); err != nil {
				return err
			}
		}
		w.Fact(FactPaired, map[string]string{"application": v.String(), "other": other.String(), "employer": g.Scope().Employer().String()})
		return nil
	})
}

// putPair writes one side into the dossier of its own person, so that what is said about each is in each one's export.
func putPair(w *store.Writer, v, other ID, verdict string) error {
	s, err := held(w.Reader, v)
	if err != nil {
		return err
	}
	if _, err := w.Exec("application.dropPair", store.Args{"application_id": v, "other_id": other}); err != nil || verdict == "" {
		return err
	}
	return w.Must("application.addPair", store.Args{"id": id.New[pairNoun](w.Now()), "subject_id": s.Subject, "dossier_id": s.dossier,
		"application_id": v, "other_id": other, "by_id": w.Grant().Actor().Subject, "verdict": verdict, "now": w.Now()})
}
