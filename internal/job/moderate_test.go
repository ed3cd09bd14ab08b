package job_test

import (
	"context"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// quota lets so many reports through.
type quota struct{ left int }

func (c *quota) MayReport(context.Context, privacy.Grant, netip.Addr, string) error {
	if c.left--; c.left < 0 {
		return fault.New(fault.Limited, "fault.limited")
	}
	return nil
}

// plainMAC is no code at all: the test shows that it is asked for.
type plainMAC struct{}

func (plainMAC) MAC(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return []byte(hex.EncodeToString(append([]byte("secret of the house: "), all...)) + strings.Repeat("x", 32))[40:]
}

// guarded is a world whose house looks at the first job of a new employer.
func guarded(t testing.TB, b *testbed.Bed, rules job.Rules) *world {
	w := newWorld(t, b, rules)
	w.house = job.New(b.DB, w.sites, w.employers, job.Config{Rules: rules, Moderating: job.Moderating{First: 1}, Limits: &quota{100}, MAC: plainMAC{}, Reads: w.public})
	return w
}

// stranger is an employer that nobody has verified.
func (w *world) stranger(name string) employer.ID {
	w.T.Helper()
	var e employer.ID
	w.must(w.DB.Write(w.T.Context(), w.Grant(access.Verv("test"), access.Operation(), privacy.Operate), func(tx *store.Writer) (err error) {
		e, err = w.employers.Match(tx, employer.Named{Source: "test", Site: w.site.ID, Name: name, Country: "NO"})
		return err
	}))
	return e
}

// openAs writes and publishes a job of an employer.
func (w *world) openAs(e employer.ID, c job.Content) job.ID {
	w.T.Helper()
	g := w.as(e)
	j, err := w.house.Create(w.T.Context(), g, w.site.ID, c)
	w.must(err)
	v, err := w.house.Of(w.T.Context(), g, j)
	w.must(err)
	w.must(w.house.Publish(w.T.Context(), g, j, v.Version))
	return j
}

func (w *world) moderator() privacy.Grant {
	return w.Grant(access.Actor{Persona: access.Operator, Strong: true}, access.Operation(), privacy.Moderate)
}

const because = "Annonsen ber den som søker om penger."

// rule decides about a job as its case stands now.
func (w *world) rule(j job.ID, r job.Ruling) {
	w.T.Helper()
	c, err := w.house.Case(w.T.Context(), w.moderator(), j)
	w.must(err)
	w.must(w.house.Decide(w.T.Context(), w.moderator(), j, job.Decided{Ruling: r, Ground: job.GroundScam, Text: because, Version: c.Moderation.Version}))
}

// shownIn counts in how many of the public ways a job is shown.
func (w *world) shownIn(j job.ID) (n int) {
	w.T.Helper()
	v, err := w.house.OpenOrShut(w.T.Context(), w.public, j)
	w.must(err)
	for _, f := range []job.Filter{{}, {Words: strings.Fields(v.Title)[0]}, {Place: "Tromsø"}} {
		found, err := w.house.Search(w.T.Context(), w.public, w.site.ID, f)
		w.must(err)
		n += shows(found.Jobs, j)
		if found.Total != len(found.Jobs) {
			w.T.Errorf("%d found, %d shown", found.Total, len(found.Jobs))
		}
	}
	all, err := w.house.OfEmployer(w.T.Context(), w.public, w.site.ID, v.Employer)
	w.must(err)
	if _, err := w.house.Open(w.T.Context(), w.public, j); err == nil {
		n++
	}
	return n + shows(all.Jobs, j)
}

func shows(all []job.Entry, j job.ID) int {
	for _, e := range all {
		if e.ID == j {
			return 1
		}
	}
	return 0
}

const everywhere = 5

func titled(title string) job.Content {
	c := good()
	c.Title = title
	return c
}

func TestFirstJobWaits(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		if got := w.shownIn(w.openAs(w.one, titled("Kokk"))); got != everywhere {
			t.Errorf("a job of a verified employer is shown in %d of %d ways", got, everywhere)
		}
		e := w.stranger("Havna AS")
		first, second := w.openAs(e, titled("Baker")), w.openAs(e, titled("Fisker"))
		for _, j := range []job.ID{first, second} {
			if got := w.shownIn(j); got != 0 {
				t.Errorf("a job that waits is shown in %d ways", got)
			}
		}
		q, err := w.house.Queue(t.Context(), w.moderator())
		if err != nil || len(q) != 2 || q[0].Cause != job.CauseFirst || q[0].Standing != job.Pending {
			t.Fatalf("%+v, %v", q, err)
		}
		w.rule(first, job.Approve)
		if got := w.shownIn(first); got != everywhere {
			t.Errorf("an approved job is shown in %d ways", got)
		}
		if got := w.shownIn(w.openAs(e, titled("Murer"))); got != everywhere {
			t.Errorf("after one was approved the next is shown in %d ways", got)
		}
	})
}

