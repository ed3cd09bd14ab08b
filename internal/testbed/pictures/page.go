package main

import (
	"regexp"
	"slices"
)

// view is one page as one person sees it.
type view struct {
	name string
	role string // as whom; empty is a visitor
	who  string // part of a name
	path string // where to begin
	hops []*regexp.Regexp
	act  string // script that brings the page into its state
	goes bool   // act leads to another page
	main bool   // in Finnish too
}

const uuid = `[0-9a-f-]{36}`

func to(patterns ...string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, p := range patterns {
		out = append(out, regexp.MustCompile("^"+p+"$"))
	}
	return out
}

// fill types something into every field of the page's form and sends it.
const fill = `(()=>{
	const form=document.querySelector("main form[method=post]");
	const set=(n,v)=>{const i=form.elements[n];if(i&&!i.value)i.value=v};
	set("name","Ingrid Solheim");set("email","ingrid.solheim@epost.example");set("phone","+4710000999");
	for(const i of form.querySelectorAll("textarea"))if(!i.value)i.value="Jeg har fulgt arbeidet deres lenge, og vil gjerne være med på det som kommer. I sju år har jeg hatt ansvar for det samme, i en mindre by.";
	for(const i of form.querySelectorAll("select"))if(!i.value)i.selectedIndex=Math.min(1,i.options.length-1);
	for(const i of form.querySelectorAll("input[type=radio]"))if(!form.querySelector("input[name='"+i.name+"']:checked"))i.checked=true;
	for(const i of form.querySelectorAll("input[type=date]"))if(!i.value)i.value="2027-02-01";
	for(const i of form.querySelectorAll("input[type=text]"))if(!i.value&&/^q\d+$/.test(i.name))i.value="4";
})();`

const send = `[...document.querySelectorAll("main form[method=post]")].at(-1).querySelector("button:last-of-type").click()`

// ranked asks for the jobs that suit; the form of stopping comes behind it.
const ranked = `document.querySelector("main form[action$='/recommended'] button").click()`

// board opens the other view of a list of applications.
const board = `document.querySelector("main a[href*='view=board']").click()`

const (
	job      = `/jobs/` + uuid + `/[a-z0-9-]+`
	apply    = `/jobs/` + uuid + `/apply`
	managed  = `/employer/jobs/` + uuid
	table    = `/employer/jobs/` + uuid + `/applications`
	opened   = `/employer/applications/` + uuid
	rejected = opened + `/reject`
)

// views lists every page, in the order of the story. What changes what others show comes last.
func views() []view {
	return slices.Concat(visitorViews(), candidateViews(), teamViews(), operatorViews(),
		[]view{{name: "apply-receipt", path: "/jobs", hops: to(job, apply), act: fill + send, goes: true}})
}

func visitorViews() []view {
	return []view{
		{name: "home", path: "/", main: true},
		{name: "jobs", path: "/jobs", main: true},
		{name: "jobs-none", path: "/jobs?q=astronaut"},
		{name: "jobs-search", path: "/jobs?q=sykepleier", main: true},
		{name: "jobs-slip", path: "/jobs?q=sykepliier"},
		{name: "areas", path: "/areas"},
		{name: "alert-new", path: "/alerts/new?q=sykepleier", main: true},
		{name: "job", path: "/jobs", hops: to(job), main: true},
		{name: "employer", path: "/jobs", hops: to(job, `/employers/`+uuid)},
		{name: "apply", path: "/jobs", hops: to(job, apply), main: true},
		{name: "apply-wrong", path: "/jobs", hops: to(job, apply), act: send, goes: true},
		{name: "apply-review", path: "/jobs", hops: to(job, apply), act: fill + send, goes: true, main: true},
		{name: "privacy", path: "/privacy"},
		{name: "login", path: "/account/login", main: true},
		{name: "signup", path: "/account/signup"},
		{name: "forgot", path: "/account/forgot"},
		{name: "mail-link", role: "link", path: "/"},
		{name: "error-404", path: "/jobs/nothing/of/this"},
		{name: "letterbox", path: "/_demo/mail"},
		{name: "letter", path: "/_demo/mail", hops: to(`/_demo/mail/[0-9a-f]+`)},
	}
}

