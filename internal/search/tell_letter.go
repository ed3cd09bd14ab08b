package search

import (
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/tell"
)

// LetterNew tells a member how many are new in the searches that are due. It holds nothing about anybody who was found: a letter outlives an erasure.
const LetterNew = "search.new"

// part is one search in a letter, with the window that it tells of and how many are new in it.
type part struct {
	told
	window tell.Window
	count  int
}

// news is one letter while it is written.
type news struct {
	run   *task.Run
	g     privacy.Grant // within the member's employer, to find people
	to    account.Contact
	words *locale.Words
	place account.Place
}

// newLetter is written when it is sent: whether the member may search, whether the employer is looked up, who may be seen and who is there are asked now.
// The second try of a letter tells of the same windows as the first.
func (h *House) newLetter(run *task.Run, args map[string]string) (mail.Letter, error) {
	n, err := h.news(run, args["employer"])
	if err != nil {
		return mail.Letter{}, err
	}
	list, err := h.tells(n)
	if err != nil {
		return mail.Letter{}, err
	}
	parts, again := toldBefore(list, run.Task.ID)
	hot := false
	if !again {
		parts, hot = due(list, run.Now, n.today())
	}
	if err := h.look(n, parts); err != nil {
		return mail.Letter{}, err
	}
	if !again {
		if err := h.claim(n, parts, hot); err != nil {
			return mail.Letter{}, err
		}
	}
	return h.compose(n, parts)
}

// news begins a letter to the member of the task.
func (h *House) news(run *task.Run, of string) (*news, error) {
	var e access.EmployerID
	if err := e.UnmarshalText([]byte(of)); err != nil {
		return nil, err
	}
	n := &news{run: run}
	err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { n.to, err = account.Address(r); return err })
	if err != nil {
		return nil, err
	}
	if n.g, err = run.Within(access.OfEmployer(e), privacy.Find); err != nil {
		return nil, err
	}
	if n.place, err = h.Places.Site(run, access.SiteID{}); err != nil {
		return nil, err
	}
	n.words = h.Words.Language(n.to.Language).At(run.Now, n.zone())
	return n, nil
}

func (n *news) zone() *time.Location { return n.place.Clock(n.to.Zone) }

func (n *news) today() time.Time { return tell.Today(n.run.Now, n.zone()) }

