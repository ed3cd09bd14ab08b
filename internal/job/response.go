package job

import (
	"context"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// ResponseDays tells how many days the middle applicant of an employer waited for the first answer; ok is false where too few have had one
// for it to say anything. The application house knows it and package server hands it in.
type ResponseDays func(ctx context.Context, g privacy.Grant, e access.EmployerID) (days int, ok bool, err error)

// Time hands in the response time of employers. Call it before the first request.
func (h *House) Time(d ResponseDays) { h.responds = d }

// responseTerms is the line that says it, or none.
func (h *House) responseTerms(r *web.Request, e access.EmployerID) ([]page.Term, error) {
	if h.responds == nil {
		return nil, nil
	}
	days, ok, err := h.responds(r, r.Grant, e)
	if err != nil || !ok {
		return nil, err
	}
	return []page.Term{{Name: r.Words.Say("job.response"), Text: r.Words.Say("job.response.days", "Count", days)}}, nil
}
