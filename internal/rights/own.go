package rights

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// Overview is everything a person may know about what is held of them (GDPR article 15).
type Overview struct {
	Held         []Held
	Recipients   []Recipient
	Reads        []Read
	Consents     []Consent
	Exports      []Export
	Restrictions []ledger.Restriction
	veils        search.Veils
	Alone        bool // the persona is the last one of its account: deletion ends the account too
	Others       int  // how many other personas the account has
}

// Held is one dossier in the words of the inventory.
type Held struct {
	store.Dossier
	Holder     string             // employer's name; empty where the operator holds it
	Rows       int                // in all tables
	Categories []privacy.Category // of the columns that have a value
	Purposes   []privacy.Purpose  // for which it is kept
	Sources    []Source
	Screens    []Screen      // where the person corrects it
	Holds      []ledger.Hold // that stop its end
	Lost       bool          // its key is gone though nobody erased it: nothing in it can be read
	rows       []store.HeldRow
	veiled     bool // its holder asked without its name, and nobody said yes
}

// Recipient is somebody else who received data.
type Recipient struct {
	At         time.Time
	Employer   string // name at that time
	EmployerID access.EmployerID
	Purpose    privacy.Purpose
	Categories []privacy.Category
	With       string // the noun it was handed over with
}

// Read is one time that somebody else opened data of the person.
type Read struct {
	At       time.Time
	Actor    access.Persona
	Role     access.Role // of a member
	Employer string
	Purpose  privacy.Purpose
	Classes  []privacy.Class // what was opened
	record   string
	who      reader
	veiled   bool // asked without its name, and nobody said yes
}

// Automatic reports whether no human read: Verv itself sent a letter, packed a download, or drew this page.
func (r Read) Automatic() bool { return r.Actor == access.System }

// Consent is the present state of one agreement with its history.
type Consent struct {
	Topic    consent.Topic
	Employer access.EmployerID
	Whom     string // employer's name; empty for the operator
	Given    bool   // it stands now
	Until    time.Time
	History  []consent.Event // newest first
}

// readsMost bounds how many access records of one dossier are listed.
const readsMost = 200

// Own gives the overview of the person of the grant, together with their account's own subject.
func (h *House) Own(ctx context.Context, g privacy.Grant) (Overview, error) {
	var v Overview
	if err := g.Require(access.RightsOwn); err != nil {
		return v, err
	}
	return v, h.look(ctx, g, accountOf(g), &v)
}

// look fills the overview with what the person's grant reads and, within Verv's, what lies with the account.
func (h *House) look(ctx context.Context, g privacy.Grant, account access.SubjectID, v *Overview) error {
	reads := map[string]*Read{}
	err := h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if v.veils, err = search.VeilsOf(r); err != nil {
			return err
		}
		if err := h.heldOf(r, v, reads); err != nil {
			return err
		}
		if err := h.received(r, v); err != nil {
			return err
		}
		if err := h.agreed(r, v); err != nil {
			return err
		}
		if v.Exports, err = exports(r); err != nil {
			return err
		}
		if v.Restrictions, err = ledger.Restrictions(r); err != nil {
			return err
		}
		return sweptOf(r, v.Restrictions, reads)
	})
	if err != nil {
		return err
	}
	if !account.IsZero() && account != g.Scope().Subject() {
		if err := h.lookAccount(ctx, account, v, reads); err != nil {
			return err
		}
	}
	for _, one := range reads {
		v.Reads = append(v.Reads, *one)
	}
	slices.SortFunc(v.Reads, func(a, b Read) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.record, b.record))
	})
	return h.nameReaders(ctx, v)
}

func (h *House) lookAccount(ctx context.Context, account access.SubjectID, v *Overview, reads map[string]*Read) error {
	g, err := h.within(account)
	if err != nil {
		return err
	}
	if err := h.DB.Read(ctx, g, func(r *store.Reader) error { return h.heldOf(r, v, reads) }); err != nil {
		return err
	}
	personas, err := h.Accounts.Personas(ctx, g)
	v.Others = max(0, len(personas)-1)
	v.Alone = len(personas) <= 1
	return err
}

// heldOf lists the dossiers of the reader's person: inventory times rows.
func (h *House) heldOf(r *store.Reader, v *Overview, reads map[string]*Read) error {
	dossiers, err := r.DossiersOf(r.Grant().Scope().Subject())
	if err != nil {
		return err
	}
	for _, d := range dossiers {
		if !d.EndingAt.IsZero() {
			continue
		}
		one, err := h.held(r, d)
		if err != nil {
			return err
		}
		one.veil(v.veils)
		v.Held = append(v.Held, one)
		if one.Lost {
			continue
		}
		if err := readsOf(r, d, v.veils, reads); err != nil {
			return err
		}
	}
	return nil
}