// tells opens what the member is told of.
func (h *House) tells(n *news) (list []told, err error) {
	err = h.db.Read(n.run, n.g, func(r *store.Reader) error {
		if list, err = tellsOf(r, n.run.Task.Subject); err != nil {
			return err
		}
		for i := range list {
			if err := list[i].Look(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(list) == 0 {
		err = mail.ErrNobody
	}
	return list, err
}

// toldBefore are the parts of a letter that was written before, when its task is tried again.
func toldBefore(list []told, t task.ID) (out []part, again bool) {
	for _, v := range list {
		if w, ok := v.Again(t); ok {
			out = append(out, part{told: v, window: w})
		}
	}
	return out, len(out) > 0
}

// due are the parts of a new letter.
func due(list []told, now, day time.Time) (out []part, hot bool) {
	called, hot := tell.Due(list, func(v told) (tell.Cursor, tell.Pace) { return v.Cursor, v.Pace }, now, day)
	for _, v := range called {
		out = append(out, part{told: v, window: v.Window(now)})
	}
	return out, hot
}

// look counts who is new. To a member who may not search now, and to an employer that may not, nobody is: the window is passed over.
func (h *House) look(n *news, parts []part) error {
	if len(parts) == 0 || !may(parts[0].Role) {
		return nil
	}
	a, err := h.askerOf(n.run, n.g)
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range parts {
		found, err := h.fresh(n.run, a, parts[i].wanted(), parts[i].window)
		if fault.Is(err, fault.Invalid) {
			continue // a search that cannot be read finds nobody
		}
		if err != nil {
			return err
		}
		parts[i].count = len(found)
	}
	return nil
}

// claim moves the cursors of all parts to the end of their windows, in the letter's name.
func (h *House) claim(n *news, parts []part, hot bool) error {
	now, letters, any := n.run.Now, 0, false
	var moves []tell.Move
	for _, p := range parts {
		sent := p.SentAt
		if p.count > 0 {
			sent, any = now, true
		}
		letters = max(letters, p.Day.Of(n.today()))
		args := p.ClaimArgs(n.run.Task.ID, p.window, p.Pace.Next(now, n.zone()), sent)
		args["id"] = p.ID
		moves = append(moves, tell.Move{Cursor: p.Cursor, Args: args})
	}
	return h.db.Write(n.run, n.g, func(w *store.Writer) error {
		if err := tell.Claim(w, "search.claimTell", moves); err != nil || !hot || !any {
			return err
		}
		_, err := w.Exec("search.countTellLetter", store.Args{"me": n.run.Task.Subject, "day_at": n.today(), "day_letters": letters + 1})
		return err
	})
}

// compose says how many are new in which search, and where they are shown. Nobody new is no letter.
func (h *House) compose(n *news, parts []part) (mail.Letter, error) {
	say := func(key string, args ...any) string { return n.words.Say("search.letter.new."+key, args...) }
	out := mail.Letter{To: n.to.Address, Language: n.words.Lang(), SiteName: n.place.Name, Greeting: n.words.Say("search.letter.greeting"),
		Paragraphs: []string{say("text")}, After: []string{say("then")}, Why: say("why", "Site", n.place.Name)}
	stop := func(v TellID) string {
		return n.place.URL + pathStop + h.stopToken(n.run.Task.Subject, n.g.Scope().Employer(), v)
	}
	out.Stops = append(out.Stops, mail.Action{Label: say("mine"), URL: n.place.URL + pathSaved})
	all, list := 0, mail.Section{}
	var one TellID
	for _, p := range parts {
		if p.count == 0 {
			continue
		}
		all += p.count
		list.Items = append(list.Items, mail.Item{Label: p.Saved.Title, URL: n.place.URL + newPath(p.Saved.Query, p.window), Lines: []string{say("count", "Count", p.count)}})
		out.Stops = append(out.Stops, mail.Action{Label: say("stop", "Name", p.Saved.Title), URL: stop(p.ID)})
		one = p.ID
	}
	if all == 0 {
		return mail.Letter{}, mail.ErrNobody
	}
	list.Title = say("list")
	out.Sections = []mail.Section{list}
	if len(list.Items) > 1 {
		one = TellID{}
		out.Stops = append(out.Stops, mail.Action{Label: say("stop.all"), URL: stop(one)})
	}
	out.Unsubscribe = stop(one)
	out.Subject = say("subject", "Count", all)
	return out, nil
}

// newPath is the list of people that shows who is new in a search.
func newPath(search string, w tell.Window) string {
	at := "new=" + windowText(w)
	if search != "" {
		at = search + "&" + at
	}
	return PathPeople + "?" + at
}

// windowText is a window as an address has it.
func windowText(w tell.Window) string {
	if w == (tell.Window{}) {
		return ""
	}
	return strconv.FormatInt(w.From.UnixMilli(), 10) + "-" + strconv.FormatInt(w.Until.UnixMilli(), 10)
}

// windowOf reads it; anything else is everybody.
func windowOf(s string) tell.Window {
	from, until, _ := strings.Cut(s, "-")
	a, err := strconv.ParseInt(from, 10, 64)
	b, wrong := strconv.ParseInt(until, 10, 64)
	const most = 1 << 42 // milliseconds; the year 2109
	if err != nil || wrong != nil || a < 0 || b < a || b > most {
		return tell.Window{}
	}
	return tell.Window{From: time.UnixMilli(a).UTC(), Until: time.UnixMilli(b).UTC()}
}
