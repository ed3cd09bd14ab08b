package access

import (
	"maps"
	"slices"
	"strings"
)

type key struct {
	persona Persona
	role    Role
}

// The permissions, one line a noun.
const (
	JobSee         Permission = "job.see"         // read a published advertisement
	JobWrite       Permission = "job.write"       // write drafts of one's employer's jobs and send them for approval
	JobEdit        Permission = "job.edit"        // change what is open, publish and close
	JobApprove     Permission = "job.approve"     // approve what another wrote, where the employer asks for it
	JobList        Permission = "job.list"        // see one's employer's jobs, drafts included
	JobIntake      Permission = "job.intake"      // import jobs from a file
	JobReport      Permission = "job.report"      // say what is wrong with an advertisement
	JobModerate    Permission = "job.moderate"    // decide what is public, and read what was reported
	SiteSee        Permission = "site.see"        // open a site
	SiteEdit       Permission = "site.edit"       // create and change sites
	HealthSee      Permission = "health.see"      // the operator's pages: tasks, health, storage
	OperatorInvite Permission = "operator.invite" // let in another operator, or an officer
	HealthNote     Permission = "health.note"     // note that a backup was taken, have the mail looked at
	EmployerSee    Permission = "employer.see"
	EmployerEdit   Permission = "employer.edit"
	EmployerVerify Permission = "employer.verify"
	PlanEdit       Permission = "plan.edit"      // keep the plans, and say which employer is on which
	FeatureSwitch  Permission = "feature.switch" // switch features of the installation off and on
	SupportEnter   Permission = "support.enter"  // look at how an employer has set things up, without any person
	MemberInvite   Permission = "member.invite"
	ReportSee      Permission = "report.see"     // figures about one's employer's hiring, of groups and never of persons
	ReportOversee  Permission = "report.oversee" // figures about hiring at all employers together
	WebhookEdit    Permission = "webhook.edit"   // where the employer's systems are told what happened

	AccountEnter Permission = "account.enter" // sign up, log in, confirm
	AccountOwn   Permission = "account.own"   // sessions, address, password, second factor of one's own account

	PeopleSearch Permission = "people.search" // look for people who want to be found, and ask them
	PeopleStop   Permission = "people.stop"   // stop the letters of a saved search, by the link in one

	CandidateOwn    Permission = "candidate.own" // one's own profile and CV
	CandidateIntake Permission = "candidate.intake"

	AlertMake Permission = "alert.make" // save a search and be told of new jobs
	AlertOwn  Permission = "alert.own"  // see, change and delete one's own saved searches

	ApplicationSend    Permission = "application.send"    // apply
	ApplicationOwn     Permission = "application.own"     // see, correct and withdraw one's own
	ApplicationList    Permission = "application.list"    // the table of one job
	ApplicationRead    Permission = "application.read"    // open one: letter, answers, CV
	ApplicationContact Permission = "application.contact" // open contact data
	ApplicationMove    Permission = "application.move"    // stage, reject, undo
	ApplicationNote    Permission = "application.note"    // notes and scores
	ApplicationMessage Permission = "application.message"
	ApplicationClaims  Permission = "application.claims" // what is kept for the defence of claims
	ApplicationReview  Permission = "application.review" // scorecards, and what one was asked to review
	ApplicationAsk     Permission = "application.ask"    // ask a colleague to review
	ApplicationTodo    Permission = "application.todo"   // what is to be done, by whom, until when

	RightsOwn     Permission = "rights.own"     // see, download and delete what is held about oneself
	RightsOversee Permission = "rights.oversee" // the officer's view: due deletions, access log
	ConsentOwn    Permission = "consent.own"
	MailReceive   Permission = "mail.receive"
	LedgerOversee Permission = "ledger.oversee"
)

var recruiter = []Permission{JobList, JobWrite, JobEdit, EmployerSee, ApplicationList, ApplicationRead, ApplicationContact, ApplicationMove,
	ApplicationNote, ApplicationMessage, ApplicationReview, ApplicationAsk, ApplicationTodo, ReportSee, PeopleSearch, AccountOwn, RightsOwn}

var table = map[key][]Permission{
	{Visitor, NoRole}:   {SiteSee, JobSee, JobReport, AccountEnter, ApplicationSend, AlertMake, PeopleStop},
	{Guest, NoRole}:     {ApplicationOwn, AlertOwn, RightsOwn, ConsentOwn},
	{Candidate, NoRole}: {AccountOwn, CandidateOwn, ApplicationOwn, AlertOwn, RightsOwn, ConsentOwn},
	{Member, Owner}:     append(slices.Clone(recruiter), JobApprove, EmployerEdit, MemberInvite, WebhookEdit, ApplicationClaims),
	{Member, Recruiter}: recruiter,
	{Member, HiringManager}: {JobList, JobWrite, EmployerSee, ApplicationList, ApplicationRead, ApplicationNote, ApplicationMove, ApplicationReview, ApplicationAsk,
		ApplicationTodo, AccountOwn, RightsOwn},
	{Member, Interviewer}: {JobList, ApplicationList, ApplicationRead, ApplicationNote, ApplicationReview, ApplicationTodo, AccountOwn, RightsOwn},
	{Member, Reviewer}:    {ApplicationReview},
	{Officer, NoRole}:     {AccountOwn, RightsOwn, RightsOversee, LedgerOversee, HealthSee},
	{Operator, NoRole}:    {AccountOwn, RightsOwn, SiteEdit, EmployerVerify, SupportEnter, HealthSee, HealthNote, OperatorInvite, JobModerate, PlanEdit, FeatureSwitch, ReportOversee},
}

// Permissions lists every permission that somebody has, sorted: the rows of the stranger test.
func Permissions() []Permission {
	all := map[Permission]bool{}
	for _, ps := range table {
		for _, p := range ps {
			all[p] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Kinds lists every persona and role that the table knows: the columns of the stranger test.
func Kinds() []Actor {
	var out []Actor
	for k := range table {
		out = append(out, Actor{Persona: k.persona, Role: k.role})
	}
	slices.SortFunc(out, func(a, b Actor) int {
		if a.Persona != b.Persona {
			return strings.Compare(string(a.Persona), string(b.Persona))
		}
		return strings.Compare(string(a.Role), string(b.Role))
	})
	return out
}
