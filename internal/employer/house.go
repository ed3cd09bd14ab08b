package employer

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt

	"verv/internal/access"
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

// Accounts is what this house asks of the account house.
type Accounts interface {
	// Invite makes the persona that will work for the employer in the role, for whoever proves the address, and sends the letter in
	// the same transaction. It answers the same whether or not the address has an account.
	Invite(w *store.Writer, i Invitation) (access.SubjectID, error)
	// EndSessions ends every session of the persona, and its invitation if it was not taken.
	EndSessions(w *store.Writer, persona access.SubjectID) error
	// SetRole changes what the persona may do from its next request on.
	SetRole(w *store.Writer, persona access.SubjectID, role access.Role) error
}

// Invitation is what the account house needs to know.
type Invitation struct {
	Address  string
	Language string // of the letter
	Employer ID
	Role     access.Role
	Name     string // of the person, for the greeting; may be empty
}

// House answers for employers and their teams.
type House struct {
	db       *store.DB
	accounts Accounts
}

// New makes the house.
func New(db *store.DB, accounts Accounts) *House { return &House{db: db, accounts: accounts} }

// The facts of this house. Each names the employer; those of a member also the member's subject.
const (
	FactAdded         = "employer.added"
	FactChanged       = "employer.changed"
	FactVerified      = "employer.verified"
	FactMemberInvited = "member.invited"
	FactMemberJoined  = "member.joined"
	FactMemberChanged = "member.changed"
	FactMemberRemoved = "member.removed"
)
