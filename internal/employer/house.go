package employer

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt

	"verv/internal/access"
	"verv/internal/picture"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "employer", Schema: schema, Queries: queries, Footprint: footprint}
}

// Accounts is what this house asks of the account house, always from a task.
type Accounts interface {
	// Invite sends the letter whose link makes the account, if there is none, and the membership. Member comes back as "thing" in the
	// fact account.joined. The grant is Verv's own, for the account, in the public scope.
	Invite(ctx context.Context, g privacy.Grant, address string, i Invitation) error
	// Leave ends a persona and every session of it. The grant is Verv's own, within the account.
	Leave(ctx context.Context, g privacy.Grant, persona access.SubjectID) error
	// SetRole changes what a persona may do from its next request on. The grant is as for Leave.
	SetRole(ctx context.Context, g privacy.Grant, persona access.SubjectID, role access.Role) error
}

// Invitation is what the account house needs to know.
type Invitation struct {
	Employer ID
	Role     access.Role
	Member   MemberID
	Language string // of the letter
}

// House answers for employers and their teams.
type House struct {
	db       *store.DB
	accounts Accounts
	duties   Duties
	pictures *picture.House
	preview  Preview
	endings  []Ending
	plans    *plan.House
}

// Duties is what a member has before them in houses further along. Package server hands it in.
type Duties interface {
	// Duties counts it.
	Duties(r *store.Reader, of access.SubjectID) (int, error)
	// PassOn gives it to another member, in the transaction that ends the membership.
	PassOn(w *store.Writer, from, to access.SubjectID) error
}

// Succeed hands in the duties. Call it before the first request.
func (h *House) Succeed(d Duties) { h.duties = d }

// Plan hands in the plans, for the page that shows one's own. Call it before the first request.
func (h *House) Plan(p *plan.House) { h.plans = p }

// What a plan limits of this house.
var (
	CountMembers = plan.Count("employer.countMembers", "employer.countMembersOf")
	CountClients = plan.Count("employer.countClients", "employer.countClientsOf")
)

// New makes the house.
func New(db *store.DB, accounts Accounts) *House { return &House{db: db, accounts: accounts} }

// The facts of this house. Each names the employer; those of a member also the membership.
const (
	FactAdded         = "employer.added"
	FactChanged       = "employer.changed"
	FactVerified      = "employer.verified"
	FactMemberInvited = "member.invited"
	FactMemberJoined  = "member.joined"
	FactMemberChanged = "member.changed"
	FactMemberRemoved = "member.removed"
)
