package job

import (
	"strconv"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/plan"
	"verv/internal/store"
	"verv/internal/task"
)

// CountOpen counts the open jobs of an employer, which its plan may limit. A job holds its place until it is closed, by its deadline too.
var CountOpen = plan.Count("job.countOpen", "job.countOpenOf")

// takePlace refuses to open one job more than the employer's plan allows. Whatever opens a job calls it, before the job is open: publishing and
// approving (openNow), a moment that has come (openPlanned), an import (taker.put).
func takePlace(w *store.Writer, e access.EmployerID) error {
	return plan.Take(w, e, plan.Jobs, CountOpen)
}

// LetterFull tells who edits the job that it did not open at its moment, because the plan had no room.
const LetterFull = "job.full"

const taskFull = "job.tell-full"

// tellFull has the team told of a job that is a draft again.
func tellFull(w *store.Writer, v Job) error {
	_, err := task.Enqueue(w, task.Task{Kind: taskFull, Once: v.ID.String() + "/" + strconv.Itoa(v.Version), Employer: v.Employer,
		Args: map[string]string{"job": v.ID.String(), "site": v.Site.String(), "version": strconv.Itoa(v.Version + 1)}})
	return err
}

func (h *House) runFull(run *task.Run) error {
	args := map[string]string{"job": run.Task.Args["job"], "site": run.Task.Args["site"], "version": run.Task.Args["version"]}
	return h.tellTeam(run, LetterFull, args["job"]+"/"+args["version"], args)
}

// tellTeam enqueues one letter to each member who can do something about a job.
func (h *House) tellTeam(run *task.Run, kind, once string, args map[string]string) error {
	members, err := h.employers.Members(run, run.Grant)
	if err != nil {
		return err
	}
	args["employer"] = run.Task.Employer.String()
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, m := range members {
			if !m.Joined() || m.Role != access.Owner && m.Role != access.Recruiter {
				continue
			}
			if err := mail.Enqueue(w, mail.Post{Kind: kind, Subject: m.Subject, Once: m.Subject.String() + "/" + once, Args: args}); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeFull says what the plan allows. Once somebody has changed the job the letter is out of date, and is not sent.
func (h *House) writeFull(run *task.Run, args map[string]string) (mail.Letter, error) {
	var none mail.Letter
	var to account.Contact
	if err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { to, err = account.Address(r); return err }); err != nil {
		return none, err
	}
	var e access.EmployerID
	n, err := id.Parse[noun](args["job"])
	if err == nil {
		err = e.UnmarshalText([]byte(args["employer"]))
	}
	if err != nil {
		return none, err
	}
	g, err := run.Within(access.OfEmployer(e), run.Grant.Purpose())
	if err != nil {
		return none, err
	}
	var j Job
	var u plan.Use
	err = h.db.Read(run, g, func(r *store.Reader) (err error) {
		if j, err = read(r, "job.of", n); err == nil {
			u, err = plan.ReadUse(r, e, plan.Jobs, CountOpen)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && strconv.Itoa(j.Version) != args["version"] {
		return none, mail.ErrNobody
	}
	if err != nil {
		return none, err
	}
	w, place, err := h.wordsFor(run, to.Language, to.Zone, args["site"])
	if err != nil {
		return none, err
	}
	return mail.Letter{To: to.Address, Language: w.Lang(), SiteName: place.Name, Greeting: w.Say("job.letter.greeting"), Subject: w.Say("job.letter.full.subject", "Job", j.Title),
		Paragraphs: []string{w.Say("job.letter.full.text", "Job", j.Title), w.Say("plan.used.jobs", "Used", u.Used, "Max", u.Most), w.Say("job.letter.full.next")},
		Why:        w.Say("job.letter.why", "Employer", j.EmployerName),
		Action:     &mail.Action{Label: w.Say("job.letter.decided.action"), URL: place.URL + jobPath(j.ID, "")}}, nil
}
