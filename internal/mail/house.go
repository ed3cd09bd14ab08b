package mail

import (
	"bytes"
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"errors"
	"fmt"
	"log/slog"
	"time"

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
	return store.Room{Name: "mail", Schema: schema, Queries: queries, Footprint: footprint}
}

// Sender hands a finished message to a mail server. Errors that Refused recognises are final; all others are tried again.
type Sender interface {
	Send(ctx context.Context, from, to string, message []byte) error
}

// Frame is what every letter of the installation says at its foot.
type Frame struct {
	From     string // address letters come from
	Domain   string // of Message-ID and reply addresses
	Operator string // legal name
	Contact  string // address for privacy questions
}

// House sends letters and takes in mail.
type House struct {
	db        *store.DB
	sender    Sender
	sign      Signer
	frame     Frame
	kinds     map[string]Kind
	receivers []Receiver
	shut      func(ctx context.Context) (bool, error)
	log       *slog.Logger
	tried     func(letter string, o Outcome)
}

// Outcome is what became of one try to send a letter.
type Outcome string

// The outcomes.
const (
	Sent     Outcome = "sent"
	Deferred Outcome = "deferred" // the server did not take it now: it is tried again
	Failed   Outcome = "failed"   // the server refused it for good
)

// New makes the house. A nil sender keeps letters waiting; a nil signer leaves them unsigned.
func New(db *store.DB, sender Sender, sign Signer, frame Frame, log *slog.Logger) *House {
	return &House{db: db, sender: sender, sign: sign, frame: frame, kinds: map[string]Kind{}, log: log, tried: func(string, Outcome) {}}
}

// Know registers the letters of the houses. Package server calls it before anything runs.
func (h *House) Know(kinds ...Kind) error {
	for _, k := range kinds {
		if _, dup := h.kinds[k.Name]; dup || k.Name == "" || k.Write == nil || !k.Purpose.Known() {
			return fmt.Errorf("mail: kind %q is declared twice or not whole", k.Name)
		}
		h.kinds[k.Name] = k
	}
	return nil
}

// OnSend sets a function that is told of each try to send, for figures. Set it before anything runs.
func (h *House) OnSend(fn func(letter string, o Outcome)) { h.tried = fn }

// waitWithout is how long letters wait between looks while no mail server is configured.
const waitWithout = 10 * time.Minute

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: TaskSend, Purpose: privacy.Correspond, Tries: 20, Run: h.send},
		{Name: TaskRoute, Purpose: privacy.Correspond, Tries: 20, Run: h.route},
	}
}

// send writes one letter and hands it over. A letter to nobody is dropped: the person was erased meanwhile.
func (h *House) send(run *task.Run) error {
	k, ok := h.kinds[run.Task.Args["letter"]]
	if !ok {
		return fmt.Errorf("mail: no letter %q", run.Task.Args["letter"])
	}
	if h.sender == nil {
		return task.Later(run.Now.Add(waitWithout))
	}
	g, err := run.For(k.Purpose)
	if err != nil {
		return err
	}
	mine := *run
	mine.Grant = g
	letter, err := k.Write(&mine, run.Task.Args)
	if errors.Is(err, ErrNobody) {
		h.log.Info("mail: nobody to send to", "letter", k.Name, "task", run.Task.ID)
		return nil
	}
	if err != nil {
		return err
	}
	message, err := h.frame.compose(letter, run.Task.ID.String(), run.Now)
	if err != nil {
		return err
	}
	if h.sign != nil {
		var signed bytes.Buffer
		if err := h.sign.Sign(&signed, bytes.NewReader(message)); err != nil {
			return fmt.Errorf("mail: signing: %w", err)
		}
		message = signed.Bytes()
	}
	err = h.sender.Send(run, h.frame.From, letter.To, message)
	if Refused(err) {
		refused := classOf(err)
		// The server's words may quote the address, so only the letter is named.
		h.log.Warn("mail: refused for good", "letter", k.Name, "task", run.Task.ID)
		h.tried(k.Name, Failed)
		return h.db.Write(run, g, func(w *store.Writer) error {
			w.Fact("mail.refused", map[string]string{"task": run.Task.ID.String()})
			return tally(w, refused)
		})
	}
	if err != nil {
		h.tried(k.Name, Deferred)
		return errors.New("mail: the server did not take it")
	}
	h.tried(k.Name, Sent)
	return nil
}
