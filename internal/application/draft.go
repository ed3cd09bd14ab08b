package application

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/blob/sniff"
	"verv/internal/candidate"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Draft is what somebody is about to send.
type Draft struct {
	ID          DraftID
	Subject     access.SubjectID
	Job         job.ID
	File        blob.ID
	FileName    string
	FileSize    int64
	CV          cv.ID
	MadeAt      time.Time
	SubmittedAt time.Time
	CheckedAt   time.Time // when all of it was right for the first time
	DraftContact
	DraftCareer
	dossier crypt.DossierID
}

// DraftContact is the body that says who writes.
type DraftContact struct{ Name, Email, Phone string }

// DraftCareer is the body that says what they write.
type DraftCareer struct {
	Letter   string
	Answers  map[string][]string // question to what was typed
	Keep     bool                // the box apart: the employer may keep the application for other jobs
	Wording  string              // of that box, as it was shown
	Language string
	Site     string
}

const (
	nameMax   = 120
	letterMax = 10000
	answerMax = 5000
	fileMax   = 10 << 20
	bodyMax   = 64 << 20 // of an upload: a file beyond its limit is refused beside its field, and what was typed stays
)

// Token names a draft to whoever made it, and to nobody else: subject and draft under a keyed code.
func (h *House) Token(d Draft) string {
	code := h.Keys.Root().MAC("application-draft/1", d.Subject.Bytes(), d.ID.Bytes(), d.Job.Bytes())
	return d.Subject.String() + "." + d.ID.String() + "." + base64.RawURLEncoding.EncodeToString(code[:24])
}

// within opens a token: the draft's names and a grant within it. Somebody with an account reaches their own drafts alone.
func (h *House) within(g privacy.Grant, j job.ID, token string) (Draft, privacy.Grant, error) {
	subject, rest, _ := strings.Cut(token, ".")
	draft, _, _ := strings.Cut(rest, ".")
	d := Draft{Job: j}
	var err error
	if d.ID, err = id.Parse[draftNoun](draft); err != nil || d.Subject.UnmarshalText([]byte(subject)) != nil || d.Subject.IsZero() {
		return d, g, fault.New(fault.NotFound, "fault.notfound")
	}
	if !crypt.Equal(h.Token(d), token) {
		return d, g, withheld()
	}
	gd, err := h.narrow(g, d.Subject)
	return d, gd, err
}

// narrow is g within a draft's subject: the actor's own, or for a visitor the one made for the draft.
func (h *House) narrow(g privacy.Grant, s access.SubjectID) (privacy.Grant, error) {
	if g.Scope() == access.OfSubject(s) {
		return g, nil
	}
	if seeks(g.Actor()) && g.Actor().Subject != s {
		return g, withheld()
	}
	return g.Within(access.OfSubject(s))
}

// seeks reports whether the actor applies as somebody we know.
func seeks(a access.Actor) bool {
	return (a.Persona == access.Candidate || a.Persona == access.Guest) && !a.Subject.IsZero()
}

// Begin gives a draft that is not kept yet, and a grant within its subject.
func (h *House) Begin(g privacy.Grant, j job.ID) (Draft, privacy.Grant, error) {
	now := h.db.Now()
	d := Draft{ID: id.New[draftNoun](now), Subject: g.Actor().Subject, Job: j, MadeAt: now}
	if !seeks(g.Actor()) {
		d.Subject = access.NewSubject(now)
	}
	gd, err := h.narrow(g, d.Subject)
	return d, gd, err
}

func (d Draft) of() store.Of {
	return store.Of{Subject: d.Subject, Class: privacy.ClassUnconfirmed, Thing: d.ID.String()}
}

// Load opens the draft that a token names.
func (h *House) Load(ctx context.Context, g privacy.Grant, j job.ID, token string) (d Draft, gd privacy.Grant, err error) {
	if err := g.Require(access.ApplicationSend); err != nil {
		return d, g, err
	}
	if d, gd, err = h.within(g, j, token); err != nil {
		return d, gd, err
	}
	got, err := h.load(ctx, gd, d.ID)
	if err != nil {
		return d, gd, err // its names are known even where it is gone
	}
	if got.Job != j {
		err = withheld()
	}
	return got, gd, err
}

