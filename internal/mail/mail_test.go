package mail_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	gosmtp "github.com/emersion/go-smtp"

	"verv/internal/access"
	"verv/internal/mail"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

const address = "karinordmannjobb+cv@example.org"

type world struct {
	*testbed.Bed
	house  *mail.House
	runner *task.Runner
	server *caught.Server
	person access.SubjectID
	gone   bool
	routed []mail.Message
}

func rooms(t testing.TB) []store.Room {
	t.Helper()
	out, err := testbed.WithFootprints(t.Context(), []store.Room{store.Own(), task.Room(), mail.Room()})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func engines(t *testing.T, fn func(t *testing.T, w *world)) {
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) { fn(t, build(t, b)) })
}

func build(t testing.TB, b *testbed.Bed) *world {
	t.Helper()
	server, err := caught.Start(b.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w := &world{Bed: b, server: server, person: testbed.NewID[access.SubjectID](b)}
	w.boot()
	return w
}

// boot builds the house anew, as after a restart.
func (w *world) boot() {
	out := mail.Server{Host: "127.0.0.1", Port: w.server.Port(), Encryption: mail.Required, Hello: "verv.example",
		TLS: &tls.Config{RootCAs: w.server.Roots(), Time: w.Clock.Now}}
	w.house = mail.New(w.DB, out, nil, mail.Frame{From: "post@verv.example", Domain: "verv.example", Operator: "Nordlys AS",
		Contact: "personvern@verv.example"}, slog.New(slog.DiscardHandler))
	w.must(w.house.Know(mail.Kind{Name: "test.hello", Purpose: privacy.Correspond, Write: w.hello}))
	w.house.Receive(func(_ *task.Run, to string, m mail.Message) (bool, error) {
		if !strings.HasPrefix(to, "reply+") {
			return false, nil
		}
		w.routed = append(w.routed, m)
		return true, nil
	})
	var err error
	w.runner, err = task.NewRunner(w.DB, slog.New(slog.DiscardHandler), w.house.Tasks()...)
	w.must(err)
}

func (w *world) hello(run *task.Run, args map[string]string) (mail.Letter, error) {
	if w.gone {
		return mail.Letter{}, mail.ErrNobody
	}
	return mail.Letter{To: address, Language: "nb", Subject: "Søknaden din er kommet fram\r\nBcc: all@example.org", Greeting: "Hei, Kari!",
		Paragraphs: []string{"Nordkyst har fått <b>søknaden</b> din."}, Action: &mail.Action{Label: "Se søknaden", URL: "https://verv.example/a?x=1&y=2"},
		Why: "Du får denne fordi du søkte.", SiteName: "Fjordjobb", Thread: args["thread"]}, nil
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) run() {
	w.T.Helper()
	for {
		ran, err := w.runner.Once(w.T.Context())
		w.must(err)
		if !ran {
			return
		}
	}
}

func (w *world) grant() privacy.Grant {
	return w.Grant(access.Verv("test"), access.OfSubject(w.person), privacy.Correspond)
}

func (w *world) post(p mail.Post) {
	w.T.Helper()
	p.Kind, p.Subject = "test.hello", w.person
	w.must(w.DB.Write(w.T.Context(), w.grant(), func(tx *store.Writer) error { return mail.Enqueue(tx, p) }))
}

func TestSend(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.post(mail.Post{Args: map[string]string{"thread": "abc"}})
		w.run()
		got := w.server.To(address)
		if len(got) != 1 || !got[0].TLS {
			t.Fatalf("%d messages, encrypted %v", len(got), got)
		}
		text := string(got[0].Raw)
		for _, want := range []string{"Content-Language: nb", "References: <abc@verv.example>", "multipart/alternative", "Message-ID: <",
			"Auto-Submitted: auto-generated"} {
			if !strings.Contains(strings.ReplaceAll(text, "Message-Id", "Message-ID"), want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
		head, _, _ := strings.Cut(text, "\r\n\r\n")
		for _, line := range strings.Split(head, "\r\n") {
			if strings.HasPrefix(line, "Bcc:") {
				t.Error("a line break in the subject became a header")
			}
		}
		m, err := mail.Parse(got[0].Raw)
		if err != nil || !strings.Contains(m.Text, "Nordkyst har fått <b>søknaden</b> din.") || !strings.Contains(m.Text, "https://verv.example/a?x=1&y=2") {
			t.Errorf("text part: %q, %v", m.Text, err)
		}
		_, markup, _ := strings.Cut(strings.ReplaceAll(text, "=\r\n", ""), "text/html")
		if strings.Contains(markup, "<b>s") || !strings.Contains(markup, "&lt;b&gt;s") || strings.Contains(text, "<img") || strings.Contains(text, "<script") {
			t.Error("the HTML part holds what the letter's words said, or a picture")
		}
	})
	show.Show(t, "mail.plain", "mail-with-pixel")
}

// The queue holds no address and no sentence; a receiver who was erased gets nothing.
func TestQueueHoldsIdentifiersOnly(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.post(mail.Post{})
		if w.Conf.Engine == store.SQLite {
			hits, err := scan.Find([]string{w.Conf.Dir}, [][]byte{[]byte("karinordmannjobb")}, scan.Options{})
			if err != nil || len(hits) > 0 {
				t.Fatalf("the address lies in the queue: %v %v", hits, err)
			}
			w.Exec("update task set trouble = 'karinordmannjobb'")
			if hits, err = scan.Find([]string{w.Conf.Dir}, [][]byte{[]byte("karinordmannjobb")}, scan.Options{}); err != nil || len(hits) == 0 {
				t.Fatalf("a planted address is not found: %v", err)
			}
		}
		w.gone = true
		w.run()
		if n := len(w.server.Mails()); n != 0 {
			t.Fatalf("%d letters to nobody", n)
		}
		w.gone = false
		w.post(mail.Post{})
		w.run()
		if n := len(w.server.Mails()); n != 1 {
			t.Fatalf("%d letters to somebody", n)
		}
	})
	show.Show(t, "mail.erased", "address-in-queue")
}

