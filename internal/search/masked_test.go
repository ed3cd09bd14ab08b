package search_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/search"
	"verv/internal/testbed/whole"
)

// TestMaskedBoth: an employer that asks without its name is named on no page, in no letter, in no answer of the API and in no download of the person until both have
// said yes, and the person on none of the employer's; a yes names both at once and hands over nothing else; a second one does.
func TestMaskedBoth(t *testing.T) {
	show.Show(t, "people.both-masked", "letter-with-the-name")
	worlds(t, func(t *testing.T, w *world) {
		w.branch()
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		w.show(x, search.Anonymous)
		c := w.card(w.first, "strikking")
		b, own := w.Enter(w.first), w.Enter(x)
		action := search.PathPeople + "/" + c.String() + "/request"
		for what, text := range map[string]string{"nordkyst": "Vi på Nordkyst trenger deg som kan passe zebraer.", "rita@x.no": "Skriv til rita@x.no om du vil vite mer om jobben.", "974 760 673": "Slå opp 974 760 673 om du vil vite mer om oss."} {
			if b.Post(action, values("job", w.job.String(), "text", text, "masked", "on")); b.Status != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(b.Text()), "røper hvem dere er: «"+what) {
				t.Errorf("a text that tells %s is taken: %d", what, b.Status)
			}
		}
		if b.Post(action, values("job", w.job.String(), "text", why, "masked", "on")); b.Status != http.StatusOK {
			t.Fatalf("asking: %d\n%s", b.Status, b.Text())
		}
		link := w.LinkTo(x.Address, search.PathRequests)
		one := "/employer/people/requests/" + w.asked(w.first).String()
		secrets := []string{"Nordkyst", "nordkyst", "974760673", "974 760 673", w.one.String(), w.job.String(), "Zebrapasser i"}
		named := func(when string, want bool) {
			t.Helper()
			for where, text := range w.everything(x, own, link) {
				if want && where != link {
					continue
				}
				found := ""
				for _, s := range secrets {
					if strings.Contains(text, s) {
						found = s
					}
				}
				if (found != "") != want {
					t.Errorf("%s: %q stands in %s: %v", when, found, where, !want)
				}
			}
		}
		named("asked", false)
		if own.Get(link); !strings.Contains(own.Text(), "En godkjent arbeidsgiver (Helse)") || !strings.Contains(own.Text(), "Troms") || strings.Contains(own.Text(), "Ja, gi dem opplysningene") {
			t.Errorf("what the person reads\n%s", own.Text())
		}
		if fi := own.Get("/fi" + link).Text(); !strings.Contains(fi, "Tarkistettu työnantaja") || !strings.Contains(fi, "Kyllä, näytä molempien nimet") {
			t.Errorf("in Finnish\n%s", fi)
		}
		own.Get("/nb" + link)
		for _, press := range []string{"/accept", "/block"} {
			if own.Post(link+press, nil); own.Status != http.StatusConflict {
				t.Errorf("%s before both know the other: %d", press, own.Status)
			}
		}
		named("after two presses that were refused", false)
		if text := b.Get(one).Text(); strings.Contains(text, "Xenia") || !strings.Contains(text, "Venter på svar") {
			t.Errorf("the employer reads\n%s", text)
		}
		if own.Post(link+"/meet", nil); !strings.Contains(own.Text(), "Nordkyst sykehus HF") || !strings.Contains(own.Text(), "Ja, gi dem opplysningene") || !strings.Contains(own.Text(), "Zebrapasser") {
			t.Errorf("both know the other, and the person reads\n%d %s", own.Status, own.Text())
		}
		named("positive control: both said yes", true)
		if text := b.Get(one).Text(); !strings.Contains(text, "Xenia Etternavn") || strings.Contains(text, "xenia@gmail.com") || strings.Contains(text, "Havna") {
			t.Errorf("the employer has a name and nothing else\n%s", text)
		}
		if w.LinkTo(w.first.Address, "/employer/people/requests/") != one {
			t.Error("the member is not told")
		}
		if own.Post(link+"/accept", nil); !strings.Contains(own.Text(), "Du sa ja") || !strings.Contains(b.Get(one).Text(), "xenia@gmail.com") {
			t.Errorf("the second yes: %d\n%s", own.Status, own.Text())
		}
		w.declined(t)
	})
}

// declined: after a no neither learns who the other was, and somebody who shut the employer out is never asked, with a name or without.
func (w *world) declined(t *testing.T) {
	t.Helper()
	w.Clock.Move(time.Second)
	y := w.person("Ylva", "Zebrapasser", "Hekling", "Havna AS")
	w.show(y, search.Anonymous)
	c := w.card(w.first, "hekling")
	ask := func(who whole.Person) error {
		return w.Search.Ask(t.Context(), w.member(who, privacy.Find), c, search.Request{Job: w.job, Text: why, Masked: true})
	}
	w.shut(y, "Nordkyst sykehus")
	if err := ask(w.first); !fault.Is(err, fault.NotFound) {
		t.Errorf("who is shut out asks without a name: %v", err)
	}
	w.unshut(y, "Nordkyst sykehus")
	w.Must(ask(w.first))
	own := w.Enter(y)
	link := w.LinkTo(y.Address, search.PathRequests)
	own.Post(link+"/decline", nil)
	for where, text := range w.everything(y, own, link) {
		if strings.Contains(text, "Nordkyst") || strings.Contains(text, w.one.String()) {
			t.Errorf("after a no the employer stands in %s", where)
		}
	}
	if text := w.Enter(w.first).Get("/employer/people/requests/" + w.asked(w.first).String()).Text(); strings.Contains(text, "Ylva") || !strings.Contains(text, "Nei") {
		t.Errorf("after a no the employer reads\n%s", text)
	}
}

// branch says what the first employer does.
func (w *world) branch() {
	w.T.Helper()
	g := w.member(w.owner, privacy.Recruit)
	e, err := w.Employers.Open(w.T.Context(), g, w.one)
	w.Must(err)
	e.Profile.Presence = employer.Presence{Branch: "health"}
	w.Must(w.Employers.Change(w.T.Context(), g, e.Profile))
}

// everything is all that reaches a person: pages, letters, the API and the download.
func (w *world) everything(p whole.Person, own *whole.Browser, link string) map[string]string {
	w.T.Helper()
	out := map[string]string{}
	for _, path := range []string{search.PathRequests, link, "/me", "/me/delete", search.PathProposals, search.PathVisibility, "/notifications", "/api/me"} {
		out[path] = string(own.Get(path).Body)
	}
	w.Run()
	for i, l := range w.Mail.To(p.Address) {
		m, err := mail.Parse(l.Raw)
		w.Must(err)
		out[fmt.Sprint("letter ", i)] = string(l.Raw) + m.Text
	}
	g := w.own(p, privacy.Rights)
	v, err := w.Rights.Ask(w.T.Context(), g, access.SiteID{}, "nb")
	w.Must(err)
	w.Run()
	raw := own.Get("/me/exports/" + v.String() + "/file").Body
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	w.Must(err)
	for _, f := range z.File {
		r, err := f.Open()
		w.Must(err)
		text, err := io.ReadAll(r)
		w.Must(err)
		out["export "+f.Name] = string(text)
	}
	if len(out) < 11 {
		w.T.Fatalf("only %d things reach the person", len(out))
	}
	return out
}
