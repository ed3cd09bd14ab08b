package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"verv/internal/mail"
)

// What is folded is the quotation and the signature, and nothing is lost.
func TestUnquote(t *testing.T) {
	for name, c := range map[string]struct{ text, own, quote string }{
		"nothing quoted":       {"Ja takk.\n\nHilsen Kari", "Ja takk.\n\nHilsen Kari", ""},
		"gmail":                {"Ja takk.\n\nman. 23. nov. 2026 kl. 10:00 skrev Fjordjobb <x@y.no>:\n\n> Passer mandag?", "Ja takk.", "man. 23. nov. 2026 kl. 10:00 skrev Fjordjobb <x@y.no>:\n\n> Passer mandag?"},
		"gmail, broken line":   {"Ja takk.\n\nman. 23. nov. 2026 kl. 10:00 skrev Fjordjobb <\nx@y.no>:\n\n> Passer mandag?", "Ja takk.", "man. 23. nov. 2026 kl. 10:00 skrev Fjordjobb <\nx@y.no>:\n\n> Passer mandag?"},
		"outlook":              {"Ja takk.\n\n________________________________\nFra: Fjordjobb", "Ja takk.", "________________________________\nFra: Fjordjobb"},
		"outlook, head":        {"Joo, sopii.\n\nLähettäjä: Fjordjobb\nLähetetty: maanantai\nVastaanottaja: Kari\nAihe: Hei\n\nSopiiko?", "Joo, sopii.", "Lähettäjä: Fjordjobb\nLähetetty: maanantai\nVastaanottaja: Kari\nAihe: Hei\n\nSopiiko?"},
		"original":             {"Ja.\n-----Ursprungligt meddelande-----\nHej", "Ja.", "-----Ursprungligt meddelande-----\nHej"},
		"signature":            {"Ja.\n-- \nKari", "Ja.", "-- \nKari"},
		"answers between":      {"> Passer mandag?\nJa.\n> Klokka ti?\nHelst elleve.", "> Passer mandag?\nJa.\n> Klokka ti?\nHelst elleve.", ""},
		"below the quotation":  {"> Passer mandag?\n\nJa, klokka ti.", "> Passer mandag?\n\nJa, klokka ti.", ""},
		"only a quotation":     {"> Passer mandag?", "> Passer mandag?", ""},
		"a list with a colon":  {"Jeg kan disse dagene:\nmandag\ntirsdag", "Jeg kan disse dagene:\nmandag\ntirsdag", ""},
		"a colon, then quoted": {"Jeg har lest dette:\n> Passer mandag?", "Jeg har lest dette:\n> Passer mandag?", ""},
		"a dash of one's own":  {"Priser:\n--- ny ---\n100", "Priser:\n--- ny ---\n100", ""},
	} {
		own, quote := mail.Unquote(c.text)
		if own != c.own || quote != c.quote {
			t.Errorf("%s: %q and %q", name, own, quote)
		}
	}
}

// A program's mail is known by what it says of itself, in all the ways that are in use; a person's is not.
func TestAutomatic(t *testing.T) {
	for head, want := range map[string]bool{
		"Auto-Submitted: auto-replied; owner-email=\"a@b.no\"": true, "Auto-Submitted: auto-generated": true, "Auto-Submitted: no": false,
		"X-Autoreply: yes": true, "X-Autorespond: yes": true, "Precedence: auto_reply": true, "Precedence: junk": true, "Precedence: first-class": false,
		"List-Id: <a.b.no>": true, "Return-Path: <>": true, "Return-Path: <a@b.no>": false, "X-Failed-Recipients: x@y.no": true,
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x": true, "X-Mailer: Mail": false,
	} {
		m, err := mail.Parse([]byte("From: a@b.no\r\n" + head + "\r\n\r\nHei"))
		if err != nil || m.Automatic != want {
			t.Errorf("%s: %v %v", head, m.Automatic, err)
		}
	}
}

// Attachments are read whole, named in one line, and bounded; a logo of the signature and the parts of a message in a message are none.
func TestAttachments(t *testing.T) {
	part := func(head, body string) string { return "--x\r\n" + head + "\r\n\r\n" + body + "\r\n" }
	raw := "From: a@b.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + part("Content-Type: text/plain", "Hei") +
		part("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"../../etc/pass wd.txt\"", "a file") +
		part("Content-Type: application/pdf; name=\"=?utf-8?q?S=C3=B8knad.pdf?=\"\r\nContent-Transfer-Encoding: base64", "JVBERi0=") +
		part("Content-Type: message/rfc822", "From: c@d.no\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Disposition: attachment\r\n\r\nz\r\n--y--") +
		part("Content-Type: multipart/related; boundary=z", "--z\r\nContent-Type: text/html\r\n\r\n<p>Hei</p>\r\n--z\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <a>\r\n\r\nlogo\r\n--z--") + "--x--\r\n"
	m, err := mail.Parse([]byte(raw))
	if err != nil || m.Text != "Hei" || len(m.Files) != 3 || m.Files[0].Name != "pass wd.txt" || string(m.Files[0].Body) != "a file" ||
		m.Files[1].Name != "Søknad.pdf" || string(m.Files[1].Body) != "%PDF-" || m.Files[2].Name != "" {
		t.Errorf("%+v %v", m, err)
	}
	many := "From: a@b.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
	for i := range mail.FilesMost + 5 {
		many += part(fmt.Sprintf("Content-Disposition: attachment; filename=%d.txt", i), "x")
	}
	if m, err := mail.Parse([]byte(many + strings.Repeat("x", 10))); err != nil || len(m.Files) != mail.FilesMost || m.MoreFiles != 5 {
		t.Errorf("%d files and %d more, %v", len(m.Files), m.MoreFiles, err)
	}
}
