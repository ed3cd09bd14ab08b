package application

import (
	"context"
	"crypto/sha256"
	"io"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Takes opens a job that takes applications here and now; any other is refused with the reason.
func (h *House) Takes(ctx context.Context, g privacy.Grant, j job.ID) (job.Job, error) {
	if err := g.Require(access.ApplicationSend); err != nil {
		return job.Job{}, err
	}
	v, err := h.Jobs.Open(ctx, g, j)
	switch {
	case err != nil:
		return v, err
	case !v.Here():
		return v, fault.New(fault.NotFound, "fault.notfound")
	case !v.Takes(h.db.Now()):
		return v, fault.New(fault.Gone, keyClosed)
	}
	return v, nil
}

// inTime opens the job of a draft that is about to be sent. What was handed in before the deadline is in time, however late its link is used.
func (h *House) inTime(ctx context.Context, g privacy.Grant, d Draft) (job.Job, error) {
	v, err := h.Jobs.Open(ctx, g, d.Job)
	if err != nil {
		return v, err
	}
	at := d.SubmittedAt
	if at.IsZero() {
		at = h.db.Now()
	}
	if !v.Took(at) {
		return v, fault.New(fault.Gone, keyClosed)
	}
	return v, nil
}

// Submit sends a draft: at once for somebody with an account, by a link in a mail for anybody else. What it answers does not depend on
// who the address is, nor on whether they applied before.
func (h *House) Submit(ctx context.Context, g privacy.Grant, j job.ID, token string, from account.From) error {
	v, err := h.Takes(ctx, g, j)
	if err != nil {
		return err
	}
	d, gd, err := h.Load(ctx, g, j, token)
	if err != nil {
		return err
	}
	if !d.SubmittedAt.IsZero() {
		return nil // pressed twice
	}
	known := seeks(g.Actor())
	if err := d.Check(v, known); err != nil {
		return err
	}
	if known {
		_, err := h.send(ctx, gd, gd, d, g.Actor().Subject)
		return err
	}
	if err := h.Accounts.MayApply(ctx, g, from); err != nil {
		return err
	}
	visit, err := h.Accounts.Guest(ctx, g, d.Email, d.Language)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gd, func(w *store.Writer) error {
		if n, err := w.Exec("application.submitDraft", store.Args{"id": d.ID, "now": w.Now()}); err != nil || n == 0 {
			return err
		}
		if err := d.checked(w); err != nil {
			return err
		}
		d.fact(w, FactSubmitted)
		return mail.Enqueue(w, mail.Post{Kind: LetterConfirm, Subject: visit.Subject, Once: visit.Subject.String() + "/" + j.String(),
			Args: map[string]string{"thing": thing(d), "job": j.String(), "site": d.Site}})
	})
}

// thing names a draft in a link of the account house.
func thing(d Draft) string { return d.Subject.String() + "/" + d.ID.String() }

func parseThing(s string) (d Draft, err error) {
	subject, draft, _ := strings.Cut(s, "/")
	if d.ID, err = id.Parse[draftNoun](draft); err == nil {
		err = d.Subject.UnmarshalText([]byte(subject))
	}
	if err != nil || d.Subject.IsZero() || d.ID.IsZero() {
		err = fault.New(fault.Gone, "fault.gone")
	}
	return d, err
}

// Waiting tells which draft a link is about, and uses nothing up.
func (h *House) Waiting(ctx context.Context, g privacy.Grant, token string) (account.Link, Draft, error) {
	link, err := h.Accounts.Peek(ctx, g, token)
	if err != nil {
		return link, Draft{}, err
	}
	d, err := parseThing(link.Thing)
	if err != nil || link.Kind != account.LinkApply || link.Persona.IsZero() {
		return link, d, fault.New(fault.Gone, "fault.gone")
	}
	gd, err := g.Within(access.OfSubject(d.Subject))
	if err != nil {
		return link, d, err
	}
	d, err = h.load(ctx, gd, d.ID)
	return link, d, gone(err)
}

func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Gone, "fault.gone")
	}
	return err
}

