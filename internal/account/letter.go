package account

import (
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters. Each is written within the account's own subject when it is sent, and its link is made then.
const (
	letterWelcome = "account.welcome" // after a sign-up: confirm, or the truth that there is an account
	letterEnter   = "account.enter"   // a link to log in by
	letterReset   = "account.reset"   // a link to choose a password by
	letterChange  = "account.change"  // to a new address
	letterNotice  = "account.notice"  // to the old address
	letterEntered = "account.entered" // somebody who reads in bulk logged in
	letterInvite  = "account.invite"  // membership
	letterToken   = "account.token"   // a token of the API was made
	letterEnding  = "account.ending"  // nobody uses the account, and it ends soon
)

// The pages that links lead to; web.go serves them.
const (
	pathLink     = "/account/link/"
	pathSessions = "/account/sessions"
)

// Letters are the kinds of mail that this house writes.
func (h *House) Letters() []mail.Kind {
	kind := func(name string, write func(*draft) (mail.Letter, error)) mail.Kind {
		return mail.Kind{Name: name, Purpose: privacy.Account, Write: func(run *task.Run, args map[string]string) (mail.Letter, error) {
			d, err := h.draft(run, args)
			if err != nil {
				return mail.Letter{}, err
			}
			return write(d)
		}}
	}
	return []mail.Kind{
		kind(letterWelcome, (*draft).welcome), kind(letterEnter, (*draft).enter), kind(letterReset, (*draft).reset),
		kind(letterChange, (*draft).change), kind(letterNotice, (*draft).notice), kind(letterEntered, (*draft).entered),
		kind(letterInvite, (*draft).invite), kind(letterToken, (*draft).token), kind(letterEnding, (*draft).ending),
	}
}

// draft is what every letter needs.
type draft struct {
	house *House
	run   *task.Run
	args  map[string]string
	login login
	words *locale.Words
	place Place
}

// draft reads the account. Nobody there, or ended meanwhile, is nobody to write to.
func (h *House) draft(run *task.Run, args map[string]string) (*draft, error) {
	l, err := h.load(run, run.Grant)
	if fault.Is(err, fault.Gone) || err == nil && l.id.IsZero() {
		return nil, mail.ErrNobody
	}
	if err != nil {
		return nil, err
	}
	var site access.SiteID
	if err := site.UnmarshalText([]byte(args["site"])); err != nil {
		return nil, err
	}
	place, err := h.places.Site(run, site)
	if err != nil {
		return nil, err
	}
	return &draft{h, run, args, l, h.words.Language(l.profile.Language).At(run.Now, place.Clock(l.profile.Zone)), place}, nil
}

// write puts the texts under account.mail.NAME together. With a want, the letter has a link.
func (d *draft) write(name string, want *Want, args ...any) (mail.Letter, error) {
	args = append(args, "Site", d.place.Name)
	say := func(part string) string { return d.words.Say("account.mail."+name+"."+part, args...) }
	l := mail.Letter{To: d.login.contact.Address, Language: d.words.Lang(), Subject: say("subject"), Paragraphs: []string{say("text")},
		Greeting: d.words.Say("account.mail.hello"), Why: d.words.Say("account.mail.why", "Site", d.place.Name), SiteName: d.place.Name}
	if d.login.profile.Name != "" {
		l.Greeting = d.words.Say("account.mail.hello-name", "Name", d.login.profile.Name)
	}
	if want == nil {
		return l, nil
	}
	token, err := d.house.NewLink(d.run, d.login.id, *want)
	if err != nil {
		return l, err
	}
	l.Action = &mail.Action{Label: say("action"), URL: d.place.URL + pathLink + token}
	l.After = []string{say("after")}
	return l, nil
}

// welcome tells the truth about a sign-up: a new address, or one that has only applied, is asked to confirm; an account is told that
// somebody tried, and led in.
func (d *draft) welcome() (mail.Letter, error) {
	full, err := d.registered()
	if err != nil {
		return mail.Letter{}, err
	}
	if full {
		return d.write("known", &Want{Kind: LinkEnter})
	}
	return d.write("confirm", &Want{Kind: LinkConfirm})
}

// registered reports whether the account is confirmed as more than a guest's.
func (d *draft) registered() (bool, error) {
	if !d.login.confirmed() {
		return false, nil
	}
	full := false
	err := d.house.db.Read(d.run, d.run.Grant, func(r *store.Reader) error {
		all, err := personas(r)
		for _, p := range all {
			full = full || p.Kind != access.Guest && !p.Confirmed.IsZero()
		}
		return err
	})
	return full, err
}

// enter leads in; who has not proved the address yet does so by the same letter.
func (d *draft) enter() (mail.Letter, error) {
	if !d.login.confirmed() {
		return d.write("confirm", &Want{Kind: LinkConfirm})
	}
	return d.write("enter", &Want{Kind: LinkEnter})
}

func (d *draft) reset() (mail.Letter, error) {
	if !d.login.confirmed() {
		return d.write("confirm", &Want{Kind: LinkConfirm})
	}
	return d.write("reset", &Want{Kind: LinkReset})
}

// moving reads the change of address that a letter is about; one that was stopped needs no letter.
func (d *draft) moving() (relocation, error) {
	var m relocation
	var row relocationID
	if err := row.UnmarshalText([]byte(d.args["relocation"])); err != nil {
		return m, err
	}
	err := d.house.db.Read(d.run, d.run.Grant, func(r *store.Reader) (err error) { m, err = readRelocation(r, row); return err })
	if fault.Is(err, fault.NotFound) || err == nil && !m.stoppedAt.IsZero() {
		err = mail.ErrNobody
	}
	return m, err
}

func (d *draft) change() (mail.Letter, error) {
	m, err := d.moving()
	if err != nil {
		return mail.Letter{}, err
	}
	owner, held, err := d.house.keys.Lookup(d.run, m.body.New)
	if err != nil {
		return mail.Letter{}, err
	}
	name, want := "change", &Want{Kind: LinkChange, Thing: d.args["relocation"]}
	if held && owner != ownerOf(d.login.id) {
		name, want = "taken", nil
	}
	l, err := d.write(name, want)
	l.To = m.body.New
	if name == "taken" {
		l.Greeting = d.words.Say("account.mail.hello") // the name is another person's
	}
	return l, err
}

func (d *draft) notice() (mail.Letter, error) {
	m, err := d.moving()
	if err != nil {
		return mail.Letter{}, err
	}
	l, err := d.write("notice", &Want{Kind: LinkStop, Thing: d.args["relocation"]})
	l.To = m.body.Old
	return l, err
}

// entered tells of a log-in; a session that is over by now was ended by somebody who knows of it.
func (d *draft) entered() (mail.Letter, error) {
	var s SessionID
	if err := s.UnmarshalText([]byte(d.args["session"])); err != nil {
		return mail.Letter{}, err
	}
	var made time.Time
	var device Device
	err := d.house.db.Read(d.run, d.run.Grant, func(r *store.Reader) error {
		return scanEntered(r, s, d.run.Now, &made, &device)
	})
	if fault.Is(err, fault.NotFound) {
		return mail.Letter{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	l, err := d.write("entered", nil, "Date", d.words.DateTime(made), "Device", deviceWords(d.words, device))
	l.Action = &mail.Action{Label: d.words.Say("account.mail.entered.action"), URL: d.place.URL + pathSessions}
	return l, err
}

func scanEntered(r *store.Reader, s SessionID, now time.Time, made *time.Time, device *Device) error {
	_, err := store.One(r, "account.oneSession", store.Args{"id": s, "now": now}, func(row store.Row) (x struct{}, err error) {
		var dossier crypt.DossierID
		var as access.SubjectID
		var proved, ends time.Time
		var strong, half int
		var role string
		var body store.Sealed
		if err := row.Scan(&dossier, &as, made, &proved, &ends, &strong, &half, &role, &body); err != nil {
			return x, err
		}
		*device, err = reveal[Device](r, fieldDevice, dossier, s, body)
		return x, err
	})
	return err
}

// deviceWords is a device in the reader's language.
func deviceWords(w *locale.Words, d Device) string {
	switch {
	case d.Browser != "" && d.System != "":
		return w.Say("account.device", "Browser", d.Browser, "System", d.System)
	case d.Browser+d.System != "":
		return d.Browser + d.System
	}
	return w.Say("account.device.unknown")
}

func (d *draft) invite() (mail.Letter, error) {
	var e access.EmployerID
	if err := e.UnmarshalText([]byte(d.args["employer"])); err != nil {
		return mail.Letter{}, err
	}
	name, err := d.house.places.Employer(d.run, e)
	if fault.Is(err, fault.NotFound) || errors.Is(err, mail.ErrNobody) {
		return mail.Letter{}, mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	return d.write("invite", &Want{Kind: LinkInvite, Employer: e, Role: access.Role(d.args["role"]), Thing: d.args["thing"]}, "Employer", name)
}

// LinkPath is the page of a one-time link.
func LinkPath(token string) string { return pathLink + token }

// token tells that a program can now act as this person. It names no scope: the page does.
func (d *draft) token() (mail.Letter, error) {
	l, err := d.write("token", nil, "Date", d.words.DateTime(d.run.Task.MadeAt))
	l.Action = &mail.Action{Label: d.words.Say("account.mail.token.action"), URL: d.place.URL + pathTokens}
	return l, err
}
