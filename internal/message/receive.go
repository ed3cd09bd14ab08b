package message

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const replyPrefix = "reply+"

// ReplyAddress leads an answer by mail into the thread of an application; empty where mail is not taken in.
func (h *House) ReplyAddress(v application.ID) string {
	if h.Domain == "" {
		return ""
	}
	return replyPrefix + hex.EncodeToString(v.Bytes()) + h.code(v) + "@" + h.Domain
}

// code makes an address that nobody can guess.
func (h *House) code(v application.ID) string {
	return hex.EncodeToString(h.Keys.Root().MAC("message-reply/1", v.Bytes())[:10])
}

// mailsMost is how many messages of a person come into one thread in a day by mail: two programs that answer each other stop there.
const mailsMost = 30

// restsFor is how long a mail waits that came for a thread which rests, before somebody looks again.
const restsFor = 24 * time.Hour

// Receive takes an answer that came by mail. False means that the address is not one of this house's. What a program sent by itself is
// nobody's message. What comes from another address than the person's own is laid aside: a reply address can be passed on, and nobody
// else speaks for them.
func (h *House) Receive(run *task.Run, to string, m mail.Message) (bool, error) {
	v, ok := h.threadOf(to)
	if !ok {
		return false, nil
	}
	b := written(m)
	if m.Automatic || b.Text == "" && len(m.Files) == 0 {
		return true, nil
	}
	op, err := run.Within(access.Operation(), privacy.Operate)
	if err != nil {
		return true, err
	}
	var who access.SubjectID
	err = h.db.Read(run, op, func(r *store.Reader) (err error) { who, err = application.Whose(r, v); return err })
	if fault.Is(err, fault.NotFound) {
		return true, nil // the application is gone, and with it the thread
	}
	if err != nil {
		return true, err
	}
	g, err := run.Within(access.OfSubject(who), privacy.Correspond)
	if err != nil {
		return true, err
	}
	switch err = h.land(run, g, v, m, b); {
	case fault.Is(err, fault.NotFound):
		err = nil // it was withdrawn meanwhile
	case fault.Is(err, fault.Locked), errors.Is(err, mail.ErrNobody):
		err = task.Later(run.Now.Add(restsFor)) // its person has it rest: the mail stays sealed as it came, until it is used again or ends
	}
	return true, err
}

// land brings a message into the thread of an application, or lays it aside.
func (h *House) land(run *task.Run, g privacy.Grant, v application.ID, m mail.Message, b body) error {
	var c account.Contact
	var n int
	err := h.db.Read(run, g, func(r *store.Reader) (err error) {
		if c, err = account.Address(r); err != nil {
			return err
		}
		return r.Get("message.sentSince", store.Args{"application_id": v, "since": run.Now.Add(-24 * time.Hour)}, &n)
	})
	if err != nil || n >= mailsMost {
		return err
	}
	if !same(c.Address, m.From) {
		for _, f := range m.Files {
			b.Left = append(b.Left, named(f))
		}
		return h.db.Write(run, g, func(w *store.Writer) error { return h.lay(w, v, m.From, b) })
	}
	var files []blob.Draft
	for _, f := range m.Files {
		got, err := blob.Draft{}, error(fault.New(fault.Invalid, "form.many"))
		if len(files) < filesMost {
			got, err = h.Attach(run, g, v, f.Name, bytes.NewReader(f.Body))
		}
		switch {
		case fault.Is(err, fault.Invalid):
			b.Left = append(b.Left, named(f))
		case err != nil:
			return err
		default:
			files = append(files, got)
		}
	}
	return h.db.Write(run, g, func(w *store.Writer) error { return h.answer(w, v, b, files) })
}

// named is how a file that was not taken is called in the thread.
func named(f mail.File) string { return cmp.Or(f.Name, "–") }

// quoteMost bounds what is kept of what a message quotes.
const quoteMost = 20_000

// written is what a mail says: the person's words, at most as long as a message can be, and folded behind them the rest.
func written(m mail.Message) body {
	text, rest := cut(strings.TrimSpace(m.Text), textMax)
	quote, _ := cut(strings.TrimSpace(rest+"\n\n"+m.Quote), quoteMost)
	return body{Text: text, Quote: quote, Mail: true}
}

func cut(s string, most int) (head, rest string) {
	if r := []rune(s); len(r) > most {
		return string(r[:most]), string(r[most:])
	}
	return s, ""
}

func (h *House) threadOf(to string) (v application.ID, ok bool) {
	local, domain, _ := strings.Cut(to, "@")
	rest, found := strings.CutPrefix(strings.ToLower(local), replyPrefix)
	if !found || h.Domain == "" || !strings.EqualFold(domain, h.Domain) || len(rest) != 32+20 {
		return v, false
	}
	text := rest[:8] + "-" + rest[8:12] + "-" + rest[12:16] + "-" + rest[16:20] + "-" + rest[20:32]
	if v.UnmarshalText([]byte(text)) != nil {
		return v, false
	}
	return v, crypt.Equal(rest[32:], h.code(v))
}

func same(a, b string) bool {
	x, err := crypt.NormaliseEmail(a)
	if err != nil {
		return false
	}
	y, err := crypt.NormaliseEmail(b)
	return err == nil && x == y
}
