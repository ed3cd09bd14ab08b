package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/cv/jsoncv"
	"verv/internal/privacy"
	"verv/internal/store"
)

func reveal[T any](r *store.Reader, f privacy.FieldID, d crypt.DossierID, row store.RowID, s store.Sealed) (T, error) {
	p, err := store.Unseal[T](r, f, d, row, s)
	return p.Reveal(r.Grant()), err
}

// shut is an application whose bodies are still sealed.
type shut struct {
	Application
	name, contact, career, cv, decision store.Sealed
}

func scanShut(row store.Row) (shut, error) {
	var s shut
	var stage, outcome string
	err := row.Scan(&s.ID, &s.Employer, &s.Subject, &s.dossier, &s.Job, &s.File, &s.Site, &s.SentAt, &s.EndedAt, &s.ClockAt,
		&s.JobTitle, &s.EmployerName, &s.Language, &stage, &outcome, &s.StageID, &s.StageAt, &s.Score, &s.name, &s.contact, &s.career, &s.cv, &s.decision)
	s.State = State{Stage(stage), Outcome(outcome)}
	return s, err
}

// Find reads an application within the scope of the transaction, a person's or an employer's, and opens the name. House message asks.
func Find(r *store.Reader, v ID) (Application, error) {
	var s shut
	var err error
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		s, err = held(r, v)
	} else {
		s, err = own(r, v)
	}
	if err != nil {
		return s.Application, err
	}
	return s.open(r, partName)
}

// Locate finds an application for house message and opens nothing of it.
func Locate(r *store.Reader, v ID) (Application, error) {
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		s, err := held(r, v)
		return s.Application, err
	}
	s, err := own(r, v)
	return s.Application, err
}

// Whose names the person of an application, for mail that comes in. The scope is the operation's: nothing is opened.
func Whose(r *store.Reader, v ID) (s access.SubjectID, err error) {
	err = r.Get("application.whose", store.Args{"id": v}, &s)
	return s, err
}

// part is one of the bodies of an application.
type part uint8

const (
	partName part = 1 << iota
	partContact
	partCareer
	partDecision
	partAll = partName | partContact | partCareer | partDecision
)

// open opens the named bodies, and notes none that was not asked for.
func (s shut) open(r *store.Reader, which part) (Application, error) {
	a := s.Application
	var err error
	if which&partName != 0 {
		var n nameBody
		if n, err = reveal[nameBody](r, fieldName, a.dossier, a.ID, s.name); err != nil {
			return a, err
		}
		a.Name = n.Name
	}
	if which&partContact != 0 {
		if a.Contact, err = reveal[Contact](r, fieldContact, a.dossier, a.ID, s.contact); err != nil {
			return a, err
		}
	}
	if which&partCareer != 0 {
		if a.Career, err = reveal[Career](r, fieldCareer, a.dossier, a.ID, s.career); err != nil {
			return a, err
		}
		if s.cv != nil {
			var c jsoncv.CV
			if c, err = reveal[jsoncv.CV](r, fieldCV, a.dossier, a.ID, s.cv); err != nil {
				return a, err
			}
			a.CV = &c
		}
	}
	if which&partDecision != 0 && s.decision != nil {
		a.Decision, err = reveal[Decision](r, fieldDecision, a.dossier, a.ID, s.decision)
	}
	return a, err
}

// bodies seals what the person wrote.
func (a Application) bodies(w *store.Writer) (store.Args, error) {
	name, err := store.Seal(w, fieldName, a.dossier, a.ID, nameBody{a.Name})
	if err != nil {
		return nil, err
	}
	contact, err := store.Seal(w, fieldContact, a.dossier, a.ID, a.Contact)
	if err != nil {
		return nil, err
	}
	career, err := store.Seal(w, fieldCareer, a.dossier, a.ID, a.Career)
	return store.Args{"id": a.ID, "name": name, "contact": contact, "career": career}, err
}

// Line is one application in the table of its job.
type Line struct {
	ID     ID
	Name   string
	SentAt time.Time
	State
	StageID StageID
	Since   time.Time // when it came to its stage
	Unread  bool      // the member who looks has not opened it
	Score   int
	dossier crypt.DossierID
	name    store.Sealed
}

func scanLine(row store.Row) (Line, error) {
	var l Line
	var stage, outcome string
	var unread int
	err := row.Scan(&l.ID, &l.dossier, &l.SentAt, &stage, &outcome, &l.StageID, &l.Since, &l.Score, &l.name, &unread)
	l.State, l.Unread = State{Stage(stage), Outcome(outcome)}, unread == 1
	if l.Since.IsZero() {
		l.Since = l.SentAt
	}
	return l, err
}

// Move is one step from a state to the next.
type Move struct {
	ID                 MoveID
	Of                 ID
	By                 access.SubjectID
	At                 time.Time
	UndoneAt           time.Time
	From, To           State
	FromStage, ToStage StageID
	Letter             bool // the person is told
}

func scanMove(row store.Row) (Move, error) {
	var m Move
	var fs, fo, ts, to string
	var letter int
	err := row.Scan(&m.ID, &m.Of, &m.By, &m.At, &m.UndoneAt, &fs, &fo, &ts, &to, &m.FromStage, &m.ToStage, &letter)
	m.From, m.To, m.Letter = State{Stage(fs), Outcome(fo)}, State{Stage(ts), Outcome(to)}, letter == 1
	return m, err
}

// Note is what a member thinks of an application.
type Note struct {
	ID       NoteID
	By       access.SubjectID
	Parent   NoteID // of a reply
	At       time.Time
	Score    int // 1 to 5, 0 is none
	Text     string
	Mentions []access.SubjectID
}

type noteBody struct{ Text string }

func scanNote(r *store.Reader, d crypt.DossierID) func(store.Row) (Note, error) {
	return func(row store.Row) (Note, error) {
		var n Note
		var body store.Sealed
		if err := row.Scan(&n.ID, &n.By, &n.Parent, &n.At, &n.Score, &body); err != nil {
			return n, err
		}
		b, err := reveal[noteBody](r, fieldNote, d, n.ID, body)
		n.Text = b.Text
		return n, err
	}
}
