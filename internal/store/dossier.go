package store

import (
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
)

// Dossier is one unit of keys and of deletion.
type Dossier struct {
	ID       crypt.DossierID
	Subject  access.SubjectID
	Employer access.EmployerID // the holder; zero when the operator holds it
	Class    privacy.Class
	Thing    string // the identifier of what it is about (an application), empty for one of a kind
	MadeAt   time.Time
	ClockAt  time.Time // when the retention clock started; zero while it stands
	DueAt    time.Time // when it ends; zero while the clock stands
	WarnedAt time.Time
	HeldTo   time.Time // a hold stops the end until then
	EndingAt time.Time // an erasure has begun and will be finished
	RestsAt  time.Time // its person restricted what it is used for; zero while it does not rest
}

// Of names the dossier a body belongs to.
type Of struct {
	Subject  access.SubjectID
	Employer access.EmployerID
	Class    privacy.Class
	Thing    string
}

// Dossier finds or opens the dossier. One that is new for a person who restricted everything rests from its birth. A new one has its key durable in the keystore before its row is written; if the
// transaction then fails, the key is an orphan that the sweep removes after 24 hours.
func (w *Writer) Dossier(of Of) (crypt.DossierID, error) {
	if of.Subject.IsZero() {
		return crypt.DossierID{}, errors.New("store: a dossier is about somebody")
	}
	if _, ok := w.db.cfg.Retention.Rule(of.Class); !ok {
		return crypt.DossierID{}, errors.New("store: no retention class " + string(of.Class))
	}
	find := Args{"subject_id": of.Subject, "class": string(of.Class), "employer_id": of.Employer.String(), "thing_id": of.Thing}
	var d crypt.DossierID
	if err := w.Get("store.findDossier", find, &d); !Missing(err) {
		return d, err
	}
	d = crypt.NewDossier(w.Now())
	if _, err := w.db.cfg.Keys.Create(w.ctx, d); err != nil {
		return d, unavailable(err)
	}
	CrashPoint("store.dossier.key-without-row")
	n, err := w.Exec("store.addDossier", Args{"id": d, "subject_id": of.Subject, "employer_id": of.Employer, "class": string(of.Class),
		"thing_id": orNull(of.Thing), "now": w.Now(), "rests": of.Class.Rests()})
	if err != nil || n == 1 {
		return d, err
	}
	// Another node opened it between our look and our row, or it is ending.
	err = w.Get("store.findDossier", find, &d)
	return d, err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// StartClock starts or moves the retention clock of a dossier.
func (w *Writer) StartClock(d crypt.DossierID, at time.Time) error {
	v, err := w.DossierByID(d)
	if err != nil {
		return err
	}
	due, err := w.db.cfg.Retention.Due(v.Class, at)
	if err != nil {
		return err
	}
	return w.Must("store.clockDossier", Args{"id": d, "at": at, "due": due})
}

// Prolong moves the end of a dossier beyond its rule's period, because the person agreed to that: never nearer than it is, and never beyond
// the ceiling of its class. Its clock must run; starting the clock anew undoes it.
func (w *Writer) Prolong(d crypt.DossierID, until time.Time) error {
	v, err := w.DossierByID(d)
	if err != nil {
		return err
	}
	if v.ClockAt.IsZero() {
		return refused("a dossier whose clock stands is not prolonged")
	}
	rule, _ := w.db.cfg.Retention.Rule(v.Class)
	if last := rule.Ceiling.From(v.ClockAt); until.After(last) {
		until = last
	}
	if !until.After(v.DueAt) {
		return nil
	}
	return w.Must("store.clockDossier", Args{"id": d, "at": v.ClockAt, "due": until})
}

// Hold stops the end of a dossier until a date; a past date releases it. The clock is not restarted.
func (w *Writer) Hold(d crypt.DossierID, until time.Time) error {
	return w.Must("store.holdDossier", Args{"id": d, "until": until})
}

// Warned notes that the person was told of the coming end.
func (w *Writer) Warned(d crypt.DossierID) error {
	return w.Must("store.warnDossier", Args{"id": d, "at": w.Now()})
}

// DossierByID reads one dossier.
func (r *Reader) DossierByID(d crypt.DossierID) (Dossier, error) {
	return One(r, "store.dossier", Args{"id": d}, scanDossier)
}

// DossiersOf lists a person's dossiers, oldest first.
func (r *Reader) DossiersOf(s access.SubjectID) ([]Dossier, error) {
	return List(r, "store.dossiersOf", Args{"subject_id": s}, scanDossier)
}

// DueDossiers lists at most n dossiers whose time is over and that no hold stops, longest over first.
func (r *Reader) DueDossiers(now time.Time, n int) ([]Dossier, error) {
	return List(r, "store.dueDossiers", Args{"now": now, "most": n}, scanDossier)
}

// DossiersAfter walks all dossiers by identifier; after is the last one seen, zero at the start.
func (r *Reader) DossiersAfter(after crypt.DossierID, n int) ([]Dossier, error) {
	return List(r, "store.dossiersAfter", Args{"after": after.String(), "most": n}, scanDossier)
}

func scanDossier(row Row) (Dossier, error) {
	var d Dossier
	var class string
	err := row.Scan(&d.ID, &d.Subject, &d.Employer, &class, &d.Thing, &d.MadeAt, &d.ClockAt, &d.DueAt, &d.WarnedAt, &d.HeldTo, &d.EndingAt, &d.RestsAt)
	d.Class = privacy.Class(class)
	return d, err
}