func (h *House) load(ctx context.Context, g privacy.Grant, v DraftID) (d Draft, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if d, err = store.One(r, "application.draft", store.Args{"id": v}, scanDraft(r)); err != nil || d.File.IsZero() {
			return err
		}
		f, about, err := h.Files.Get(r, d.File)
		d.FileName, d.FileSize = about.Name, f.Size
		return err
	})
	return d, err
}

func scanDraft(r *store.Reader) func(store.Row) (Draft, error) {
	return func(row store.Row) (Draft, error) {
		d := Draft{Subject: r.Grant().Scope().Subject()}
		var contact, career store.Sealed
		if err := row.Scan(&d.ID, &d.dossier, &d.Job, &d.File, &d.CV, &d.MadeAt, &d.SubmittedAt, &d.CheckedAt, &contact, &career); err != nil {
			return d, err
		}
		var err error
		if d.DraftContact, err = reveal[DraftContact](r, fieldDraftContact, d.dossier, d.ID, contact); err != nil {
			return d, err
		}
		d.DraftCareer, err = reveal[DraftCareer](r, fieldDraftCareer, d.dossier, d.ID, career)
		return d, err
	}
}

// Receive seals a file while it arrives, then looks at what it really is, and rewrites a DOCX without the names of its makers. In
// clear it is nowhere but in memory, and there only in parts. What may not come in is gone again.
func (h *House) Receive(ctx context.Context, g privacy.Grant, d Draft, name string, in io.Reader) (blob.Draft, error) {
	raw, err := h.Files.Put(ctx, g, d.of(), "unknown", "document", in, fileMax)
	if fault.Is(err, fault.TooLarge) {
		return raw, fault.New(fault.Invalid, "form.file.large", fault.Args{"Max": "10 MB"})
	}
	if err != nil {
		return raw, err
	}
	if err := h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := h.clock(w, d); err != nil {
			return err
		}
		return h.Files.Add(w, raw)
	}); err != nil {
		return raw, err
	}
	clean, err := h.judge(ctx, g, d, name, raw.ID())
	return clean, errors.Join(err, h.Files.Remove(ctx, g, raw.ID()))
}

func (h *House) clock(w *store.Writer, d Draft) error {
	v, err := w.Dossier(d.of())
	if err != nil {
		return err
	}
	return w.StartClock(v, d.MadeAt)
}

// judge reads a sealed file back, in ranges, and seals what may come in as a second file.
func (h *House) judge(ctx context.Context, g privacy.Grant, d Draft, name string, file blob.ID) (blob.Draft, error) {
	c, err := h.Files.Open(ctx, g, file)
	if err != nil {
		return blob.Draft{}, err
	}
	defer c.Close()
	kind, err := sniff.Document(c, c.File.Size, sniff.Standard)
	if err != nil {
		return blob.Draft{}, refusal(err)
	}
	name = sniff.CleanName(name, kind)
	if kind == sniff.PDF {
		return h.Files.Put(ctx, g, d.of(), "pdf", name, io.NewSectionReader(c, 0, c.File.Size), fileMax)
	}
	from, to := io.Pipe()
	go func() { to.CloseWithError(sniff.StripDOCX(to, c, c.File.Size, sniff.Standard)) }()
	out, err := h.Files.Put(ctx, g, d.of(), "docx", name, from, fileMax)
	_ = from.Close() // ends the writer, should Put have stopped before it
	return out, err
}

// refusal makes whatever is wrong with a file a matter of its field, so that the rest of the form stays.
func refusal(err error) error {
	f := fault.As(err)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	return fault.New(fault.Invalid, f.Key, f.Args)
}

