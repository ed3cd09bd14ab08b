package rights

import (
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters.
const (
	letterReady  = "rights.ready"  // a download is ready
	letterErased = "rights.erased" // the last letter
)

// Letters are the kinds of mail that this house writes.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: letterReady, Purpose: privacy.Rights, Write: h.writeReady},
		{Name: letterLifting, Purpose: privacy.Rights, Write: h.writeLifting},
		{Name: letterErased, Purpose: privacy.Correspond, Write: h.writeErased},
	}
}

func postReady(w *store.Writer, v ExportID, args map[string]string) error {
	return mail.Enqueue(w, mail.Post{Kind: letterReady, Subject: w.Grant().Scope().Subject(), Once: v.String(),
		Args: map[string]string{"export": v.String(), "site": args["site"]}})
}

// writeReady tells where the download lies and until when. The link asks for a login: the letter alone opens nothing.
func (h *House) writeReady(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, err := id.Parse[exportNoun](args["export"])
	if err != nil {
		return mail.Letter{}, err
	}
	var e Export
	var to account.Contact
	err = h.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if e, err = one(r, v); err != nil {
			return err
		}
		to, err = account.Address(r)
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return mail.Letter{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	place, err := h.place(run, args["site"])
	if err != nil {
		return mail.Letter{}, err
	}
	w := h.Words.Language(to.Language).At(run.Now, place.Clock(to.Zone))
	return mail.Letter{
		To: to.Address, Language: w.Lang(), SiteName: place.Name, Greeting: greeting(w, to.Name),
		Subject:    w.Say("rights.mail.ready.subject"),
		Paragraphs: []string{w.Say("rights.mail.ready.text", "Date", e.EndsAt)},
		Action:     &mail.Action{Label: w.Say("rights.mail.ready.action"), URL: place.URL + pathExports + v.String()},
		Why:        w.Say("rights.mail.ready.why", "Site", place.Name),
	}, nil
}

func (h *House) place(run *task.Run, site string) (account.Place, error) {
	var s access.SiteID
	if err := s.UnmarshalText([]byte(site)); err != nil {
		return account.Place{}, err
	}
	return h.Sites.Site(run, s)
}

func greeting(w *locale.Words, name string) string {
	if name == "" {
		return w.Say("rights.mail.hello")
	}
	return w.Say("rights.mail.hello-name", "Name", name)
}

// lastLetter is the sealed body of the last letter. It holds no identifier: whoever gets hold of it learns what the letter says.
type lastLetter struct {
	To, Language, Zone, Name, Site string
	Gone                           []lastPart
	Stays                          []lastPart
	AskedAt                        time.Time
}

// lastPart is one line of it.
type lastPart struct {
	Class  privacy.Class
	Holder string
	Until  time.Time
	Why    string
}

func (h *House) compose(to account.Contact, at account.Place, p Plan) lastLetter {
	l := lastLetter{To: to.Address, Language: to.Language, Zone: at.Clock(to.Zone).String(), Name: to.Name, Site: at.Name, AskedAt: h.DB.Now()}
	t := h.Words.Language(to.Language)
	for _, x := range distinct(p.Goes) {
		l.Gone = append(l.Gone, lastPart{x.Class, x.holder(t), x.Until, x.Why})
	}
	for _, x := range distinct(p.Stays) {
		l.Stays = append(l.Stays, lastPart{x.Class, x.holder(t), x.Until, x.Why})
	}
	return l
}

// spentAfter is longer than the longest wait between two tries of a letter, so that the last letter lies as long as it is tried.
const spentAfter = 8 * time.Hour

// writeErased writes the last letter. Each try moves the end of its dossier.
func (h *House) writeErased(run *task.Run, _ map[string]string) (mail.Letter, error) {
	var l lastLetter
	err := h.DB.Write(run, run.Grant, func(w *store.Writer) error {
		f, err := store.One(w.Reader, "rights.farewell", store.Args{}, scanFarewell)
		if err != nil {
			return err
		}
		p, err := store.Unseal[lastLetter](w.Reader, fieldLetter, f.dossier, f.id, f.sealed)
		if err != nil {
			return err
		}
		l = p.Reveal(run.Grant)
		return spend(w, run.Task.Subject)
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return mail.Letter{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	return l.write(h.Words.Language(l.Language).At(run.Now, locale.Zone(l.Zone))), nil
}

func (l lastLetter) write(w *locale.Words) mail.Letter {
	out := mail.Letter{To: l.To, Language: w.Lang(), SiteName: l.Site, Greeting: greeting(w, l.Name), Subject: w.Say("rights.mail.erased.subject"),
		Why: w.Say("rights.mail.erased.why", "Site", l.Site)}
	say := func(s string) { out.Paragraphs = append(out.Paragraphs, s) }
	say(w.Say("rights.mail.erased.text", "Date", l.AskedAt))
	say(w.Say("rights.mail.erased.gone", "What", w.List(classWords(w, l.Gone))))
	if len(l.Stays) == 0 {
		say(w.Say("rights.mail.erased.nothing-stays"))
	}
	for _, s := range l.Stays {
		say(stayWords(w, Part{Class: s.Class, Holder: s.Holder, Until: s.Until, Why: s.Why}))
	}
	say(w.Say("rights.mail.erased.last"))
	return out
}

func classWords(w *locale.Words, parts []lastPart) []string {
	var out []string
	for _, p := range parts {
		out = once(out, w.Say("privacy.class."+string(p.Class)))
	}
	return out
}

// stayWords is the sentence on one thing that stays.
func stayWords(w *locale.Words, p Part) string {
	what := w.Say("privacy.class." + string(p.Class))
	if p.Holder == "" {
		return w.Say("rights.stays", "What", what, "Date", p.Until, "Why", w.Say(p.Why))
	}
	return w.Say("rights.stays-at", "What", what, "Holder", p.Holder, "Date", p.Until, "Why", w.Say(p.Why))
}

// spend plans the end of the last letter's dossier, eight hours from now; an earlier plan gives way.
func spend(w *store.Writer, letter access.SubjectID) error {
	if _, err := task.Cancel(w, TaskSpent, letter.String()); err != nil {
		return err
	}
	_, err := task.Enqueue(w, task.Task{Kind: TaskSpent, Once: letter.String(), Subject: letter, DueAt: w.Now().Add(spentAfter)})
	return err
}

// runSpent ends the dossier of a last letter that was sent, or given up.
func (h *House) runSpent(run *task.Run) error {
	var f farewell
	err := h.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
		f, err = store.One(r, "rights.farewell", store.Args{}, scanFarewell)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = h.Ledger.EraseOne(run, run.Grant, ledger.Due, f.dossier)
	return err
}
