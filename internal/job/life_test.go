package job_test

import (
	"log/slog"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/task"
	"verv/internal/testbed"
)

// by is a grant of a new member of employer one.
func (w *world) by(role access.Role) privacy.Grant {
	return w.Grant(w.actor(w.one, role), access.OfEmployer(w.one), privacy.Recruit)
}

// enrol puts a member of employer one on the team, so that there is one more owner.
func (w *world) enrol(g privacy.Grant, role access.Role) {
	w.T.Helper()
	verv := w.Grant(access.Verv("test"), access.OfEmployer(w.one), privacy.Recruit)
	w.must(w.employers.Enrol(w.T.Context(), verv, g.Actor().Subject, access.AccountID{}, role, "Kari"))
}

func (w *world) set(s employer.Setting) {
	w.T.Helper()
	w.must(w.employers.Set(w.T.Context(), w.as(w.one), s))
}

// work runs the tasks of the house that are due.
func (w *world) work() {
	w.T.Helper()
	r, err := task.NewRunner(w.DB, slog.New(slog.DiscardHandler), w.house.Tasks()...)
	w.must(err)
	r.OnRun(func(_ string, err error) { w.must(err) })
	w.must(r.Plant(w.T.Context()))
	for more := true; more; {
		more, err = r.Once(w.T.Context())
		w.must(err)
	}
}

func (w *world) acts(j job.ID) (all []job.Act) {
	w.T.Helper()
	events, err := w.house.History(w.T.Context(), w.as(w.one), j)
	w.must(err)
	for _, e := range events {
		all = append(all, e.Act)
	}
	return all
}

// Where an employer asks for approval, nobody opens a job alone: a hiring manager writes and sends, an owner who had no part in it approves.
func TestApproval(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		writer, owner, second := w.by(access.HiringManager), w.by(access.Owner), w.by(access.Owner)
		w.enrol(owner, access.Owner)
		w.enrol(second, access.Owner)
		j, err := w.house.Create(t.Context(), writer, w.site.ID, good())
		w.must(err)
		if err := w.house.Publish(t.Context(), owner, j, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("published without approval: %v", err)
		}
		if err := w.house.Approve(t.Context(), owner, j, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved what nobody sent: %v", err)
		}
		w.must(w.house.Send(t.Context(), writer, j, 1, time.Time{}, "Er den klar?"))
		if err := w.house.Approve(t.Context(), w.by(access.Recruiter), j, 2); !fault.Is(err, fault.Withheld) {
			t.Errorf("a recruiter approved: %v", err)
		}
		if err := w.house.Change(t.Context(), owner, j, 2, good()); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed while it waits: %v", err)
		}
		if err := w.house.Return(t.Context(), owner, j, 2, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("returned without a word: %v", err)
		}
		w.must(w.house.Return(t.Context(), owner, j, 2, "Skriv lønnen."))
		w.must(w.house.Send(t.Context(), second, j, 3, time.Time{}, ""))
		if err := w.house.Approve(t.Context(), second, j, 4); !fault.Is(err, fault.Conflict) || fault.As(err).Key != "job.approve.own" {
			t.Errorf("approved what they sent: %v", err)
		}
		if w.of(j).State != job.Awaiting {
			t.Fatal("it is open all the same")
		}
		w.must(w.house.Approve(t.Context(), owner, j, 4))
		if v := w.of(j); v.State != job.Open || v.PublishedAt.IsZero() || w.facts(job.FactApproved) != 1 || w.facts(job.FactPublished) != 1 {
			t.Errorf("%+v", v)
		}
		want := []job.Act{job.ActApprove, job.ActSend, job.ActReturn, job.ActSend, job.ActMake}
		if got := w.acts(j); len(got) != len(want) || got[0] != want[0] || got[2] != want[2] || got[4] != want[4] {
			t.Errorf("history %v", got)
		}
	})
}

// The only owner may approve what they wrote; once there is another, not any more.
func TestSoleOwner(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		owner := w.by(access.Owner)
		w.enrol(owner, access.Owner)
		w.enrol(w.by(access.Recruiter), access.Recruiter)
		for _, alone := range []bool{true, false} {
			j, err := w.house.Create(t.Context(), owner, w.site.ID, good())
			w.must(err)
			w.must(w.house.Send(t.Context(), owner, j, 1, time.Time{}, ""))
			if !alone {
				w.enrol(w.by(access.Owner), access.Owner)
			}
			err = w.house.Approve(t.Context(), owner, j, 2)
			if alone && err != nil || !alone && !fault.Is(err, fault.Conflict) {
				t.Errorf("alone %v: %v", alone, err)
			}
		}
	})
}