func candidateViews() []view {
	return []view{
		{name: "applications", role: "candidate", path: "/applications", main: true},
		{name: "application", role: "candidate", path: "/applications", hops: to(`/applications/` + uuid), main: true},
		{name: "application-edit", role: "candidate", path: "/applications", hops: to(`/applications/`+uuid, `/applications/`+uuid+`/edit`)},
		{name: "application-withdraw", role: "candidate", path: "/applications", hops: to(`/applications/`+uuid, `/applications/`+uuid+`/withdraw`)},
		{name: "apply-known", role: "candidate", path: "/jobs", hops: to(job, apply)},
		{name: "profile", role: "candidate", path: "/profile"},
		{name: "visibility", role: "candidate", path: "/profile/visibility", main: true},
		{name: "blocks", role: "candidate", path: "/profile/visibility/blocks"},
		{name: "proposals", role: "candidate", path: "/profile/visibility/proposals"},
		{name: "request", role: "candidate", path: "/requests", hops: to(`/requests/` + uuid)},
		{name: "requests", role: "candidate", path: "/requests"},
		{name: "alerts", role: "candidate", path: "/alerts"},
		{name: "recommended-off", role: "candidate", path: "/recommended"},
		{name: "recommended", role: "candidate", path: "/recommended", act: ranked, goes: true, main: true},
		{name: "recommended-why", role: "candidate", path: "/recommended", hops: to(`/recommended/` + uuid)},
		{name: "cvs", role: "candidate", path: "/cvs"},
		{name: "cv", role: "candidate", path: "/cvs", hops: to(`/cvs/` + uuid), main: true},
		{name: "cv-row", role: "candidate", path: "/cvs", hops: to(`/cvs/`+uuid, `/cvs/`+uuid+`/work/0`)},
		{name: "me", role: "candidate", path: "/me", main: true},
		{name: "messages", role: "candidate", path: "/messages"},
		{name: "notifications", role: "candidate", path: "/notifications"},
		{name: "me-delete", role: "candidate", path: "/me/delete", main: true},
		{name: "me-restrict", role: "candidate", path: "/me/restrict", main: true},
		{name: "account", role: "candidate", path: "/account"},
		{name: "sessions", role: "candidate", path: "/account/sessions"},
	}
}