// Keep writes a draft as it was typed, right or wrong, so that nothing is lost. A file that came in takes the place of the one before.
func (h *House) Keep(ctx context.Context, g privacy.Grant, d Draft, file *blob.Draft) (Draft, error) {
	old := d.File
	known := !d.dossier.IsZero()
	err := h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		if d.dossier, err = w.Dossier(d.of()); err != nil {
			return err
		}
		if err := h.clock(w, d); err != nil {
			return err
		}
		if file != nil {
			if err := h.Files.Add(w, *file); err != nil {
				return err
			}
			d.File, d.FileName = file.ID(), file.Name
		}
		contact, err := store.Seal(w, fieldDraftContact, d.dossier, d.ID, d.DraftContact)
		if err != nil {
			return err
		}
		career, err := store.Seal(w, fieldDraftCareer, d.dossier, d.ID, d.DraftCareer)
		if err != nil {
			return err
		}
		args := store.Args{"id": d.ID, "file_id": d.File, "cv_id": d.CV, "contact": contact, "career": career}
		if known {
			return w.Must("application.changeDraft", args)
		}
		args["job_id"], args["dossier_id"], args["now"] = d.Job, d.dossier, w.Now()
		d.fact(w, FactBegun)
		return w.Must("application.addDraft", args)
	})
	if err == nil && !old.IsZero() && old != d.File {
		err = h.Files.Remove(ctx, g, old)
	}
	return d, err
}

// Check says everything that is wrong with a draft, by form field. Account says that the person is known and gives no address.
func (d Draft) Check(j job.Job, account bool) error {
	var f fault.Form
	checkPerson(&f, d.Name, d.Phone, d.Letter)
	if !account {
		if d.Email == "" {
			f.Add("email", "form.required")
		} else if _, err := crypt.NormaliseEmail(d.Email); err != nil {
			f.Add("email", "form.email")
		}
	}
	for i, q := range j.Questions {
		checkAnswer(&f, field(i), q, d.Answers[q.ID.String()])
	}
	if d.Letter == "" && d.File.IsZero() && d.CV.IsZero() {
		f.Add("letter", "application.empty")
	}
	return f.Err()
}

func checkPerson(f *fault.Form, name, phone, letter string) {
	if name == "" {
		f.Add("name", "form.required")
	}
	if utf8.RuneCountInString(name) > nameMax {
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if phone != "" && !candidate.ValidPhone(phone) {
		f.Add("phone", "form.phone")
	}
	if utf8.RuneCountInString(letter) > letterMax {
		f.Add("letter", "form.long", fault.Args{"Max": letterMax})
	}
}

// field is the name of the nth question's field.
func field(i int) string { return "q" + strconv.Itoa(i+1) }

func checkAnswer(f *fault.Form, name string, q job.Question, values []string) {
	if len(values) == 0 {
		if q.Required {
			f.Add(name, "form.required")
		}
		return
	}
	for _, v := range values {
		if utf8.RuneCountInString(v) > answerMax {
			f.Add(name, "form.long", fault.Args{"Max": answerMax})
		}
	}
	first := values[0]
	switch q.Kind {
	case job.AskYesNo:
		if first != "yes" && first != "no" {
			f.Add(name, "form.choice")
		}
	case job.AskChoice, job.AskChoices:
		for _, v := range values {
			if !slices.Contains(q.Choices, v) {
				f.Add(name, "form.choice")
			}
		}
	case job.AskScale:
		if n, err := strconv.Atoi(first); err != nil || n < 1 || n > job.ScaleMost {
			f.Add(name, "form.choice")
		}
	case job.AskNumber:
		if n, err := strconv.ParseFloat(strings.Replace(first, ",", ".", 1), 64); err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			f.Add(name, "form.number")
		}
	case job.AskDate:
		if _, err := time.Parse(time.DateOnly, first); err != nil {
			f.Add(name, "form.date")
		}
	case job.AskLink:
		if u, err := url.Parse(first); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
			f.Add(name, "form.url")
		}
	}
}

// inWords is an answer as it is kept: a value of a scale says how far the scale goes, since the question may change later.
func inWords(q job.Question, values []string) []string {
	if q.Kind != job.AskScale {
		return values
	}
	return []string{values[0] + "/" + strconv.Itoa(job.ScaleMost)}
}

// answers puts what was typed beside the questions as they are asked now.
func (d Draft) answers(j job.Job) []Answer {
	var out []Answer
	for _, q := range j.Questions {
		if v := d.Answers[q.ID.String()]; len(v) > 0 {
			out = append(out, Answer{Question: q.ID, Label: q.Label, Values: inWords(q, v)})
		}
	}
	return out
}