func TestShutIsPublicNowhere(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		j := w.openAs(w.one, titled("Snekker"))
		for _, c := range []struct {
			ruling job.Ruling
			kind   fault.Kind
			shown  int
		}{{job.Hold, fault.NotFound, 0}, {job.TakeDown, fault.Gone, 0}, {job.Restore, fault.Internal, everywhere}} {
			w.rule(j, c.ruling)
			if got := w.shownIn(j); got != c.shown {
				t.Errorf("after %s it is shown in %d ways, want %d", c.ruling, got, c.shown)
			}
			if _, err := w.house.Open(t.Context(), w.public, j); c.shown == 0 && !fault.Is(err, c.kind) {
				t.Errorf("after %s it opens with %v", c.ruling, err)
			}
			if v := w.of(j); v.State != job.Open {
				t.Errorf("after %s its employer's state is %s", c.ruling, v.State)
			}
		}
		if hidden, shown := w.facts(job.FactHidden), w.facts(job.FactShown); hidden != 1 || shown != 1 || w.facts(job.FactTakenDown) != 1 {
			t.Errorf("%d hidden, %d shown", hidden, shown)
		}
	})
}

// A job with signs of a fraud waits where nobody has verified the employer, and is looked at where somebody has. One that was approved
// and then changed is looked at again.
func TestSignals(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		scam := titled("Pakker")
		scam.Text = "Du må betale et gebyr på 500 kr før oppstart. Send kontonummer på Telegram."
		known := w.openAs(w.one, scam)
		if got := w.shownIn(known); got != everywhere {
			t.Errorf("a verified employer's is shown in %d ways", got)
		}
		e := w.stranger("Havna AS")
		honest := w.openAs(e, titled("Baker"))
		w.rule(honest, job.Approve)
		if got := w.shownIn(w.openAs(e, scam)); got != 0 {
			t.Errorf("a fraud of somebody unknown is shown in %d ways", got)
		}
		v, err := w.house.Of(t.Context(), w.as(e), honest)
		w.must(err)
		bait := v.Content
		bait.Text = scam.Text
		w.must(w.house.Change(t.Context(), w.as(e), honest, v.Version, bait))
		if got := w.shownIn(honest); got != 0 {
			t.Errorf("what was approved and then changed into a fraud is shown in %d ways", got)
		}
		c, err := w.house.Case(t.Context(), w.moderator(), known)
		if err != nil || c.Score == 0 || len(c.Signals) < 2 || c.QueuedAt.IsZero() {
			t.Errorf("%+v, %v", c.Moderation, err)
		}
	})
}

func TestDecide(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		j := w.openAs(w.one, titled("Snekker"))
		for name, d := range map[string]job.Decided{
			"no ruling": {Text: because}, "no ground": {Ruling: job.TakeDown, Text: because}, "no reasons": {Ruling: job.Hold, Ground: job.GroundScam},
			"nothing to restore": {Ruling: job.Restore}, "long": {Ruling: job.Approve, Text: strings.Repeat("ø", 5000)},
		} {
			d.Version = 1
			if err := w.house.Decide(t.Context(), w.moderator(), j, d); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.house.Decide(t.Context(), w.moderator(), j, job.Decided{Ruling: job.TakeDown, Ground: job.GroundScam, Text: because, Version: 7}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		for name, g := range map[string]privacy.Grant{"a member": w.as(w.one), "nobody": w.public, "zero": {}} {
			if err := w.house.Decide(t.Context(), g, j, job.Decided{Ruling: job.Approve, Version: 1}); err == nil {
				t.Errorf("%s decides", name)
			}
			if _, err := w.house.Queue(t.Context(), g); err == nil {
				t.Errorf("%s reads the queue", name)
			}
		}
	})
}