func TestSchedule(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{PayRequired: true})
		g, at := w.as(w.one), b.Clock.Now().Add(48*time.Hour).Truncate(time.Hour)
		j := w.draft(good())
		for name, bad := range map[string]time.Time{"now": b.Clock.Now(), "after the deadline": good().EndsAt, "never": {}, "years ahead": at.AddDate(2, 0, 0)} {
			if err := w.house.Schedule(t.Context(), g, j, 1, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.must(w.house.Schedule(t.Context(), g, j, 1, at))
		if _, err := w.house.Open(t.Context(), w.public, j); !fault.Is(err, fault.NotFound) {
			t.Errorf("a scheduled job can be read: %v", err)
		}
		c := good()
		c.Pay = job.Pay{}
		if err := w.house.Change(t.Context(), g, j, 2, c); !fault.Is(err, fault.Invalid) {
			t.Errorf("a scheduled job lost its pay: %v", err)
		}
		w.must(w.house.Unschedule(t.Context(), g, j, 2))
		b.Clock.Set(at.Add(time.Minute))
		if w.work(); w.of(j).State != job.Draft {
			t.Fatal("what was taken back opened")
		}
		at = at.Add(24 * time.Hour)
		w.must(w.house.Schedule(t.Context(), g, j, 3, at))
		b.Clock.Set(at.Add(-time.Millisecond))
		if w.work(); w.of(j).State != job.Scheduled {
			t.Fatal("opened too early")
		}
		b.Clock.Set(at.Add(2 * time.Minute))
		w.work()
		if v := w.of(j); v.State != job.Open || !v.PublishedAt.Equal(b.Clock.Now()) || w.facts(job.FactPublished) != 1 || !v.PublishAt.IsZero() {
			t.Errorf("%s %s %s", v.State, v.PublishedAt, v.PublishAt)
		}
		if _, err := w.house.Open(t.Context(), w.public, j); err != nil {
			t.Error(err)
		}
	})
}

// A job that is approved for a later moment waits for it.
func TestApprovedForLater(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		at := b.Clock.Now().Add(24 * time.Hour)
		j, err := w.house.Create(t.Context(), w.by(access.Recruiter), w.site.ID, good())
		w.must(err)
		w.must(w.house.Send(t.Context(), w.by(access.Recruiter), j, 1, at, ""))
		w.must(w.house.Approve(t.Context(), w.by(access.Owner), j, 2))
		if v := w.of(j); v.State != job.Scheduled || !v.PublishAt.Equal(at) {
			t.Fatalf("%s %s", v.State, v.PublishAt)
		}
		b.Clock.Set(at.Add(2 * time.Minute))
		if w.work(); w.of(j).State != job.Open {
			t.Error("it did not open")
		}
	})
}

func TestArchive(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.set(employer.Setting{ArchiveDays: 30})
		g := w.as(w.one)
		byHand, byTask := w.open(good()), w.open(good())
		if err := w.house.Archive(t.Context(), g, byHand, 2); !fault.Is(err, fault.Conflict) {
			t.Errorf("an open job was archived: %v", err)
		}
		w.must(w.house.Close(t.Context(), g, byHand, 2, job.Filled))
		w.must(w.house.Close(t.Context(), g, byTask, 2, job.Withdrawn))
		w.must(w.house.Archive(t.Context(), g, byHand, 3))
		if v, err := w.house.Open(t.Context(), w.public, byHand); err != nil || v.State != job.Archived || v.Takes(b.Clock.Now()) {
			t.Errorf("who has the address of a job that was archived today reads: %v", err)
		}
		w.must(w.house.Restore(t.Context(), g, byHand, 4))
		b.Clock.Move(29 * 24 * time.Hour)
		if w.work(); w.of(byTask).State != job.Closed {
			t.Fatal("archived a day too early")
		}
		b.Clock.Move(2 * 24 * time.Hour)
		w.work()
		if v := w.of(byTask); v.State != job.Archived || v.Reason != job.Withdrawn || w.acts(byTask)[0] != job.ActArchive {
			t.Errorf("%s %s", v.State, v.Reason)
		}
		if v := w.of(byHand); v.State != job.Closed || v.Reason != job.Filled {
			t.Errorf("what a member restored was archived again: %s", v.State)
		}
		on, err := w.house.Desk(t.Context(), g, job.Desk{})
		if err != nil || len(on.Jobs) != 1 || on.Jobs[0].ID != byHand || on.States[job.Archived] != 1 {
			t.Errorf("%+v %v", on, err)
		}
	})
}

// An import leaves alone what a member has decided, and opens an archived job whose deadline moves.
func TestIntakeMeetsTheLife(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.take("f", posting("1", "One", "2026-12-01"), w.one)
		on, err := w.house.Desk(t.Context(), w.as(w.one), job.Desk{})
		w.must(err)
		j := on.Jobs[0].ID
		b.Clock.Set(time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC))
		w.work()
		w.must(w.house.Archive(t.Context(), w.as(w.one), j, w.of(j).Version))
		if got := w.take("f", posting("1", "One", "2026-12-20"), w.one); got[0].Verdict != job.Taken || w.of(j).State != job.Open {
			t.Errorf("%v, %s", got, w.of(j).State)
		}
	})
}
