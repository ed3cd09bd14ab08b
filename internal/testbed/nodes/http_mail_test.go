package nodes_test

import (
	"bytes"
	"context"
	"fmt"
	netmail "net/mail"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/task"
)

// mail: letters are queued here, and both nodes send them. Each arrives once, and both had a share: a quick node could send all of them
// while the other sleeps its second, so neither gets rid of a letter before the other has one in hand.
func (w *town) mail(t *testing.T, e access.EmployerID) {
	letters := times(60, 1000)
	w.idle(t)
	w.a.post.Clear()
	w.b.post.Clear()
	meet(t.Context(), w.a, w.b)
	g := w.Verv(access.Public(), privacy.Account)
	began := time.Now()
	for i := range letters {
		_, err := w.Accounts.Invite(t.Context(), g, fmt.Sprintf("ny%d@fjord.example", i), account.Invitation{Employer: e, Role: access.Recruiter,
			Thing: fmt.Sprint(i), Language: "nb", Site: w.Site.ID})
		w.Must(err)
	}
	w.idle(t)
	byID, byPerson := map[string]int{}, map[string]int{}
	for _, m := range append(w.a.post.Mails(), w.b.post.Mails()...) {
		byID[messageID(t, m)]++
		byPerson[m.To]++
	}
	for i := range letters {
		if n := byPerson[fmt.Sprintf("ny%d@fjord.example", i)]; n != 1 {
			t.Errorf("letter %d arrived %d times", i, n)
		}
	}
	for id, n := range byID {
		if n != 1 {
			t.Errorf("message %s arrived %d times", id, n)
		}
	}
	a, b := len(w.a.post.Mails()), len(w.b.post.Mails())
	if len(byID) != letters || a == 0 || b == 0 {
		t.Errorf("%d messages of %d: %d by one node, %d by the other", len(byID), letters, a, b)
	}
	t.Logf("%d letters in %v, each once by Message-ID: %d by one node, %d by the other", letters, time.Since(began).Round(time.Millisecond), a, b)
	show.Show(t, "task.once", "lease-without-lock")
}

// meet lets two nodes hand over letters from the moment each has one in hand. Nodes that never meet go on after half a minute, and the
// count of each tells.
func meet(ctx context.Context, nodes ...*node) {
	ctx, met := context.WithTimeout(ctx, 30*time.Second)
	var missing sync.WaitGroup
	missing.Add(len(nodes))
	for _, n := range nodes {
		here := sync.OnceFunc(missing.Done)
		wait := func() {
			here()
			<-ctx.Done()
		}
		n.offered.Store(&wait)
	}
	go func() {
		missing.Wait()
		met()
	}()
}

func messageID(t *testing.T, m caught.Mail) string {
	t.Helper()
	in, err := netmail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	id := in.Header.Get("Message-Id")
	if id == "" {
		t.Fatal("a letter without Message-ID")
	}
	return id
}

// idle waits until no task is due on any node.
func (w *town) idle(t *testing.T) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); time.Since(began) < 2*time.Minute; <-again.C {
		due := 0
		w.Must(w.DB.Read(t.Context(), w.Verv(access.Operation(), privacy.Operate), func(r *store.Reader) error {
			counts, err := task.Counts(r)
			for _, c := range counts {
				if c.Dead > 0 {
					t.Fatalf("%s was given up", c.Kind)
				}
				if c.Waiting > 0 && c.FirstDue.Before(time.Now()) {
					due += c.Waiting
				}
				due += c.Running
			}
			return err
		}))
		if due == 0 {
			return
		}
	}
	t.Fatalf("the tasks do not come to an end; node a says:\n%s\nnode b says:\n%s", w.a.said, w.b.said)
}
