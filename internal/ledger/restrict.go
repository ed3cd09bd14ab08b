package ledger

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Ground is why a person restricts what is done with their data. Its sentence stands in the catalogues under "ledger.ground." and its name.
type Ground string

// The grounds of GDPR article 18(1).
const (
	GroundAccuracy  Ground = "accuracy"  // (a) the data are wrong, says the person, and it is being checked
	GroundUnlawful  Ground = "unlawful"  // (b) the use is unlawful, and the person does not want erasure
	GroundClaims    Ground = "claims"    // (c) the person needs the data for a legal claim
	GroundObjection Ground = "objection" // (d) the person objected, and it is being weighed
)

// Grounds lists them in the order of a form.
func Grounds() []Ground {
	return []Ground{GroundAccuracy, GroundObjection, GroundUnlawful, GroundClaims}
}

// Release is why the officer ends a restriction. Its sentence stands in the catalogues under "ledger.release." and its name.
type Release string

// The reasons to end a restriction.
const (
	ReleaseChecked Release = "checked" // the data were checked, and are right or were corrected
	ReleaseLawful  Release = "lawful"  // the use is lawful
	ReleaseWeighed Release = "weighed" // the objection was weighed, and the grounds for the use prevail
	ReleaseSettled Release = "settled" // the claim is settled or was dropped
)

// Releases lists them in the order of a form.
func Releases() []Release {
	return []Release{ReleaseChecked, ReleaseWeighed, ReleaseLawful, ReleaseSettled}
}

// NoticeDays is how long before its end the person is told (GDPR article 18(3)).
const NoticeDays = 7

// TaskRests tells an employer that an application which it received rests (GDPR article 19). Package application runs it, within the employer,
// with the application.
const TaskRests = "application.rests"

// The facts of this file. They move what is held in memory.
const (
	FactRested = "ledger.rested"
	FactWoken  = "ledger.woken"
)

// Restriction is one request of a person that what is held about them is stored and no more.
type Restriction struct {
	ID          RestrictionID
	Subject     access.SubjectID
	Of          crypt.DossierID // the one dossier that rests; zero for everything
	Ground      Ground
	AskedAt     time.Time
	AnnouncedAt time.Time // when the officer decided to end it; zero while nobody did
	AnnouncedBy access.SubjectID
	Why         Release
	ToldAt      time.Time // when the person was told of that
	LiftedAt    time.Time
	LiftedBy    access.SubjectID
}

// Stood reports whether it stood at a moment.
func (v Restriction) Stood(at time.Time) bool {
	return !at.Before(v.AskedAt) && (v.LiftedAt.IsZero() || at.Before(v.LiftedAt))
}

// Whole reports whether everything rests.
func (v Restriction) Whole() bool { return v.Of.IsZero() }

// Stands reports whether it was not lifted.
func (v Restriction) Stands() bool { return v.LiftedAt.IsZero() }

// EndsAt is when an announced restriction ends; zero while the person was not told.
func (v Restriction) EndsAt() time.Time {
	if v.ToldAt.IsZero() {
		return time.Time{}
	}
	return v.ToldAt.AddDate(0, 0, NoticeDays)
}

// Restrict has everything that is held about the person of the grant rest, or one application of theirs, from this transaction on.
func (h *House) Restrict(ctx context.Context, g privacy.Grant, why Ground, of crypt.DossierID) (RestrictionID, error) {
	if !g.Own() || g.Purpose() != privacy.Rights {
		return RestrictionID{}, fault.New(fault.Withheld, "fault.notfound")
	}
	if err := g.Require(access.ApplicationOwn); err != nil { // a member works with what the employer holds; see decision 0042
		return RestrictionID{}, err
	}
	if !slices.Contains(Grounds(), why) {
		return RestrictionID{}, fault.New(fault.Invalid, "ledger.restrict.ground")
	}
	v := id.New[restriction](h.db.Now())
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := restrictable(w.Reader, of); err != nil {
			return err
		}
		d, err := w.Dossier(store.Of{Subject: g.Scope().Subject(), Class: privacy.ClassProof})
		if err != nil {
			return err
		}
		if err := w.StartClock(d, w.Now()); err != nil {
			return err
		}
		if err := w.Must("ledger.addRestriction", store.Args{"id": v, "dossier_id": d, "of_id": of, "ground": string(why), "now": w.Now()}); err != nil {
			return err
		}
		return settleRest(w)
	})
	return v, err
}

// restrictable refuses what is no application of the person, and what rests as a whole already.
func restrictable(r *store.Reader, of crypt.DossierID) error {
	all, err := Restrictions(r)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(v Restriction) bool { return v.Stands() && v.Of == of }) {
		return fault.New(fault.Conflict, "ledger.restrict.twice")
	}
	if of.IsZero() {
		return nil
	}
	d, err := r.DossierByID(of)
	if err == nil && (d.Subject != r.Grant().Scope().Subject() || d.Class != privacy.ClassApplication || !d.EndingAt.IsZero()) {
		err = fault.New(fault.Withheld, "fault.notfound")
	}
	return err
}

