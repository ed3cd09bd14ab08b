package application

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/cv/jsoncv"
	"verv/internal/employer"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
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
	return store.Room{Name: "application", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldName         privacy.FieldID = 901
	fieldContact      privacy.FieldID = 902
	fieldCareer       privacy.FieldID = 903
	fieldCV           privacy.FieldID = 904
	fieldDecision     privacy.FieldID = 905
	fieldClaim        privacy.FieldID = 906
	fieldNote         privacy.FieldID = 907
	fieldDraftContact privacy.FieldID = 908
	fieldDraftCareer  privacy.FieldID = 909
	fieldScorecard    privacy.FieldID = 930
	fieldTodo         privacy.FieldID = 931
	fieldFilter       privacy.FieldID = 920
)

type (
	noun      struct{}
	draftNoun struct{}
	moveNoun  struct{}
	noteNoun  struct{}
	claimNoun struct{}
)

// Identifiers of this house.
type (
	ID      = id.ID[noun]
	DraftID = id.ID[draftNoun]
	MoveID  = id.ID[moveNoun]
	NoteID  = id.ID[noteNoun]
)

// Application is one application. What a reader may not see is empty.
type Application struct {
	ID           ID
	Employer     access.EmployerID
	Subject      access.SubjectID
	Job          job.ID
	File         blob.ID // zero when no file came along
	Site         access.SiteID
	SentAt       time.Time
	EndedAt      time.Time
	ClockAt      time.Time // when the retention clock started
	JobTitle     string    // as it was when the application was sent
	EmployerName string
	Language     string    // of letters to the person
	StageID      StageID   // of the employer's stages; zero is the first of its kind
	StageAt      time.Time // when it came there; zero when it was sent
	Score        int       // mean of the team in tenths; 0 is none
	State
	Name     string
	Contact  Contact
	Career   Career
	CV       *jsoncv.CV // copy of the person's CV
	Decision Decision
	dossier  crypt.DossierID
}

// Dossier is the dossier that the employer holds.
func (a Application) Dossier() crypt.DossierID { return a.dossier }

// Contact is how the person is reached.
type Contact struct{ Email, Phone string }

// Career is what is judged: the letter and the answers to the employer's own questions.
type Career struct {
	Letter  string
	Answers []Answer
}

// Answer is one answer, with the question as it was asked.
type Answer struct {
	Question job.QuestionID
	Label    string
	Values   []string
}

// Decision is why an application ended, in a code and in words to the person.
type Decision struct {
	Reason Reason
	Text   string
}

type nameBody struct{ Name string }

// Accounts is what this house asks of the account house.
type Accounts interface {
	MayApply(ctx context.Context, g privacy.Grant, from account.From) error
	Guest(ctx context.Context, g privacy.Grant, address, language string) (account.Visit, error)
	NewLink(run *task.Run, a access.AccountID, want account.Want) (token string, err error)
	Peek(ctx context.Context, g privacy.Grant, token string) (account.Link, error)
	Follow(ctx context.Context, g privacy.Grant, token string, from account.From) (account.Opened, error)
}

// Jobs is what this house asks of the job house.
type Jobs interface {
	Open(ctx context.Context, g privacy.Grant, j job.ID) (job.Job, error)
	OpenOrShut(ctx context.Context, g privacy.Grant, j job.ID) (job.Job, error)
	TakenDown(ctx context.Context, g privacy.Grant, j job.ID) (bool, error)
	Of(ctx context.Context, g privacy.Grant, j job.ID) (job.Job, error)
}

// Team lists who works for the grant's employer.
type Team interface {
	Members(ctx context.Context, g privacy.Grant) ([]employer.Member, error)
}

// Eraser begins the erasure of one dossier of the grant's person. The ledger is it.
type Eraser interface {
	EraseOne(ctx context.Context, g privacy.Grant, cause ledger.Cause, d crypt.DossierID) (ledger.ID, error)
}

// Config is what the house stands on. All fields are needed.
type Config struct {
	DB        *store.DB
	Keys      *crypt.Keystore
	Files     *blob.Files
	Accounts  Accounts
	Jobs      Jobs
	Team      Team
	Ledger    Eraser
	Places    account.Places
	Words     *locale.Catalogue
	Retention privacy.Retention

	AnswerDays int // the most days of silence that an employer may choose; 0 is thirty
}

// House answers for applications.
type House struct {
	Config
	db   *store.DB
	said func(*store.Reader, ID) ([]Posted, error) // see Hear

	newToTeam, newToOwn func(*store.Reader) (map[ID]int, error) // see CountNew
}

// New makes the house.
func New(c Config) *House { return &House{Config: c, db: c.DB} }

// The facts of this house.
const (
	FactSent      = "application.sent"
	FactCorrected = "application.corrected"
	FactMoved     = "application.moved"
	FactUndone    = "application.undone"
	FactWithdrawn = "application.withdrawn"
	FactPaired    = "application.paired" // a member said whether two applications are one person's, or took it back
	FactScored    = "application.scored" // a scorecard was given or changed
	FactStages    = "application.stages" // the stages of a job, or of a template, were changed
)
