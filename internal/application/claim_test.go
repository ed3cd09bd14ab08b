package application_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/store"
)

// claims looks at the one claim of the employer as its owner: the list opens nothing, one of it leaves a record, and nobody else gets there.
func (r *rig) claims(t *testing.T) {
	t.Helper()
	owner, rival := r.member, r.rival
	owner.Role, rival.Role = access.Owner, access.Owner
	owner.Subject, owner.Strong, rival.Strong = access.NewSubject(r.Clock.Now()), true, true
	r.tokens["owner"], r.tokens["rival owner"] = owner, rival
	g := r.Grant(owner, access.OfEmployer(owner.Employer), privacy.Claims)
	all, err := r.House.Claims(t.Context(), g)
	if err != nil || len(all) != 1 || !all[0].Until.After(r.Clock.Now().AddDate(1, 11, 0)) {
		t.Fatalf("claims: %+v, %v", all, err)
	}
	records := func() (n int) {
		r.must(r.DB.Read(t.Context(), r.Operate(), func(rd *store.Reader) error {
			list, err := rd.Accesses(r.Clock.Now().Add(-time.Hour), 1000)
			for _, a := range list {
				if a.ActorID == owner.Subject && a.Purpose == privacy.Claims {
					n++
				}
			}
			return err
		}))
		return n
	}
	at := "/employer/claims/" + all[0].ID.String()
	if a := r.as("owner").get("/employer/claims"); a.Code != 200 || !strings.Contains(a.Body, at) || strings.Contains(a.Body, "Tømrer") || records() != 0 {
		t.Errorf("the list: %d, %d records\n%s", a.Code, records(), a.text())
	}
	if a := r.as("owner").get(at); a.Code != 200 || !strings.Contains(a.Body, "Tømrer") || strings.Contains(a.Body, "Kari") || records() != 1 {
		t.Errorf("one claim: %d, %d records\n%s", a.Code, records(), a.text())
	}
	c, _, err := r.House.Claim(t.Context(), g, all[0].ID)
	if err != nil || c.JobTitle != "Tømrer" || c.Outcome != application.Withdrawn || c.Stage != application.Arrived || c.Score != 40 || c.EndedAt.IsZero() {
		t.Errorf("the claim: %+v, %v", c, err)
	}
	for who, code := range map[string]int{"member": 404, "rival": 404, "rival owner": 404} {
		if a := r.as(who).get(at); a.Code != code {
			t.Errorf("%s opens a claim: %d", who, a.Code)
		}
	}
	if a := r.as("rival owner").get("/employer/claims"); a.Code != 200 || strings.Contains(a.Body, at) {
		t.Errorf("the rival's list: %d", a.Code)
	}
}