// Confirm uses a link up and sends the draft that it is about, in the name of whoever has the address. Should the process stop in
// between, a task sends it. G is a visitor's grant to apply, ga the same for the account.
func (h *House) Confirm(ctx context.Context, g, ga privacy.Grant, token string, from account.From) (account.Opened, ID, error) {
	link, d, err := h.Waiting(ctx, g, token)
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	if _, err := h.inTime(ctx, g, d); err != nil { // before the link is used up
		return account.Opened{}, ID{}, err
	}
	gp, err := g.Within(access.OfSubject(link.Persona))
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	gd, err := g.Within(access.OfSubject(d.Subject))
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	err = h.db.Write(ctx, gp, func(w *store.Writer) error {
		_, err := task.Enqueue(w, task.Task{Kind: TaskLand, Once: d.ID.String(), Subject: link.Persona, Args: map[string]string{"thing": thing(d)},
			DueAt: w.Now().Add(time.Minute)})
		return err
	})
	if err != nil {
		return account.Opened{}, ID{}, err
	}
	opened, err := h.Accounts.Follow(ctx, ga, token, from)
	if err != nil {
		return opened, ID{}, err
	}
	store.CrashPoint("application.confirmed-not-sent")
	sent, err := h.send(ctx, gp, gd, d, link.Persona)
	return opened, sent, err
}

// send turns a draft into an application. Gp is the person's own, gd the draft's; they are the same for somebody with an account.
func (h *House) send(ctx context.Context, gp, gd privacy.Grant, d Draft, who access.SubjectID) (ID, error) {
	v, err := h.inTime(ctx, gp, d)
	if err != nil {
		return ID{}, err
	}
	before, err := h.toJob(ctx, gp, d.Job)
	if err != nil {
		return ID{}, err
	}
	if !before.IsZero() {
		return before, h.twice(ctx, gp, gd, d)
	}
	a := Application{ID: id.New[noun](h.db.Now()), Employer: v.Employer, Subject: who, Job: v.ID, JobTitle: v.Title, EmployerName: v.EmployerName, Language: d.Language, Name: d.Name,
		Contact: Contact{d.Email, d.Phone}, Career: Career{d.Letter, d.answers(v)}}
	if a.Site.UnmarshalText([]byte(d.Site)) != nil {
		a.Site = access.SiteID{}
	}
	file, sum, err := h.carry(ctx, gp, gd, d, a)
	if err != nil {
		return ID{}, err
	}
	again := false
	err = h.db.Write(ctx, gp, func(w *store.Writer) (err error) {
		if again, err = h.write(w, &a, d, v, file); err != nil || again {
			return err
		}
		if err := putTwin(w, a, SamePerson, h.looksLike(a)); err != nil || sum == "" {
			return err
		}
		return putTwin(w, a, SameFile, h.twinMark(a.Employer, SameFile, sum))
	})
	if again {
		if before, err = h.toJob(ctx, gp, d.Job); err == nil {
			err = h.twice(ctx, gp, gd, d)
		}
		return before, err
	}
	if err != nil {
		return a.ID, err
	}
	return a.ID, h.discard(ctx, gd, d)
}

// Of names the dossier of an application, for what house message keeps in it.
func (a Application) Of() store.Of { return a.of() }

func (a Application) of() store.Of {
	return store.Of{Subject: a.Subject, Employer: a.Employer, Class: privacy.ClassApplication, Thing: a.ID.String()}
}

func (h *House) toJob(ctx context.Context, g privacy.Grant, j job.ID) (a ID, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if err := r.Get("application.toJob", store.Args{"job_id": j}, &a); !store.Missing(err) {
			return err
		}
		return nil
	})
	return a, err
}

// carry seals the draft's file anew, under the key of the application, and gives the hash of its bytes.
func (h *House) carry(ctx context.Context, gp, gd privacy.Grant, d Draft, a Application) (*blob.Draft, string, error) {
	if d.File.IsZero() {
		return nil, "", nil
	}
	c, err := h.Files.Open(ctx, gd, d.File)
	if err != nil {
		return nil, "", err
	}
	defer c.Close()
	sum := sha256.New()
	out, err := h.Files.Put(ctx, gp, a.of(), c.File.Kind, c.About.Name, io.TeeReader(io.NewSectionReader(c, 0, c.File.Size), sum), fileMax)
	return &out, string(sum.Sum(nil)), err
}