func (h *House) held(r *store.Reader, d store.Dossier) (Held, error) {
	out := Held{Dossier: d, Holder: nameOf(r, d.Employer)}
	rows, err := r.Held(d.ID)
	if fault.Is(err, fault.Gone) {
		out.Lost = true
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.rows, out.Rows = rows, len(rows)
	for _, row := range rows {
		t, _ := h.DB.Inventory().Table(row.Table)
		for _, c := range t.Columns {
			if _, filled := row.Values[c.Name]; filled && c.Personal() {
				out.note(c)
			}
		}
	}
	if why, fixed := whyKept[d.Class]; fixed {
		out.Purposes = []privacy.Purpose{why}
	}
	slices.Sort(out.Categories)
	slices.Sort(out.Purposes)
	slices.Sort(out.Sources)
	if d.HeldTo.After(h.DB.Now()) {
		out.Holds, err = ledger.Holds(r, d.ID, h.DB.Now())
	}
	return out, err
}

// whyKept is the one reason for which a dossier of some classes is kept. Its columns may be opened for more: a consent is asked about by
// each house that rests on it. For all other classes the columns themselves say why.
var whyKept = map[privacy.Class]privacy.Purpose{
	privacy.ClassClaim:  privacy.Claims,
	privacy.ClassExport: privacy.Rights,
	privacy.ClassMail:   privacy.Correspond,
	privacy.ClassProof:  privacy.Demonstrate,
}

// note adds what one filled column says.
func (v *Held) note(c privacy.Column) {
	v.Categories = once(v.Categories, c.Category)
	v.Sources = once(v.Sources, sourceOf(c))
	for _, p := range c.Purposes {
		if p != privacy.Rights && p != privacy.Operate {
			v.Purposes = once(v.Purposes, p)
		}
	}
	if s, ok := screenOf(c); ok {
		v.Screens = once(v.Screens, s)
	}
}

func once[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// nameOf is what an employer is called now; empty for the operator and for one that is gone.
func nameOf(r *store.Reader, e access.EmployerID) string {
	if e.IsZero() {
		return ""
	}
	v, err := employer.Read(r, e)
	if err != nil {
		return ""
	}
	return v.Name
}

func readsOf(r *store.Reader, d store.Dossier, veils search.Veils, reads map[string]*Read) error {
	list, err := r.AccessesTo(d.ID, readsMost)
	if err != nil {
		return err
	}
	for _, a := range list {
		key := a.ID.String()
		one, known := reads[key]
		if !known {
			one = &Read{At: a.At, Actor: a.Actor, Employer: nameOf(r, a.Employer), Purpose: a.Purpose, record: key}
			if one.veiled = veils.Over(a.Employer, a.Purpose); one.veiled {
				one.Employer = ""
			}
			reads[key] = one
		}
		one.Classes = once(one.Classes, d.Class)
		one.who = reader{a.ActorID, a.Employer}
	}
	return nil
}

// sweptOf notes when Verv read every card, theirs too, unless it rested.
func sweptOf(r *store.Reader, rests []ledger.Restriction, reads map[string]*Read) error {
	d, list, err := search.Swept(r, readsMost)
	for _, a := range list {
		if !slices.ContainsFunc(rests, func(v ledger.Restriction) bool { return (v.Whole() || v.Of == d) && v.Stood(a.At) }) {
			reads[a.ID.String()] = &Read{At: a.At, Actor: a.Actor, Purpose: a.Purpose, Classes: []privacy.Class{privacy.ClassSelf}, record: a.ID.String()}
		}
	}
	return err
}

// received lists disclosures, newest first.
func (h *House) received(r *store.Reader, v *Overview) error {
	list, err := ledger.Disclosures(r)
	if fault.Is(err, fault.Gone) {
		return nil // the proofs are ending
	}
	for _, d := range list {
		v.Recipients = append(v.Recipients, Recipient{At: d.At, Employer: d.What.Employer, EmployerID: d.Employer, Purpose: d.Purpose,
			Categories: d.What.Categories, With: d.What.Noun})
	}
	return err
}

// agreed folds the consent events by topic and receiver.
func (h *House) agreed(r *store.Reader, v *Overview) error {
	events, err := consent.History(r)
	if fault.Is(err, fault.Gone) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range events {
		i := slices.IndexFunc(v.Consents, func(c Consent) bool { return c.Topic == e.Topic && c.Employer == e.Employer })
		if i < 0 {
			v.Consents = append(v.Consents, Consent{Topic: e.Topic, Employer: e.Employer, Whom: nameOf(r, e.Employer)})
			i = len(v.Consents) - 1
		}
		c := &v.Consents[i]
		c.Given, c.Until = e.Given && h.DB.Now().Before(e.Until), e.Until
		c.History = slices.Insert(c.History, 0, e)
	}
	return nil
}

// reader is who read, by identifiers that are never shown.
type reader struct {
	actor    access.SubjectID
	employer access.EmployerID
}

// nameReaders puts the role to each reading member. Their name stays masked: an employer answers for its people.
func (h *House) nameReaders(ctx context.Context, v *Overview) error {
	roles := map[reader]access.Role{}
	for i := range v.Reads {
		one := &v.Reads[i]
		if one.Actor != access.Member || one.who.employer.IsZero() {
			continue
		}
		role, known := roles[one.who]
		if !known {
			var err error
			if role, err = h.roleOf(ctx, one.who); err != nil {
				return err
			}
			roles[one.who] = role
		}
		one.Role = role
	}
	return nil
}

func (h *House) roleOf(ctx context.Context, who reader) (role access.Role, err error) {
	g, err := h.Verv.Within(access.OfEmployer(who.employer))
	if err != nil {
		return "", err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) error {
		var text string
		err := r.Get("rights.roleOf", store.Args{"subject_id": who.actor}, &text)
		if store.Missing(err) {
			return nil // the member left
		}
		role = access.Role(text)
		return err
	})
	return role, err
}

// Withdraw takes a consent back. It asks for nothing, and holds from the next transaction on.
func (h *House) Withdraw(ctx context.Context, g privacy.Grant, t consent.Topic, whom access.EmployerID, shown consent.Shown) error {
	if err := g.Require(access.RightsOwn); err != nil {
		return err
	}
	if !t.Known() {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error {
		holds, err := consent.Holds(w.Reader, t, w.Grant().Scope().Subject(), whom, w.Now())
		if err != nil || !holds {
			return err
		}
		switch t {
		case consent.BeFound:
			if err := errors.Join(search.EndProposals(w, shown), search.Drop(w)); err != nil { // nobody finds the person from here on
				return err
			}
		case consent.BeProposed:
			return search.EndProposals(w, shown)
		}
		return consent.Withdraw(w, t, whom, shown)
	})
}
