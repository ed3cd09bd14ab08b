package server_test

import (
	"bytes"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/cv/jsoncv"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/tell"
)

// beFound lets somebody be found who is none of the walkers, and employer one ask them: every member who may search sees the card, and nobody the name.
func (w *town) beFound() {
	w.T.Helper()
	ctx := w.T.Context()
	p := w.AddPerson("Xq"+mark("found name"), "found@"+mark("found address")+".example", access.Candidate, access.EmployerID{}, access.NoRole)
	own, mails := w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Profile), w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Correspond)
	w.Must(w.Candidates.Change(ctx, own, candidate.Profile{Name: "Xq" + mark("found name"), Headline: "Sykepleier " + mark("found headline"), Place: "Tromsø"}))
	c := jsoncv.CV{}
	c.Basics.Name, c.Basics.Summary = "Xq"+mark("found name"), mark("found summary")
	c.Work = []jsoncv.Work{{Role: "Sykepleier", Employer: mark("found employer") + " AS"}}
	var doc bytes.Buffer
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(ctx, own, "nb", &doc)
	w.Must(err)
	w.Must(w.Search.Show(ctx, own, mails, search.Anonymous, v, consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}))
	w.Must(w.Search.Propose(ctx, own, consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}))
	find := w.grant(member("one", access.Recruiter), privacy.Find)
	f, err := w.Search.Search(ctx, find, search.Wanted{})
	w.Must(err)
	_, err = w.Search.Search(ctx, w.grant(member("two", access.Recruiter), privacy.Find), search.Wanted{}) // the first search of an employer learns the domains of its team
	w.Must(err)
	var j job.ID
	w.Must(j.UnmarshalText([]byte(w.ids["job of one"])))
	w.ids["card"] = f.Cards[0].ID.String()
	w.Must(w.Search.Ask(ctx, find, f.Cards[0].ID, search.Request{Job: j, Text: "Vi søker en sykepleier i nord, og tror at dette kan passe for deg. " + mark("found request")}))
	_, err = w.Propose.Make(ctx, find, j)
	w.Must(err)
	w.ids["proposal of one"] = w.one1("select id from proposal")
	w.Must(w.Search.Save(ctx, find, search.Saved{Title: "Søk " + mark("search of one"), Shared: true, Query: "q=sykepleier"}))
	kept, err := w.Search.SavedSearches(ctx, find)
	w.Must(err)
	w.ids["search of one"] = kept[0].ID.String()
	w.Must(w.Search.Tell(ctx, find, kept[0].ID, tell.Weekly, "nb"))
	w.ids["approach of one"] = w.one1("select id from approach")
}

// foundOut adds who may read what of the person who wants to be found.
func (w *town) foundOut(secrets map[string][]string) {
	for _, nobodys := range []string{" name", " address", " summary", " employer"} {
		secrets[mark("found"+nobodys)] = nil
	}
	for _, e := range []string{"one", "two"} {
		for _, role := range []access.Role{access.Owner, access.Recruiter} {
			secrets[mark("found headline")] = append(secrets[mark("found headline")], member(e, role))
		}
	}
	secrets[mark("search of one")] = []string{member("one", access.Owner), member("one", access.Recruiter)}
	secrets[mark("found request")] = []string{member("one", access.Owner), member("one", access.Recruiter)}
}