// A letter that waits 15 seconds can be taken back, after a restart too; one that was sent cannot.
func TestUndo(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		cancel := func() (ok bool) {
			w.must(w.DB.Write(t.Context(), w.grant(), func(tx *store.Writer) (err error) {
				ok, err = mail.Cancel(tx, "test.hello", "a")
				return err
			}))
			return ok
		}
		w.post(mail.Post{At: w.Clock.Now().Add(15 * time.Second), Once: "a"})
		w.Clock.Move(14 * time.Second)
		w.run()
		w.Restart()
		w.boot()
		if !cancel() {
			t.Fatal("a waiting letter could not be taken back after a restart")
		}
		w.Clock.Move(time.Hour)
		w.run()
		if n := len(w.server.Mails()); n != 0 {
			t.Fatalf("%d letters that were taken back", n)
		}
		w.post(mail.Post{At: w.Clock.Now().Add(15 * time.Second), Once: "a"})
		w.Clock.Move(15 * time.Second)
		w.run()
		if n := len(w.server.Mails()); n != 1 {
			t.Fatalf("%d letters after their time", n)
		}
		if cancel() {
			t.Fatal("a letter that was sent was taken back")
		}
	})
}

func TestServerTrouble(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var tries []mail.Outcome
		w.house.OnSend(func(letter string, o mail.Outcome) { tries = append(tries, o) })
		w.server.Refuse = func(string) error { return &gosmtp.SMTPError{Code: 451, Message: "later"} }
		w.post(mail.Post{})
		w.run()
		w.server.Refuse = nil
		w.Clock.Move(time.Minute)
		w.run()
		if n := len(w.server.Mails()); n != 1 {
			t.Fatalf("%d letters after a passing refusal", n)
		}
		w.server.Refuse = func(string) error { return &gosmtp.SMTPError{Code: 550, Message: "no such user"} }
		w.post(mail.Post{})
		w.run()
		w.Clock.Move(24 * time.Hour)
		w.run()
		var left int
		w.must(w.DB.Read(t.Context(), w.Operate(), func(r *store.Reader) error {
			list, err := task.List(r, 10)
			left = len(list)
			return err
		}))
		if left != 0 {
			t.Fatal("a final refusal is tried for ever")
		}
		if want := []mail.Outcome{mail.Deferred, mail.Sent, mail.Failed}; !slices.Equal(tries, want) {
			t.Errorf("the figures heard %v, want %v", tries, want)
		}
	})
}