func teamViews() []view {
	return []view{
		{name: "team-jobs", role: "recruiter", path: "/employer/jobs", main: true},
		{name: "team-job", role: "recruiter", path: "/employer/jobs", hops: to(managed)},
		{name: "team-job-new", role: "recruiter", path: "/employer/jobs/new"},
		{name: "team-job-edit", role: "recruiter", path: "/employer/jobs", hops: to(managed, `/employer/jobs/`+uuid+`/edit`)},
		{name: "team-questions", role: "recruiter", path: "/employer/jobs", hops: to(managed, `/employer/jobs/`+uuid+`/questions`)},
		{name: "team-applications", role: "recruiter", path: "/employer/jobs", hops: to(table), main: true},
		{name: "team-application", role: "recruiter", path: "/employer/jobs", hops: to(table, opened), main: true},
		{name: "team-contact", role: "recruiter", path: "/employer/jobs", hops: to(table, opened, opened+`/contact`)},
		{name: "team-reject", role: "recruiter", path: "/employer/jobs", hops: to(table, opened, rejected)},
		{name: "team-board", role: "recruiter", path: "/employer/jobs", hops: to(table), act: board, goes: true, main: true},
		{name: "team-people", role: "recruiter", path: "/employer/people", main: true},
		{name: "team-people-found", role: "recruiter", path: "/employer/people?q=sykepleier&available=quarter"},
		{name: "team-saved", role: "recruiter", path: "/employer/people/saved"},
		{name: "team-tell", role: "recruiter", path: "/employer/people/saved", hops: to(`/employer/people/saved/` + uuid + `/tell`)},
		{name: "team-person", role: "recruiter", path: "/employer/people", hops: to(`/employer/people/` + uuid)},
		{name: "team-proposals", role: "recruiter", path: "/employer/jobs?q=Sykepleier", hops: to(managed, managed+`/people`)},
		{name: "team-proposal", role: "recruiter", path: "/employer/jobs?q=Sykepleier", hops: to(managed, managed+`/people`, managed+`/people/`+uuid)},
		{name: "team-requests", role: "recruiter", path: "/employer/people/requests"},
		{name: "team-people-log", role: "owner", path: "/employer/people/log"},
		{name: "team-scorecards", role: "recruiter", path: "/employer/jobs", hops: to(table, opened, opened+`/scorecards`)},
		{name: "team-todos", role: "recruiter", path: "/employer/todos"},
		{name: "team-reviews", role: "recruiter", path: "/employer/reviews"},
		{name: "team-approve", role: "owner", path: "/employer/jobs"},
		{name: "team-clients", role: "recruiter", who: "havbris", path: "/employer/clients"},
		{name: "team-messages", role: "recruiter", path: "/employer/messages", main: true},
		{name: "team-thread", role: "recruiter", path: "/employer/jobs", hops: to(table, opened, opened+`/messages`)},
		{name: "team-templates", role: "recruiter", path: "/employer/message-templates"},
		{name: "team-reasons", role: "recruiter", path: "/employer/reasons/nb"},
		{name: "team-reports", role: "recruiter", path: "/employer/reports", main: true},
		{name: "team-notifications", role: "recruiter", path: "/employer/notifications"},
		{name: "team-settings", role: "owner", path: "/employer/setting"},
		{name: "team-claims", role: "owner", path: "/employer/claims"},
		{name: "team-webhooks", role: "owner", path: "/employer/webhooks"},
		{name: "tokens", role: "recruiter", path: "/account/tokens"},
		{name: "developers", path: "/developers"},
		{name: "team", role: "owner", path: "/employer/team"},
		{name: "team-profile", role: "owner", path: "/employer/profile"},
	}
}

func operatorViews() []view {
	return []view{
		{name: "operator", role: "operator", path: "/operator", main: true},
		{name: "operator-plans", role: "operator", path: "/operator/plans"},
		{name: "operator-features", role: "operator", path: "/operator/features"},
		{name: "operator-reports", role: "operator", path: "/operator/reports"},
		{name: "operator-mail", role: "operator", path: "/operator/mail"},
		{name: "operator-storage", role: "operator", path: "/operator/storage"},
		{name: "operator-people", role: "operator", path: "/operator/people"},
		{name: "operator-employer", role: "operator", path: "/operator/employers", hops: to(`/operator/employers/` + uuid)},
		{name: "operator-tasks", role: "operator", path: "/operator/tasks"},
		{name: "operator-sites", role: "operator", path: "/operator/sites"},
		{name: "operator-site", role: "operator", path: "/operator/sites", hops: to(`/operator/sites/` + uuid)},
		{name: "operator-moderation", role: "operator", path: "/operator/moderation"},
		{name: "operator-employers", role: "operator", path: "/operator/employers"},
		{name: "officer", role: "officer", path: "/officer", main: true},
		{name: "officer-people", role: "officer", path: "/officer/people"},
		{name: "officer-due", role: "officer", path: "/officer/due"},
		{name: "officer-restrictions", role: "officer", path: "/officer/restrictions"},
		{name: "officer-requests", role: "officer", path: "/officer/requests"},
		{name: "officer-access", role: "officer", path: "/officer/access"},
		{name: "officer-erasures", role: "officer", path: "/officer/erasures"},
		{name: "officer-audit", role: "officer", path: "/officer/audit"},
	}
}

// chosen are the pictures of the README: the first screen of each.
var chosen = []string{"home-nb-light-desktop", "job-nb-light-phone", "team-applications-nb-light-desktop", "team-application-nb-light-desktop",
	"application-nb-dark-phone", "me-nb-light-phone"}