func TestAppealOnce(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		j := w.openAs(w.one, titled("Snekker"))
		if err := w.house.Appeal(t.Context(), w.as(w.one), j, "Vi er uenige."); !fault.Is(err, fault.Conflict) {
			t.Errorf("an appeal against nothing: %v", err)
		}
		w.rule(j, job.TakeDown)
		s, err := w.house.Statement(t.Context(), w.as(w.one), j)
		if err != nil || s.Last.Text != because || s.Last.Ground != job.GroundScam || !s.MayAppeal {
			t.Fatalf("%+v, %v", s, err)
		}
		if _, err := w.house.Statement(t.Context(), w.as(w.two), j); err != nil {
			t.Fatal(err)
		}
		if s, _ := w.house.Statement(t.Context(), w.as(w.two), j); s.Last.Text != "" {
			t.Error("another employer reads the reasons")
		}
		if err := w.house.Appeal(t.Context(), w.as(w.two), j, "Vi er uenige."); err == nil {
			t.Error("another employer answers")
		}
		if err := w.house.Appeal(t.Context(), w.as(w.one), j, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty answer: %v", err)
		}
		w.must(w.house.Appeal(t.Context(), w.as(w.one), j, "Vi har rettet annonsen."))
		if err := w.house.Appeal(t.Context(), w.as(w.one), j, "Og en gang til."); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second answer: %v", err)
		}
		c, err := w.house.Case(t.Context(), w.moderator(), j)
		if err != nil || len(c.Appeals) != 1 || c.Appeals[0].Text != "Vi har rettet annonsen." {
			t.Fatalf("%+v, %v", c.Appeals, err)
		}
		w.Clock.Move(3 * time.Hour)
		w.rule(j, job.Restore)
		months, err := w.house.Figures(t.Context(), w.moderator())
		if err != nil || months[0].Appeals != 1 || months[0].Reversed != 1 || months[0].Rulings[job.TakeDown] != 1 || months[0].Median != 3*time.Hour {
			t.Errorf("%+v, %v", months[0], err)
		}
		w.Clock.Move(time.Hour)
		w.rule(j, job.TakeDown)
		if s, err := w.house.Statement(t.Context(), w.as(w.one), j); err != nil || !s.MayAppeal {
			t.Errorf("after it was public again a new decision may be answered: %+v, %v", s, err)
		}
	})
}

func TestReport(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := guarded(t, b, job.Rules{})
		visitor := w.Grant(access.Anyone(), access.Public(), privacy.Moderate)
		j, draft := w.openAs(w.one, titled("Snekker")), w.draft(titled("Utkast"))
		good := job.Reported{Reason: job.ReportScam, Text: "De ber om penger på Telegram.", Address: "kari@post.example", Language: "nb"}
		for name, change := range map[string]func(*job.Reported){
			"no reason": func(v *job.Reported) { v.Reason = "" }, "short": func(v *job.Reported) { v.Text = "nei" }, "long": func(v *job.Reported) { v.Text = strings.Repeat("ø", 5000) },
			"address": func(v *job.Reported) { v.Address = "kari" },
		} {
			bad := good
			change(&bad)
			if _, err := w.house.Report(t.Context(), visitor, w.site.ID, j, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.house.Report(t.Context(), visitor, w.site.ID, draft, good); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft is reported: %v", err)
		}
		token, err := w.house.Report(t.Context(), visitor, w.site.ID, j, good)
		w.must(err)
		if err := w.house.AskAgain(t.Context(), visitor, token, "Svaret er ikke riktig."); !fault.Is(err, fault.Conflict) {
			t.Errorf("a complaint before the answer: %v", err)
		}
		w.rule(j, job.Approve)
		if w.shownIn(j) != everywhere {
			t.Error("an approved job is not shown")
		}
		for _, bad := range []string{"", "x", token[:len(token)-1] + "A", strings.Replace(token, ".", "..", 1)} {
			if err := w.house.AskAgain(t.Context(), visitor, bad, "Svaret er ikke riktig."); bad != token && err == nil {
				t.Errorf("the token %q opens a report", bad)
			}
		}
		w.Clock.Move(time.Hour)
		w.must(w.house.AskAgain(t.Context(), visitor, token, "Svaret er ikke riktig."))
		if err := w.house.AskAgain(t.Context(), visitor, token, "Svaret er ikke riktig."); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second complaint: %v", err)
		}
		q, err := w.house.Queue(t.Context(), w.moderator())
		if err != nil || len(q) != 1 || q[0].Reports != 1 {
			t.Errorf("the complaint does not wait: %+v, %v", q, err)
		}
		c, err := w.house.Case(t.Context(), w.moderator(), j)
		if err != nil || len(c.Reports) != 1 || c.Reports[0].Text != good.Text || c.Reports[0].Again != "Svaret er ikke riktig." {
			t.Errorf("%+v, %v", c.Reports, err)
		}
		w.house = job.New(b.DB, w.sites, w.employers, job.Config{Limits: &quota{0}, MAC: plainMAC{}, Reads: w.public})
		if _, err := w.house.Report(t.Context(), visitor, w.site.ID, j, good); !fault.Is(err, fault.Limited) {
			t.Errorf("one report too many: %v", err)
		}
	})
}

// Wording that is plainly illegal stops a job where the operator chose so, and is only hinted at elsewhere.
func TestIllegalWording(t *testing.T) {
	c := good()
	c.Text = "<p>Kun norske søkere blir vurdert.</p>"
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	c.EndsAt = now.Add(time.Hour)
	if err := (job.Rules{}).Gate(c, now); err != nil {
		t.Errorf("a hint stops a job: %v", err)
	}
	if err := (job.Rules{RefuseIllegal: true}).Gate(c, now); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Key != "job.wording.refused" {
		t.Errorf("illegal wording passes: %v", err)
	}
}
