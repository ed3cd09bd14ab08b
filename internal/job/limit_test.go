package job_test

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// limit puts an employer on a plan of its own with room for so many open jobs.
func (w *world) limit(e employer.ID, most int) {
	w.T.Helper()
	plans, operator := plan.New(w.DB), w.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
	p, err := plans.Make(w.T.Context(), operator, plan.Terms{Name: fmt.Sprint(e, most, w.Clock.Now().UnixNano()), Most: map[plan.Limit]int{plan.Jobs: most}})
	w.must(err)
	w.must(plans.Assign(w.T.Context(), operator, e, p))
}

// openNow counts the open jobs of employer one, as the plan does.
func (w *world) openNow() (n int) {
	w.T.Helper()
	w.must(w.DB.Read(w.T.Context(), w.as(w.one), func(r *store.Reader) (err error) { n, err = job.CountOpen(r, w.one); return err }))
	return n
}

// Whatever way a job opens, it needs a place in the plan; what is open stays when the plan shrinks, and a place that is free is taken.
func TestPlanLimitsOpenJobs(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		g := w.as(w.one)
		w.limit(w.one, 2)
		first := w.open(good())
		w.open(good())
		full := w.draft(good())
		refused := func(what string, err error) {
			t.Helper()
			if f := fault.As(err); f == nil || f.Kind != fault.Conflict || f.Key != "plan.full.jobs" {
				t.Errorf("%s beyond the plan: %v", what, err)
			}
		}
		refused("publishing", w.house.Publish(t.Context(), g, full, 1))
		if v := w.of(full); v.State != job.Draft || v.Version != 1 {
			t.Errorf("a refused job is %s, version %d", v.State, v.Version)
		}
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		w.enrol(g, access.Owner)
		sent := w.draft(good())
		w.must(w.house.Send(t.Context(), w.by(access.Recruiter), sent, 1, time.Time{}, ""))
		refused("approving", w.house.Approve(t.Context(), g, sent, 2))
		if lines := w.take("file", posting("1", "Ny", "2026-12-20"), w.one); len(lines) != 1 || lines[0].Verdict != job.Refused || lines[0].Reason != "plan.full.jobs" {
			t.Errorf("importing beyond the plan: %+v", lines)
		}
		w.limit(w.one, 1)
		if n := w.openNow(); n != 2 {
			t.Errorf("a smaller plan left %d of 2 jobs open", n)
		}
		c := good()
		c.Title = "Nytt navn"
		w.must(w.house.Change(t.Context(), g, first, w.of(first).Version, c)) // what is open can be changed
		w.must(w.house.Close(t.Context(), g, first, w.of(first).Version, job.Filled))
		refused("approving while one too many is open", w.house.Approve(t.Context(), g, sent, 2))
		w.limit(w.one, 3)
		if lines := w.take("file", posting("1", "Ny", "2026-12-20"), w.one); lines[0].Verdict != job.Taken {
			t.Errorf("the next file does not take the free place: %+v", lines)
		}
		w.must(w.house.Approve(t.Context(), g, sent, 2))
		if w.openNow() != 3 {
			t.Errorf("%d are open", w.openNow())
		}
		// An import that begins again what its deadline closed needs a place like any other.
		b.Clock.Set(time.Date(2026, 12, 21, 12, 0, 0, 0, time.UTC))
		if w.work(); w.openNow() != 0 {
			t.Fatalf("%d are open after the deadline", w.openNow())
		}
		w.limit(w.one, 0)
		if lines := w.take("file", posting("1", "Ny", "2027-02-20"), w.one); lines[0].Reason != "plan.none.jobs" || w.openNow() != 0 {
			t.Errorf("reopening beyond the plan: %+v", lines)
		}
	})
}

// A job whose moment comes while the plan is full is a draft again, with all that was in it, and whoever can do something about it is told.
func TestScheduledBeyondThePlan(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		owner := w.as(w.one)
		w.enrol(owner, access.Owner)
		w.limit(w.one, 1)
		at := b.Clock.Now().Add(time.Hour)
		j, other := w.draft(good()), w.draft(good())
		w.must(w.house.Schedule(t.Context(), owner, j, 1, at))
		w.must(w.house.Schedule(t.Context(), owner, other, 1, at.Add(time.Second)))
		b.Clock.Set(at.Add(2 * time.Minute))
		letters := w.workAndCatch()
		if a, v := w.of(j), w.of(other); a.State != job.Open || v.State != job.Draft || v.Title != good().Title || !v.PublishAt.IsZero() {
			t.Fatalf("%s and %s", a.State, v.State)
		}
		if len(letters) != 1 || letters[0].Args["letter"] != job.LetterFull || letters[0].Subject != owner.Actor().Subject || letters[0].Args["job"] != other.String() {
			t.Errorf("letters: %+v", letters)
		}
		w.limit(w.one, 2)
		w.must(w.house.Publish(t.Context(), owner, other, w.of(other).Version))
	})
}

// workAndCatch runs the tasks of the house that are due, and gives the letters that they enqueue.
func (w *world) workAndCatch() (letters []task.Task) {
	w.T.Helper()
	kinds := append(w.house.Tasks(), task.Kind{Name: mail.TaskSend, Purpose: privacy.Correspond, Run: func(run *task.Run) error {
		letters = append(letters, run.Task)
		return nil
	}})
	r, err := task.NewRunner(w.DB, slog.New(slog.DiscardHandler), kinds...)
	w.must(err)
	w.must(r.Plant(w.T.Context()))
	for more := true; more; {
		more, err = r.Once(w.T.Context())
		w.must(err)
	}
	return letters
}

// Many at once do not take more places than there are, by whatever way they come.
func TestLastPlace(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		for round := range 4 {
			most := w.openNow() + 1
			w.limit(w.one, most)
			b.Clock.Move(time.Second)
			g := w.as(w.one)
			var drafts []job.ID
			for range 5 {
				drafts = append(drafts, w.draft(good()))
			}
			start := make(chan struct{})
			var all sync.WaitGroup
			for _, j := range drafts {
				all.Go(func() { <-start; _ = w.house.Publish(t.Context(), g, j, 1) })
			}
			all.Go(func() {
				<-start
				for range w.house.Intake(t.Context(), w.verv, job.Source{Name: "file", Site: w.site.ID, Employer: w.one}, strings.NewReader(posting(fmt.Sprint("r", round), "Ny", "2026-12-20"))) {
				}
			})
			close(start)
			all.Wait()
			if n := w.openNow(); n != most {
				t.Fatalf("round %d: %d jobs are open where the plan has room for %d", round, n, most)
			}
		}
	})
}
