package tell

import (
	"cmp"
	"time"

	"verv/internal/store"
	"verv/internal/task"
)

const (
	// Settled is how old something is before a letter tells of it: what a transaction that still runs makes public is not passed over.
	Settled = time.Minute
	// DayMost is how many letters go at once to one person on one day; what comes after waits for the morning.
	DayMost = 10
	// Gather is how long a letter at once waits, so that what comes in one go is in one letter.
	Gather = 2 * time.Minute
)

// Cursor is how far one search has been told.
type Cursor struct {
	NextAt time.Time // when it tells next, if there is something new
	ToldTo time.Time // what happened up to here has been told
	SentAt time.Time // when it was in a letter the last time
	Letter Letter
	Day    Day
}

// Letter is the last letter that told of a search.
type Letter struct {
	Task   task.ID
	From   time.Time // where its window begins; it ends at the cursor
	Unsent bool      // it still waits, or was given up: another one takes the window over
}

// Day counts the letters that went at once on one day.
type Day struct {
	At time.Time
	N  int
}

// Of is how many went on a day.
func (d Day) Of(day time.Time) int {
	if d.At.Equal(day) {
		return d.N
	}
	return 0
}

// Window is what a letter tells of: what happened after From and not after Until.
type Window struct{ From, Until time.Time }

// Has reports whether a moment lies in the window.
func (w Window) Has(t time.Time) bool { return t.After(w.From) && !t.After(w.Until) }

// Called reports whether the clock says that it is time.
func (c Cursor) Called(now time.Time) bool { return !c.NextAt.IsZero() && !c.NextAt.After(now) }

// Window is what a new letter tells of.
func (c Cursor) Window(now time.Time) Window {
	w := Window{c.ToldTo, now.Add(-Settled)}
	if w.Until.Before(w.From) {
		w.Until = w.From
	}
	if c.Letter.Unsent {
		w.From = c.Letter.From
	}
	return w
}

// Due are the searches that a new letter tells of: those that the clock calls, and those that tell at once. Hot says that the clock has nothing to do with
// it; then nothing is due to whoever was told often enough since their day began. Of says how far a search was told and how often it tells.
func Due[T any](list []T, of func(T) (Cursor, Pace), now, day time.Time) (out []T, hot bool) {
	sent := 0
	hot = true
	for _, v := range list {
		c, pace := of(v)
		clock := c.Called(now)
		if clock || pace == AtOnce {
			out, hot = append(out, v), hot && !clock
		}
		sent = max(sent, c.Day.Of(day))
	}
	if hot && sent >= DayMost {
		return nil, hot
	}
	return out, hot
}

// DayKey is the end of the key of a day's letter: one waits for each person and day.
func DayKey(at time.Time) string { return at.UTC().Format("/20060102") }

// Again is what a letter told of that was written before, when its task is tried again.
func (c Cursor) Again(t task.ID) (Window, bool) {
	return Window{c.Letter.From, c.ToldTo}, c.Letter.Task == t
}

// Look notes whether the last letter has been sent.
func (c *Cursor) Look(r *store.Reader) (err error) {
	if !c.Letter.Task.IsZero() {
		c.Letter.Unsent, err = task.Waits(r, c.Letter.Task)
	}
	return err
}

// Move is a cursor that goes to the end of a window, by the statement that moves it.
type Move struct {
	Cursor
	Args store.Args
}

// Claim moves cursors in a letter's name. Where another letter was quicker, this one is written again later.
func Claim(w *store.Writer, statement store.Name, moves []Move) error {
	for _, m := range moves {
		if m.Letter.Unsent {
			if still, err := task.Waits(w.Reader, m.Letter.Task); err != nil || !still {
				return cmp.Or(err, task.Later(w.Now().Add(time.Minute))) // it is on its way after all
			}
		}
		moved, err := w.Exec(statement, m.Args)
		if err != nil {
			return err
		}
		if moved == 0 {
			return task.Later(w.Now().Add(time.Second))
		}
	}
	return nil
}

// ClaimArgs are what every statement that moves a cursor binds.
func (c Cursor) ClaimArgs(letter task.ID, w Window, next, sent time.Time) store.Args {
	return store.Args{"letter_id": letter, "was": c.ToldTo, "from": w.From, "until": w.Until, "next_at": next, "sent_at": sent}
}
