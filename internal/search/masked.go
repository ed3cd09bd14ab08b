package search

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/scam"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// A request without the employer's name. Neither side knows the other: the person reads the job in general words, and that the employer is verified. A
// first yes tells each the name of the other, at once (met); only a second one hands over contact and CV, to somebody the person knows by then.

// tells is the part of a text that says who writes it; empty where nothing does.
func tells(text string, names, domains []string) string {
	for _, found := range []string{reMail.FindString(text), reWeb.FindString(text), reDigits.FindString(text)} {
		if found != "" {
			return found
		}
	}
	words := " " + plainWords(text) + " "
	for _, n := range names {
		if key := nameKey(n); key != "" && (strings.Contains(words, " "+key+" ") || strings.Contains(words, " "+key+"s ")) {
			return strings.TrimSpace(n)
		}
		if first, _, more := strings.Cut(nameKey(n), " "); more && utf8.RuneCountInString(first) >= firstLeast && has(words, first) {
			return first
		}
	}
	for _, d := range domains {
		if label, _, _ := strings.Cut(d, "."); utf8.RuneCountInString(label) >= firstLeast && has(words, label) {
			return label
		}
	}
	return ""
}

// firstLeast is from how many letters on the first word of a name tells whose it is.
const firstLeast = 4

func has(words, w string) bool {
	return strings.Contains(words, " "+w+" ") || strings.Contains(words, " "+w+"s ")
}

// plainWords is a text as names are compared with it.
func plainWords(text string) string {
	return strings.Join(reWord.FindAllString(strings.ToLower(text), -1), " ")
}

// checkMasked refuses words that say who asks.
func checkMasked(q Request, e employer.Employer, j job.Job, domains []string) error {
	own := []string{}
	for _, d := range domains {
		if !scam.Free(d) {
			own = append(own, strings.TrimPrefix(d, "www."))
		}
	}
	if u, err := url.Parse(e.Web); err == nil && u.Host != "" {
		own = append(own, strings.TrimPrefix(u.Hostname(), "www."))
	}
	what := tells(q.Text, []string{e.Name, j.Client.Name}, own)
	if what == "" {
		return nil
	}
	var f fault.Form
	f.Add("text", "search.masked.tells", fault.Args{"What": what})
	return f.Err()
}

// Unrevealed reports whether the person must not know yet who asks.
func (a Approach) Unrevealed() bool { return a.Masked && a.MetAt.IsZero() }

// Meet says yes to knowing each other: the employer gets the name and nothing else, and the person reads who asks.
func (h *House) Meet(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	var about Approach
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { about, err = mine(r, v); return err })
	if err != nil {
		return err
	}
	open, err := h.Jobs.Entries(ctx, []job.ID{about.Job})
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := mine(w.Reader, v)
		if err != nil {
			return err
		}
		if len(open) > 0 { // one that has closed stays in general words
			a.Asked.Job = open[0].Title
		}
		if !a.Masked || a.now(w.Now()) != rowAsked {
			return fault.New(fault.Conflict, "search.request.over")
		}
		return h.meet(w, a)
	})
}

func (h *House) meet(w *store.Writer, a Approach) error {
	p, err := candidate.Find(w.Reader)
	if err != nil {
		return err
	}
	e, err := employer.Read(w.Reader, a.Employer)
	if err != nil {
		return err
	}
	name, err := store.Seal(w, fieldName, a.dossier, a.ID, nameBody{p.Name})
	if err != nil {
		return err
	}
	a.Asked.Employer = e.Name
	words, err := store.Seal(w, fieldWords, a.dossier, a.ID, a.Asked)
	if err != nil {
		return err
	}
	if err := w.StartClock(a.dossier, w.Now()); err != nil {
		return err
	}
	if err := w.Must("search.meet", store.Args{"id": a.ID, "now": w.Now(), "ends": w.Now().Add(waits), "words": words, "name": name}); err != nil {
		return err
	}
	if err := ledger.Disclose(w, a.Employer, privacy.Find, ledger.What{Categories: []privacy.Category{privacy.Identity}, Noun: "approach", ID: a.ID.String(),
		Employer: e.Name}); err != nil {
		return err
	}
	h.answered(w, a)
	return mail.Enqueue(w, mail.Post{Kind: LetterMet, Subject: a.By, Args: map[string]string{"approach": a.ID.String()}})
}
