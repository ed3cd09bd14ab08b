package server_test

import (
	"net/url"
	"testing"

	"verv/internal/alert"
	"verv/internal/privacy"
)

// watchers are those who ticked a box before anybody looked.
var watchers = []string{anna, bo, guest}

// watch saves a search of each candidate and of the guest; what it is called is a secret.
func (w *town) watch() {
	w.T.Helper()
	w.Run() // the copies of the addresses
	for _, name := range watchers {
		v, err := w.Alerts.Make(w.T.Context(), w.grant(name, privacy.Alert), w.grant(name, privacy.Account), w.Site.ID,
			alert.Wish{Name: "Varsel " + mark(name+" alert"), Search: "q=sykepleier", Pace: alert.AtOnce}, alert.Agreed{Box: true, Wording: "Ja, send meg jobber.", Language: "nb"})
		w.Must(err)
		w.ids["alert of "+name] = v.String()
	}
}

// watched adds who may read it.
func (w *town) watched(secrets map[string][]string) {
	for _, name := range watchers {
		secrets[mark(name+" alert")] = []string{name}
	}
}

// watches saves a search of a canary, with a mark in its name and in what is searched for.
func (w *town) watches(t *testing.T, b *walker, c *canary) {
	t.Helper()
	page := "/alerts/new?" + url.Values{"q": {c.mark("search", "alert.body")}}.Encode()
	w.say(t, b, page, "/alerts/new", url.Values{"name": {c.mark("alert name", "alert.body")}, "pace": {"now"}, "agree": {"on"}})
}