// Unrestrict ends a restriction of the person's own. It asks for no reason.
func (h *House) Unrestrict(ctx context.Context, g privacy.Grant, v RestrictionID) error {
	if !g.Own() || g.Purpose() != privacy.Rights {
		return fault.New(fault.Withheld, "fault.notfound")
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return lift(w, v, g.Actor().Subject) })
}

// LiftTold ends a restriction whose end was announced, once the person has known of it for long enough; before that it says how long to wait.
// The scope is the person's.
func LiftTold(w *store.Writer, v RestrictionID) (wait time.Time, err error) {
	all, err := Restrictions(w.Reader)
	if err != nil {
		return wait, err
	}
	for _, x := range all {
		switch {
		case x.ID != v || !x.Stands() || x.ToldAt.IsZero(): // lifted, or kept after all
		case w.Now().Before(x.EndsAt()):
			return x.EndsAt(), nil
		default:
			return wait, lift(w, v, x.AnnouncedBy)
		}
	}
	return wait, nil
}

func lift(w *store.Writer, v RestrictionID, by access.SubjectID) error {
	if err := w.Must("ledger.liftRestriction", store.Args{"id": v, "now": w.Now(), "by": by}); err != nil {
		return err
	}
	return settleRest(w)
}

// settleRest has every dossier of the scope's person rest, or wakes it, as the restrictions that stand say.
func settleRest(w *store.Writer) error {
	all, err := Restrictions(w.Reader)
	if err != nil {
		return err
	}
	of := w.Grant().Scope().Subject()
	dossiers, err := w.DossiersOf(of)
	if err != nil {
		return err
	}
	rested, woken := 0, 0
	for _, d := range dossiers {
		rests := d.Class.Rests() && slices.ContainsFunc(all, func(v Restriction) bool { return v.Stands() && (v.Whole() || v.Of == d.ID) })
		switch {
		case !d.EndingAt.IsZero() || rests != d.RestsAt.IsZero():
			continue
		case rests:
			rested++
			err = rest(w, d)
		default:
			woken++
			err = w.Rest(d.ID, time.Time{})
		}
		if err != nil {
			return err
		}
	}
	if rested > 0 {
		w.Fact(FactRested, map[string]string{"subject": of.String()})
	}
	if woken > 0 {
		w.Fact(FactWoken, map[string]string{"subject": of.String()})
	}
	return nil
}

// rest has a dossier rest, and the employer told that received it.
func rest(w *store.Writer, d store.Dossier) error {
	if err := w.Rest(d.ID, w.Now()); err != nil || d.Class != privacy.ClassApplication {
		return err
	}
	_, err := task.Enqueue(w, task.Task{Kind: TaskRests, Once: d.Thing, Employer: d.Employer, Args: map[string]string{"application": d.Thing}})
	return err
}

// Restrictions lists those of the scope's person, the newest first.
func Restrictions(r *store.Reader) ([]Restriction, error) {
	return store.List(r, "ledger.restrictions", store.Args{}, scanRestriction)
}

// AllRestrictions lists those of everybody for the officer, those that stand first.
func AllRestrictions(r *store.Reader, most int) ([]Restriction, error) {
	return store.List(r, "ledger.allRestrictions", store.Args{"most": most}, scanRestriction)
}

// RestrictionByID reads one for the officer.
func RestrictionByID(r *store.Reader, v RestrictionID) (Restriction, error) {
	return store.One(r, "ledger.restriction", store.Args{"id": v}, scanRestriction)
}

// Announce notes that the officer ends a restriction. It stands until the person was told and the days of notice are over.
func Announce(w *store.Writer, v RestrictionID, why Release) error {
	if err := w.Grant().Require(access.LedgerOversee); err != nil {
		return err
	}
	if !slices.Contains(Releases(), why) {
		return fault.New(fault.Invalid, "ledger.release.reason")
	}
	return w.Must("ledger.announceRestriction", store.Args{"id": v, "now": w.Now(), "by": w.Grant().Actor().Subject, "why": string(why)})
}

// Keep takes an announcement back: the restriction stands.
func Keep(w *store.Writer, v RestrictionID) error {
	if err := w.Grant().Require(access.LedgerOversee); err != nil {
		return err
	}
	return w.Must("ledger.keepRestriction", store.Args{"id": v})
}

// Told notes that the letter which announces the end is on its way. The days of notice run from the last try. The scope is the person's.
func Told(w *store.Writer, v RestrictionID) error {
	return w.Must("ledger.tellRestriction", store.Args{"id": v, "now": w.Now()})
}

func scanRestriction(row store.Row) (Restriction, error) {
	var v Restriction
	var ground, why string
	err := row.Scan(&v.ID, &v.Subject, &v.Of, &ground, &v.AskedAt, &v.AnnouncedAt, &v.AnnouncedBy, &why, &v.ToldAt, &v.LiftedAt, &v.LiftedBy)
	v.Ground, v.Why = Ground(ground), Release(why)
	return v, err
}
