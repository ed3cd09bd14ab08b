package server_test

import (
	"bufio"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed/whole"
)

// figures are what the address of the metrics says, by name with labels.
func figures(t *testing.T, h *whole.House) map[string]float64 {
	t.Helper()
	rec := httptest.NewRecorder()
	h.Metrics.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	out := map[string]float64{}
	for lines := bufio.NewScanner(rec.Body); lines.Scan(); {
		i := strings.LastIndexByte(lines.Text(), ' ')
		if strings.HasPrefix(lines.Text(), "#") || i < 0 {
			continue
		}
		v, err := strconv.ParseFloat(lines.Text()[i+1:], 64)
		h.Must(err)
		out[lines.Text()[:i]] = v
	}
	return out
}

// What an operator wants to know of tasks, mail and store stands on the address of the metrics, and moves with what happens.
func TestMetrics(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		w.Run() // what the town left waiting
		start := figures(t, w.House)
		before := start
		moved := func(what string, name string, by float64) {
			t.Helper()
			if got := figures(t, w.House)[name] - before[name]; got != by {
				t.Errorf("%s: %s moved by %g, want %g", what, name, got, by)
			}
		}
		h := w.House
		h.Must(h.Accounts.SendLink(t.Context(), h.Grant(access.Anyone(), access.Public(), privacy.Account), w.people[anna].Address, false, account.From{}))
		moved("a letter waits", `verv_tasks{kind="mail.send",state="queued"}`, 1)
		h.Run()
		moved("a letter went", `verv_mail_total{letter="account.enter",outcome="sent"}`, 1)
		moved("its task is done", `verv_task_runs_total{kind="mail.send",outcome="done"}`, 1)

		before = figures(t, h)
		path := "/employer/applications/" + w.ids["application of "+anna]
		if a := w.walkers[member("one", access.Owner)].get(path); a.status != 200 {
			t.Fatalf("the application: %d", a.status)
		}
		moved("somebody's application was opened", "verv_store_access_records_total", 1)

		op := h.Verv(access.Operation(), privacy.Operate)
		h.Must(h.DB.Write(t.Context(), op, func(tx *store.Writer) error {
			_, err := task.Enqueue(tx, task.Task{Kind: "nobody.runs"})
			return err
		}))
		h.Clock.Move(90 * time.Second)
		moved("it has waited", `verv_task_oldest_seconds{kind="nobody.runs"}`, 90)
		for range 12 {
			h.Run()
			h.Clock.Move(7 * time.Hour)
		}
		moved("it was given up", `verv_tasks{kind="nobody.runs",state="failed"}`, 1)
		moved("it waits no more", `verv_task_oldest_seconds{kind="nobody.runs"}`, 0)
		moved("every run of it failed", `verv_task_runs_total{kind="nobody.runs",outcome="failed"}`, 12)

		h.Must(h.Mail.Close())
		h.Must(h.Accounts.SendLink(t.Context(), h.Grant(access.Anyone(), access.Public(), privacy.Account), w.people[anna].Address, false, account.From{}))
		h.Run()
		moved("no mail server", `verv_mail_total{letter="account.enter",outcome="deferred"}`, 1)

		after := figures(t, h)
		for _, name := range []string{`verv_store_reads_total{outcome="done"}`, `verv_store_writes_total{outcome="done"}`, "verv_store_commit_seconds_count"} {
			if after[name] <= start[name] {
				t.Errorf("%s stands still at %g", name, after[name])
			}
		}
		if n := after[`verv_store_reads_total{outcome="failed"}`] + after[`verv_store_writes_total{outcome="failed"}`]; n != 0 {
			t.Errorf("%g transactions failed", n)
		}
	})
}