// A server that offers no encryption, or the wrong name, gets no letter.
func TestEncryptionIsRequired(t *testing.T) {
	server, err := caught.Start(testbed.Start)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	clock := func() time.Time { return testbed.Start }
	for _, c := range []struct {
		name string
		s    mail.Server
		fine bool
	}{
		{"trusted", mail.Server{Host: "127.0.0.1", Encryption: mail.Required, TLS: &tls.Config{RootCAs: server.Roots(), Time: clock}}, true},
		{"unknown certificate", mail.Server{Host: "127.0.0.1", Encryption: mail.Required, TLS: &tls.Config{Time: clock}}, false},
		{"opportunistic does not skip the check", mail.Server{Host: "127.0.0.1", Encryption: mail.Opportunistic, TLS: &tls.Config{Time: clock}}, false},
		{"none on the loopback", mail.Server{Host: "127.0.0.1", Encryption: mail.None}, true},
		{"opportunistic on the loopback", mail.Server{Host: "127.0.0.1", Encryption: mail.Opportunistic, TLS: &tls.Config{RootCAs: server.Roots(), Time: clock}}, true},
		{"none elsewhere", mail.Server{Host: "mail.example.org", Encryption: mail.None}, false},
	} {
		c.s.Port, c.s.Hello = server.Port(), "verv.example"
		if err := c.s.Send(t.Context(), "a@example.org", "b@example.org", []byte("Subject: x\r\n\r\nx\r\n")); (err == nil) != c.fine {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestDKIM(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	s, err := mail.NewDKIM("verv.example", "s1", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	var signed bytes.Buffer
	if err := s.Sign(&signed, strings.NewReader("From: a@verv.example\r\nSubject: x\r\n\r\nhello\r\n")); err != nil {
		t.Fatal(err)
	}
	verify := func(raw []byte) bool {
		vs, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
			if name != "s1._domainkey.verv.example" {
				return nil, errors.New("no such record")
			}
			return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}, nil
		}})
		return err == nil && len(vs) == 1 && vs[0].Err == nil
	}
	if !verify(signed.Bytes()) {
		t.Fatal("the signature does not hold")
	}
	if verify(bytes.Replace(signed.Bytes(), []byte("hello"), []byte("hallo"), 1)) {
		t.Fatal("the signature holds for other words")
	}
	if _, err := mail.NewDKIM("d", "s", []byte("no key")); err == nil {
		t.Fatal("a file without a key was taken")
	}
}

func TestLMTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var ln net.Listener
		again := func() {
			var err error
			ln, err = net.Listen("tcp", "127.0.0.1:0")
			w.must(err)
			l := w.house.NewLMTP("verv.example", slog.New(slog.DiscardHandler))
			go func() { _ = l.Serve(ln) }()
			t.Cleanup(func() { _ = l.Close(context.Background()) })
		}
		again()
		mark := scan.Mark("mail", "text")
		deliver := func(to, body string) error {
			conn, err := net.Dial("tcp", ln.Addr().String())
			if err != nil {
				return err
			}
			c := gosmtp.NewClientLMTP(conn)
			defer c.Close()
			if err := c.Hello("localhost"); err != nil {
				return err
			}
			return c.SendMail("kari@example.org", []string{to}, strings.NewReader(body))
		}
		body := "From: Kari <kari@example.org>\r\nSubject: =?utf-8?q?Sp=C3=B8rsm=C3=A5l?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" +
			"Hei " + mark + " bl\xe5b\xe6r\r\n\r\nman. 23. nov. skrev Ola:\r\n> gammelt\r\n"
		w.must(deliver("reply+abc@verv.example", body))
		if w.Conf.Engine == store.SQLite {
			if hits, err := scan.Find([]string{w.Conf.Dir}, [][]byte{[]byte(mark)}, scan.Options{}); err != nil || len(hits) > 0 {
				t.Fatalf("the message lies in clear: %v %v", hits, err)
			}
		}
		if err := deliver("x@elsewhere.example", body); err == nil {
			t.Fatal("mail for another domain was taken")
		}
		w.Restart()
		w.boot()
		w.run()
		again()
		if len(w.routed) != 1 || w.routed[0].Text != "Hei "+mark+" blåbær" || w.routed[0].Subject != "Spørsmål" || w.routed[0].From != "kari@example.org" {
			t.Fatalf("%+v", w.routed)
		}
		w.must(deliver("nobody@verv.example", body))
		w.run()
		var n int
		w.must(w.DB.Read(t.Context(), w.Operate(), func(r *store.Reader) (err error) { n, err = mail.Waiting(r); return err }))
		if n != 1 {
			t.Fatalf("%d messages wait, one was to nobody", n)
		}
	})
}

func TestParse(t *testing.T) {
	deep := "Content-Type: multipart/mixed; boundary=x0\r\n\r\n"
	for i := range 40 {
		deep += fmt.Sprintf("--x%d\r\nContent-Type: multipart/mixed; boundary=x%d\r\n\r\n", i, i+1)
	}
	for _, c := range []struct {
		name, raw string
		want      mail.Message
		fine      bool
	}{
		{"no message", "\x00\x01", mail.Message{}, false},
		{"no sender", "Subject: x\r\n\r\nx", mail.Message{}, false},
		{"html only", "From: a@b.no\r\nContent-Type: text/html\r\n\r\n<style>x{}</style><p>Hei</p><script>alert(1)</script><p>du</p>", mail.Message{From: "a@b.no", Text: "Hei\ndu"}, true},
		{"base64", "From: a@b.no\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVp", mail.Message{From: "a@b.no", Text: "Hei"}, true},
		{"bounce", "From: a@b.no\r\nAuto-Submitted: auto-replied\r\n\r\nx", mail.Message{From: "a@b.no", Text: "x", Automatic: true}, true},
		{"deep", "From: a@b.no\r\n" + deep, mail.Message{From: "a@b.no"}, true},
		{"attachment", "From: a@b.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHei\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=x\r\n\r\n%PDF\r\n--x--\r\n",
			mail.Message{From: "a@b.no", Text: "Hei", Files: []mail.File{{Name: "x", Body: []byte("%PDF")}}}, true},
		{"bad bytes", "From: a@b.no\r\n\r\nHei \xff\x00du", mail.Message{From: "a@b.no", Text: "Hei \uFFFDdu"}, true},
	} {
		m, err := mail.Parse([]byte(c.raw))
		if (err == nil) != c.fine || !reflect.DeepEqual(m, c.want) {
			t.Errorf("%s: %+v, %v", c.name, m, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("From: a@b.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHei\r\n--x--\r\n"))
	f.Add([]byte("From: a@b.no\r\nContent-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FF=FEa"))
	f.Add([]byte("From: =?x?q?=\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := mail.Parse(raw)
		if err == nil && strings.ContainsAny(m.Subject+m.From+m.InReplyTo, "\r\n") {
			t.Fatalf("a header with a line break: %+v", m)
		}
	})
}
