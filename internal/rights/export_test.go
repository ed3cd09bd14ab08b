package rights

import (
	"context"

	"verv/internal/access"
	"verv/internal/privacy"
)

// What the tests look at from inside.
var (
	Safe      = safe
	Table     = table
	PlainName = plainName
	SourceOf  = sourceOf
	ScreenOf  = screenOf
	Screens   = screens
	AnswerBy  = answerBy
)

// PrepareOnly is a deletion whose process dies after its first transaction.
func (h *House) PrepareOnly(ctx context.Context, g privacy.Grant) error {
	plan, err := h.Plan(ctx, g)
	if err != nil {
		return err
	}
	return h.prepare(ctx, g, access.SiteID{}, plan, closing{g.Scope().Subject(), g.Actor().Account, access.NewSubject(h.DB.Now())})
}
