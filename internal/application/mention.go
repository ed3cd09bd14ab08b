package application

import (
	"context"
	"slices"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type mentionNoun struct{}

// mentionMost bounds whom one note can name.
const mentionMost = 20

// Said is a note that a member writes: to the file, or in reply to another note, perhaps naming colleagues.
type Said struct {
	Score    int // 1 to 5, 0 is none
	Text     string
	Reply    NoteID // zero: begins a thread
	Mentions []access.SubjectID
}

func (n Said) check() error {
	var f fault.Form
	switch c := utf8.RuneCountInString(n.Text); {
	case c == 0 && (n.Score == 0 || len(n.Mentions) > 0 || !n.Reply.IsZero()):
		f.Add("text", "form.required")
	case c > noteMax:
		f.Add("text", "form.long", fault.Args{"Max": noteMax})
	}
	if n.Score < 0 || n.Score > scoreMost {
		f.Add("score", "form.range", fault.Args{"Min": 1, "Max": scoreMost})
	}
	if len(n.Mentions) > mentionMost {
		f.Add("mention", "form.many", fault.Args{"Max": mentionMost})
	}
	return f.Err()
}

// Say writes a note. Whoever it names gets a letter that says so and nothing of the applicant.
func (h *House) Say(ctx context.Context, g privacy.Grant, v ID, n Said) error {
	if err := g.Require(access.ApplicationNote); err != nil {
		return err
	}
	if err := n.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := held(w.Reader, v)
		if err != nil {
			return err
		}
		w.About("application", v)
		note := id.New[noteNoun](w.Now())
		parent, err := threadOf(w.Reader, s, n.Reply)
		if err != nil {
			return err
		}
		body, err := store.Seal(w, fieldNote, s.dossier, note, noteBody{n.Text})
		if err != nil {
			return err
		}
		err = w.Must("application.addNote", store.Args{"id": note, "subject_id": s.Subject, "dossier_id": s.dossier, "application_id": v,
			"by_id": g.Actor().Subject, "parent_id": parent, "now": w.Now(), "score": n.Score, "body": body})
		if err != nil {
			return err
		}
		if err := mention(w, s, note, n.Mentions); err != nil || n.Score == 0 {
			return err
		}
		return rescore(w, v)
	})
}

// threadOf is the note that a reply hangs under: threads are one deep.
func threadOf(r *store.Reader, s shut, reply NoteID) (NoteID, error) {
	if reply.IsZero() {
		return reply, nil
	}
	all, err := store.List(r, "application.notes", store.Args{"application_id": s.ID}, scanNote(r, s.dossier))
	if err != nil {
		return reply, err
	}
	at := slices.IndexFunc(all, func(n Note) bool { return n.ID == reply })
	if at < 0 {
		return reply, withheld()
	}
	if !all[at].Parent.IsZero() {
		return all[at].Parent, nil
	}
	return reply, nil
}

func mention(w *store.Writer, s shut, note NoteID, whom []access.SubjectID) error {
	seen := map[access.SubjectID]bool{w.Grant().Actor().Subject: true} // nobody is told of what they wrote
	for _, m := range whom {
		if seen[m] {
			continue
		}
		seen[m] = true
		if err := joined(w.Reader, m, "mention"); err != nil {
			return err
		}
		err := w.Must("application.addMention", store.Args{"id": id.New[mentionNoun](w.Now()), "subject_id": s.Subject, "dossier_id": s.dossier,
			"application_id": s.ID, "note_id": note, "for_id": m})
		if err != nil {
			return err
		}
		if err := notify(w, m, TopicMention, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// named reads whom the notes of an application name.
func named(r *store.Reader, v ID, notes []Note) error {
	_, err := store.List(r, "application.mentions", store.Args{"application_id": v}, func(row store.Row) (struct{}, error) {
		var note NoteID
		var m access.SubjectID
		err := row.Scan(&note, &m)
		for i := range notes {
			if notes[i].ID == note {
				notes[i].Mentions = append(notes[i].Mentions, m)
			}
		}
		return struct{}{}, err
	})
	return err
}

// Threads orders notes as they are read: the latest thread first, its replies under it in the order they came.
func Threads(notes []Note) []Note {
	var out []Note
	for _, n := range notes { // newest first
		if !n.Parent.IsZero() {
			continue
		}
		out = append(out, n)
		for _, reply := range slices.Backward(notes) {
			if reply.Parent == n.ID {
				out = append(out, reply)
			}
		}
	}
	return out
}
