package server_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/testbed/whole"
	"verv/internal/web"
)

// twins are the operations that do what a page does at another address.
var twins = map[string]string{
	"GET /employer/reports/{name}": "get-reports",

	"POST /employer/profile/pictures/{id}/drop":          "drop-picture",
	"GET /employer/message-templates/new":                "add-message-template",
	"POST /employer/message-templates/{template}":        "change-message-template",
	"POST /employer/message-templates/{template}/delete": "drop-message-template",
	"POST /notifications":                                "set-own-notifications",
	"POST /alerts/{alert}":                               "change-alert",
	"POST /alerts/{alert}/pause":                         "change-alert",
	"POST /alerts/{alert}/continue":                      "change-alert",
	"POST /alerts/{alert}/delete":                        "delete-alert",
	"POST /jobs/{id}/apply/discard":                      "discard-draft",

	"GET /jobs/{id}/apply":         "apply",
	"POST /jobs/{id}/apply":        "apply",
	"GET /jobs/{id}/apply/review":  "apply",
	"POST /jobs/{id}/apply/review": "apply",
	"GET /jobs/{id}/apply/receipt": "apply",

	"GET /employer":                                   "list-own-jobs",
	"POST /employer/jobs/new":                         "create-job",
	"POST /employer/jobs/{id}/edit":                   "change-job",
	"GET /employer/jobs/{id}/preview":                 "get-own-job",
	"GET /employer/jobs/{id}/questions":               "get-own-job",
	"POST /employer/jobs/{id}/questions/{do}":         "shift-question",
	"POST /employer/jobs/{id}/discard":                "discard-job",
	"POST /employer/templates/{id}/{do}":              "begin-job",
	"POST /employer/applications/{application}/note":  "add-note",
	"GET /employer/reviews/{application}":             "open-application",
	"GET /employer/reviews/{application}/file":        "get-application-file",
	"POST /employer/reasons/{language}":               "set-reasons",
	"POST /employer/filters/{filter}/forget":          "forget-filter",
	"POST /employer/notifications":                    "set-notifications",
	"POST /employer/answers":                          "set-answer-rule",
	"POST /employer/jobs/{id}/stages/{stage}":         "change-job-stage",
	"POST /employer/stages/{language}/{stage}":        "change-template-stage",
	"POST /employer/scorecards/new":                   "add-scorecard-template",
	"POST /employer/scorecards/{template}":            "change-scorecard-template",
	"POST /employer/scorecards/{template}/drop":       "drop-scorecard-template",
	"POST /employer/jobs/{id}/scorecard":              "set-job-scorecard",
	"POST /employer/profile":                          "change-employer",
	"POST /employer/setting":                          "change-setting",
	"POST /employer/embed":                            "change-embed",
	"POST /employer/clients/{id}/end":                 "end-client",
	"POST /employer/webhooks/{id}/end":                "end-webhook",
	"GET /employer/bulk/{bulk}/message":               "get-bulk",
	"POST /applications/{application}/edit":           "correct-application",
	"GET /applications/{application}/withdraw":        "own-application",
	"POST /me/applications/{application}/withdraw":    "withdraw-application",
	"POST /profile":                                   "change-profile",
	"GET /recommended":                                "get-recommended",
	"GET /recommended/{job}":                          "get-recommended",
	"POST /recommended":                               "make-recommended",
	"POST /recommended/stop":                          "drop-recommended",
	"POST /cvs/{cv}":                                  "change-cv",
	"POST /cvs/{cv}/delete":                           "delete-cv",
	"GET /cvs/{cv}/{section}/{row}":                   "get-cv",
	"POST /cvs/{cv}/{section}/{row}":                  "put-cv-row",
	"POST /cvs/{cv}/{section}/{row}/remove":           "drop-cv-row",
	"GET /employer/jobs/{id}/stages/{stage}/remove":   "list-job-stages",
	"GET /employer/stages/{language}/{stage}/remove":  "list-template-stages",
	"GET /employer/applications/{application}/reject": "open-application",
	"GET /employer/team/{id}/remove":                  "list-members",
}

// alone are the pages of members and candidates that have no operation, and why. It is the honest measure of what a program cannot do.
var alone = map[string]string{
	"POST /applications/{application}/messages/aside": "only the person can say, having read it, that mail from another address is theirs",
	"POST /alerts":             "only the person can say yes to another year",
	"POST /employer/shortcuts": "keys of the keyboard are the page's",
	"GET /me/delete":           "needs a fresh proof of who asks, which no token can give",
	"POST /me/delete":          "needs a fresh proof of who asks, which no token can give",
}

// aloneBelow are beginnings of addresses of which the same holds.
var aloneBelow = map[string]string{
	"/employer/people":           "a program reads in bulk, and people said yes to being found by people",
	"/employer/jobs/{id}/people": "whom a job is proposed is looked at by a person, who decides",
	"/profile/visibility":        "who may find a person is decided by that person, who has read what it means",
	"/requests":                  "a yes hands over who somebody is, and is given by whoever has read who asks",
	"/me/restrict":               "what it means is read before it is done: a token must not freeze a person, nor use again what they froze",
	"/account":                   "how a person gets in is changed by the person: a token must not widen or prolong itself",
}

var reName = regexp.MustCompile(`\{[a-z]+\}`)

// twinOf is the operation that does what a page does, or why there is none.
func twinOf(r web.RouteInfo, operations map[string]string) (operation, why string) {
	page := r.Method + " " + r.Pattern
	if why := alone[page]; why != "" {
		return "", why
	}
	for beginning, why := range aloneBelow {
		if strings.HasPrefix(r.Pattern, beginning) {
			return "", why
		}
	}
	if op := twins[page]; op != "" {
		return op, ""
	}
	return operations[r.Method+" /api"+reName.ReplaceAllString(r.Pattern, "{}")], ""
}

// Every page of members and candidates has an operation of the API that does the same, or says why not.
func TestAPITwins(t *testing.T) {
	h := whole.New(t, "sqlite")
	operations, named := map[string]string{}, map[string]bool{}
	for _, r := range h.Mux.Routes() {
		if r.API {
			operations[r.Method+" "+reName.ReplaceAllString(r.Pattern, "{}")] = r.Operation
			named[r.Operation] = true
		}
	}
	have := map[string]bool{}
	count := map[string]int{}
	for _, r := range h.Mux.Routes() {
		have[r.Method+" "+r.Pattern] = true
		member := r.Scope == access.ScopeSubject || r.Scope == access.ScopeEmployer || r.Permission == access.AccountOwn
		if r.API || !member && !strings.HasPrefix(r.Pattern, "/jobs/{id}/apply") {
			continue
		}
		op, why := twinOf(r, operations)
		if op == "" && why == "" && r.Method == http.MethodGet { // the page of a form stands beside what it posts to
			form := r
			form.Method = http.MethodPost
			op, _ = twinOf(form, operations)
		}
		switch {
		case why != "":
			count["alone"]++
		case op != "" && named[op]:
			count["twin"]++
		default:
			t.Errorf("%s %s has no operation of the API (%q), and no word in the list of those that stand alone", r.Method, r.Pattern, op)
		}
	}
	for _, list := range []map[string]string{twins, alone} {
		for page := range list {
			if !have[page] {
				t.Errorf("%s stands in a list and is no page", page)
			}
		}
	}
	t.Logf("%d operations; pages: %v", len(named), count)
	if count["twin"] < 100 {
		t.Errorf("so few pages say nothing: %v", count)
	}
}