// write is the transaction of sending: the rows, the disclosure, the letters. Again says that the person applied already.
func (h *House) write(w *store.Writer, a *Application, d Draft, v job.Job, file *blob.Draft) (again bool, err error) {
	if a.Contact.Email == "" {
		to, err := account.Address(w.Reader)
		if err != nil {
			return false, err
		}
		a.Contact.Email = to.Address
	}
	if a.dossier, err = w.Dossier(a.of()); err != nil {
		return false, err
	}
	args, err := a.bodies(w)
	if err != nil {
		return false, err
	}
	what := ledger.What{Categories: []privacy.Category{privacy.Identity, privacy.ContactData, privacy.Career}, Noun: "application", ID: a.ID.String(), Employer: v.EmployerName}
	args["cv"], args["file_id"], args["clock_at"] = store.Sealed(nil), a.File, time.Time{}
	if !d.CV.IsZero() {
		doc, err := cv.Pick(w.Reader, d.CV)
		if err != nil {
			return false, err
		}
		if args["cv"], err = store.Seal(w, fieldCV, a.dossier, a.ID, doc.CV); err != nil {
			return false, err
		}
	}
	if file != nil {
		args["file_id"] = file.ID()
		if err := h.Files.Add(w, *file); err != nil {
			return false, err
		}
	}
	for k, x := range map[string]any{"employer_id": a.Employer, "dossier_id": a.dossier, "job_id": a.Job, "site_id": a.Site, "now": w.Now(), "language": a.Language,
		"job_title": a.JobTitle, "employer_name": a.EmployerName} {
		args[k] = x
	}
	n, err := w.Exec("application.add", args)
	if err != nil || n == 0 {
		return err == nil, orAgain(err)
	}
	if err := w.Must("application.addAnswer", store.Args{"application_id": a.ID, "employer_id": a.Employer, "dossier_id": a.dossier, "now": w.Now()}); err != nil {
		return false, err
	}
	if err := ledger.Disclose(w, a.Employer, privacy.Apply, what); err != nil {
		return false, err
	}
	return false, h.follow(w, *a, d)
}

// orAgain rolls a second application back.
func orAgain(err error) error {
	if err == nil {
		err = conflict()
	}
	return err
}

// follow writes what goes with an application: the consent that was ticked, the fact, the letters, and the sending's task is gone.
func (h *House) follow(w *store.Writer, a Application, d Draft) error {
	if d.Keep {
		shown := consent.Shown{Wording: d.Wording, Language: d.Language, Surface: "/jobs/{job}/apply"}
		if err := consent.Give(w, consent.KeepForOtherJobs, a.Employer, a.dossier, shown); err != nil {
			return err
		}
	}
	if err := candidate.Touch(w); err != nil {
		return err
	}
	if d.SubmittedAt.IsZero() { // somebody with an account: submitted and sent are one
		if d.CheckedAt.IsZero() {
			d.fact(w, FactChecked)
		}
		d.fact(w, FactSubmitted)
	}
	w.Fact(FactSent, map[string]string{"application": a.ID.String(), "job": a.Job.String(), "employer": a.Employer.String(), "subject": a.Subject.String(), "site": a.Site.String()})
	args := map[string]string{"application": a.ID.String(), "job": a.Job.String(), "site": d.Site}
	if err := mail.Enqueue(w, mail.Post{Kind: LetterSent, Subject: a.Subject, Args: args}); err != nil {
		return err
	}
	if _, err := task.Cancel(w, TaskLand, d.ID.String()); err != nil {
		return err
	}
	_, err := task.Enqueue(w, task.Task{Kind: TaskArrived, Employer: a.Employer, Args: map[string]string{"job": a.Job.String(), "site": d.Site}})
	return err
}

// twice tells the person, by mail alone, that they applied before, and lets the draft go.
func (h *House) twice(ctx context.Context, gp, gd privacy.Grant, d Draft) error {
	err := h.db.Write(ctx, gp, func(w *store.Writer) error {
		if _, err := task.Cancel(w, TaskLand, d.ID.String()); err != nil {
			return err
		}
		return mail.Enqueue(w, mail.Post{Kind: LetterTwice, Subject: gp.Scope().Subject(), Args: map[string]string{"job": d.Job.String(), "site": d.Site}})
	})
	if err != nil {
		return err
	}
	return h.discard(ctx, gd, d)
}

// discard lets a draft go: the row now, its key and its file by the ledger's way.
func (h *House) discard(ctx context.Context, gd privacy.Grant, d Draft) error {
	return h.db.Write(ctx, gd, func(w *store.Writer) error {
		if _, err := w.Exec("application.dropDraft", store.Args{"id": d.ID}); err != nil {
			return err
		}
		_, err := task.Enqueue(w, task.Task{Kind: TaskDiscard, Once: d.ID.String(), Args: map[string]string{"subject": d.Subject.String(), "dossier": d.dossier.String()}})
		return err
	})
}
