package mail

import (
	"errors"
	"time"

	"github.com/emersion/go-smtp"

	"verv/internal/store"
)

// Refusal is why a server refused a letter for good, in a class (RFC 3463): never its words, which may quote the address.
type Refusal string

// The classes.
const (
	NoAddress  Refusal = "address" // there is nobody of that address
	NoMailbox  Refusal = "mailbox" // it is full, or takes nothing
	ByPolicy   Refusal = "policy"  // the server does not trust us: SPF, DKIM, DMARC, or a list of senders
	Unreadable Refusal = "content" // what we sent is not taken
	ByOther    Refusal = "other"
)

// Refusals lists every class.
func Refusals() []Refusal { return []Refusal{NoAddress, NoMailbox, ByPolicy, Unreadable, ByOther} }

// classOf is the class of a refusal.
func classOf(err error) Refusal {
	if errors.Is(err, errNotAnAddress) {
		return NoAddress
	}
	var s *smtp.SMTPError
	if !errors.As(err, &s) {
		return ByOther
	}
	switch c := s.EnhancedCode; {
	case c[0] == 5 && c[1] == 1:
		return NoAddress
	case c[0] == 5 && c[1] == 2:
		return NoMailbox
	case c[0] == 5 && c[1] == 6:
		return Unreadable
	case c[0] == 5 && c[1] == 7:
		return ByPolicy
	case c[0] <= 0 && (s.Code == 550 || s.Code == 551 || s.Code == 553): // without an enhanced code (RFC 5321, section 4.2.3)
		return NoAddress
	case c[0] <= 0 && s.Code == 552:
		return NoMailbox
	}
	return ByOther
}

// counted is how long the figures of refusals are kept.
const counted = 90 * 24 * time.Hour

// tally counts a refusal by day and class. It says nothing of the letter.
func tally(w *store.Writer, c Refusal) error {
	if _, err := w.Exec("mail.dropRefusals", store.Args{"before": w.Now().Add(-counted).Format(time.DateOnly)}); err != nil {
		return err
	}
	return w.Must("mail.addRefusal", store.Args{"day": w.Now().UTC().Format(time.DateOnly), "class": string(c)})
}

// RefusedSince counts refusals since a day, by class.
func RefusedSince(r *store.Reader, day time.Time) (map[Refusal]int, error) {
	out := map[Refusal]int{}
	_, err := store.List(r, "mail.refusals", store.Args{"since": day.UTC().Format(time.DateOnly)}, func(row store.Row) (none struct{}, err error) {
		var class string
		var n int
		err = row.Scan(&class, &n)
		out[Refusal(class)] = n
		return none, err
	})
	return out, err
}

// Queue is what waits to be sent.
type Queue struct {
	Waiting  int
	Deferred int       // of those, tried and put off
	Oldest   time.Time // since when the oldest has waited; zero where none does
	Dead     int       // given up
}

// ReadQueue counts the letters that wait.
func ReadQueue(r *store.Reader) (q Queue, err error) {
	err = r.Get("mail.queue", store.Args{"kind": TaskSend}, &q.Waiting, &q.Deferred, &q.Oldest, &q.Dead)
	return q, err
}
