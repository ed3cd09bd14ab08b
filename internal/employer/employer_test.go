package employer_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
)

// accounts stands in for the account house and keeps what it was asked.
type accounts struct {
	invited   []employer.Invitation
	addresses []string
	left      []access.SubjectID
	roles     map[access.SubjectID]access.Role
}

func (a *accounts) Invite(_ context.Context, g privacy.Grant, address string, i employer.Invitation) error {
	if g.Scope().Kind() != access.ScopePublic || g.Actor().Persona != access.System {
		return errors.New("another grant")
	}
	a.invited, a.addresses = append(a.invited, i), append(a.addresses, address)
	return nil
}

func (a *accounts) Leave(_ context.Context, _ privacy.Grant, s access.SubjectID) error {
	a.left = append(a.left, s)
	return nil
}

func (a *accounts) SetRole(_ context.Context, _ privacy.Grant, s access.SubjectID, r access.Role) error {
	a.roles[s] = r
	return nil
}

type world struct {
	*testbed.Bed
	house    *employer.House
	accounts *accounts
	operator privacy.Grant
	public   privacy.Grant
}

func newWorld(t testing.TB, b *testbed.Bed) *world {
	b.T = t
	w := &world{Bed: b, accounts: &accounts{roles: map[access.SubjectID]access.Role{}}}
	w.house = employer.New(b.DB, w.accounts)
	w.operator = b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
	w.public = b.Grant(access.Anyone(), access.Public(), privacy.Publish)
	return w
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) add(name, number string) employer.ID {
	w.T.Helper()
	e, err := w.house.Add(w.T.Context(), w.operator, employer.Registration{Number: number, Country: "NO", Profile: employer.Profile{Name: name}})
	w.must(err)
	return e
}

// as is a grant of a member of the employer.
func (w *world) as(e employer.ID, role access.Role) privacy.Grant {
	return w.Grant(access.Actor{Persona: access.Member, Role: role, Employer: e, Subject: testbed.NewID[access.SubjectID](w.Bed)},
		access.OfEmployer(e), privacy.Recruit)
}

func (w *world) team(g privacy.Grant) []employer.Member {
	w.T.Helper()
	all, err := w.house.Members(w.T.Context(), g)
	w.must(err)
	return all
}

func (w *world) enrol(e employer.ID, role access.Role, name string) {
	w.T.Helper()
	g := w.Grant(access.Verv("test"), access.OfEmployer(e), privacy.Recruit)
	w.must(w.house.Enrol(w.T.Context(), g, testbed.NewID[access.SubjectID](w.Bed), access.AccountID{}, role, name))
	w.Clock.Move(time.Second)
}

func TestProfile(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e := w.add("Fjellbris Energi AS", "974 760 673")
		owner := w.as(e, access.Owner)
		w.must(w.house.Change(t.Context(), owner, employer.Profile{Name: "Fjellbris Energi", Web: "fjellbris.example",
			Story: "## Oss\n<script>alert(1)</script><p>Hei</p>", ReplyDays: 14}))
		got, err := w.house.Open(t.Context(), w.public, e)
		if err != nil || !got.Verified() || got.Web != "https://fjellbris.example" || got.Story != "<p>## Oss</p><p>Hei</p>" || got.ReplyDays != 14 {
			t.Fatalf("%+v, %v", got, err)
		}
		err = w.house.Change(t.Context(), owner, employer.Profile{Name: "Somebody Else AS"})
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Key != "employer.name.verified" {
			t.Errorf("a verified employer took another name: %v", err)
		}
		if err := w.house.Change(t.Context(), w.as(e, access.Recruiter), got.Profile); !fault.Is(err, fault.Withheld) {
			t.Errorf("a recruiter changed the profile: %v", err)
		}
		for _, bad := range []employer.Profile{{}, {Name: "x", Web: "javascript:alert(1)"}, {Name: "x", ReplyDays: 91}, {Name: "x", Web: "https://user:pw@a.example"}} {
			if err := w.house.Change(t.Context(), owner, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v was taken: %v", bad, err)
			}
		}
	})
}

func TestNumberIsTakenOnce(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.add("Fjellbris", "974760673")
		_, err := w.house.Add(t.Context(), w.operator, employer.Registration{Number: "974760673", Country: "NO", Profile: employer.Profile{Name: "Tyv"}})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("a number was given twice: %v", err)
		}
		if _, err := w.house.Add(t.Context(), w.public, employer.Registration{}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a visitor added an employer: %v", err)
		}
	})
}

func TestMatch(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		known := w.add("Fjellbris Energi AS", "974760673")
		g := b.Grant(access.Verv("import"), access.Operation(), privacy.Publish)
		match := func(n employer.Named) (e employer.ID) {
			t.Helper()
			w.must(b.DB.Write(t.Context(), g, func(tx *store.Writer) (err error) { e, err = w.house.Match(tx, n); return err }))
			return e
		}
		if match(employer.Named{Source: "a", Name: "Another name", Number: "974 760 673"}) != known {
			t.Error("the register number does not decide")
		}
		first := match(employer.Named{Source: "a", Name: "Solvik Kommune", Web: "nonsense"})
		for _, c := range []struct {
			n    employer.Named
			same bool
		}{
			{employer.Named{Source: "a", Name: "SOLVIK kommune"}, true},
			{employer.Named{Source: "b", Name: "Solvik kommune"}, false},
			{employer.Named{Source: "a", Name: "Solvik kommune", Number: "123456789"}, true}, // no number at all: the check digit is wrong
			{employer.Named{Source: "a", Name: "Solvik kommune", Number: "02454583", Country: "FI"}, true},
			{employer.Named{Source: "c", Name: "Whoever", Number: "0245458-3"}, true}, // the number was learnt
			{employer.Named{Source: "a", Name: "Fjellbris Energi"}, false},            // a verified employer is not matched by name
		} {
			if got := match(c.n); (got == first) != c.same {
				t.Errorf("%+v: same is %v", c.n, got == first)
			}
		}
		err := b.DB.Write(t.Context(), g, func(tx *store.Writer) error {
			_, err := w.house.Match(tx, employer.Named{Source: "a", Name: " "})
			return err
		})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("a nameless employer: %v", err)
		}
		e, err := w.house.Open(t.Context(), w.public, first)
		if err != nil || e.Verified() || e.Number != "02454583" || e.Country != "FI" || e.Web != "" {
			t.Errorf("%+v, %v", e, err)
		}
		w.must(w.house.Verify(t.Context(), w.operator, first, "FI", "0245458-3"))
		if err := w.house.Verify(t.Context(), w.operator, first, "NO", "974760673"); !fault.Is(err, fault.Invalid) {
			t.Errorf("verified under somebody else's number: %v", err)
		}
	})
}

// work runs every task that is due.
func (w *world) work() {
	w.T.Helper()
	r, err := task.NewRunner(w.DB, slog.New(slog.DiscardHandler), w.house.Tasks()...)
	w.must(err)
	r.OnRun(func(kind string, err error) {
		if err != nil {
			w.T.Errorf("%s: %v", kind, err)
		}
	})
	w.Clock.Move(time.Minute)
	w.must(r.Plant(w.T.Context()))
	for more := true; more; {
		more, err = r.Once(w.T.Context())
		w.must(err)
	}
}

// join takes the nth invitation as the account house does: a persona, and the fact of it.
func (w *world) join(n int) (access.SubjectID, access.AccountID) {
	w.T.Helper()
	persona, account := testbed.NewID[access.SubjectID](w.Bed), testbed.NewID[access.AccountID](w.Bed)
	i := w.accounts.invited[n]
	w.must(w.DB.Write(w.T.Context(), w.Operate(), func(tx *store.Writer) error {
		tx.Fact("account.joined", map[string]string{"account": account.String(), "persona": persona.String(),
			"employer": i.Employer.String(), "thing": i.Member.String()})
		return nil
	}))
	return persona, account
}

func TestTeam(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e := w.add("Fjellbris", "974760673")
		w.enrol(e, access.Owner, "Kari Nordmann")
		owner := w.as(e, access.Owner)
		w.must(w.house.Invite(t.Context(), owner, employer.Invite{Address: "ola@fjellbris.example", Name: "Ola", Language: "nb", Role: access.Recruiter}))
		w.work()
		team := w.team(owner)
		if len(team) != 2 || team[0].Name.Reveal(owner) != "Kari Nordmann" || team[1].Joined() || team[1].Name.Reveal(owner) != "Ola" ||
			!slices.Equal(w.accounts.addresses, []string{"ola@fjellbris.example"}) || w.accounts.invited[0].Language != "nb" {
			t.Fatalf("%+v %+v", team, w.accounts)
		}
		persona, account := w.join(0)
		w.work()
		w.work()
		if team = w.team(owner); !team[1].Joined() || team[1].Subject != persona || team[1].Account != account || team[1].Name.Reveal(owner) != "Ola" {
			t.Fatalf("%+v", team[1])
		}
		g := b.Grant(access.Actor{Persona: access.Member, Role: access.Recruiter, Employer: e, Subject: persona}, access.OfSubject(persona), privacy.Account)
		w.must(w.house.Rename(t.Context(), g, "Ola Hansen"))
		w.must(w.house.SetRole(t.Context(), owner, team[1].ID, access.HiringManager))
		w.work()
		if team = w.team(owner); team[1].Name.Reveal(owner) != "Ola Hansen" || w.accounts.roles[persona] != access.HiringManager {
			t.Errorf("%+v, %v", team[1], w.accounts.roles)
		}
		w.must(w.house.Remove(t.Context(), owner, team[1].ID, employer.MemberID{}))
		w.work()
		if !slices.Equal(w.accounts.left, []access.SubjectID{persona}) {
			t.Error("the sessions of a removed member go on")
		}
		if err := w.house.Remove(t.Context(), owner, team[1].ID, employer.MemberID{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if team = w.team(owner); len(team) != 1 || !w.ends(persona) {
			t.Errorf("%d members, the clock runs: %v", len(team), w.ends(persona))
		}
	})
}

// ends reports whether the one dossier about a person has a date.
func (w *world) ends(s access.SubjectID) (due bool) {
	w.T.Helper()
	w.must(w.DB.Read(w.T.Context(), w.Operate(), func(r *store.Reader) error {
		ds, err := r.DossiersOf(s)
		due = len(ds) == 1 && !ds[0].DueAt.IsZero()
		return err
	}))
	return due
}

// Whoever takes an invitation after it was taken back becomes no member, and loses the persona again.
func TestInvitationTakenBack(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e := w.add("Fjellbris", "974760673")
		w.enrol(e, access.Owner, "Kari")
		owner := w.as(e, access.Owner)
		w.must(w.house.Invite(t.Context(), owner, employer.Invite{Address: "ola@fjellbris.example", Name: "Ola", Role: access.Recruiter}))
		w.work()
		m := w.team(owner)[1]
		if !w.ends(m.Subject) {
			t.Error("an invitation that nobody takes has no end")
		}
		w.must(w.house.Remove(t.Context(), owner, m.ID, employer.MemberID{}))
		persona, _ := w.join(0)
		w.work()
		if n := len(w.team(owner)); n != 1 || !slices.Equal(w.accounts.left, []access.SubjectID{persona}) {
			t.Errorf("%d members, left %v", n, w.accounts.left)
		}
	})
}

func TestInviteIsChecked(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		owner := w.as(w.add("Fjellbris", "974760673"), access.Owner)
		for field, i := range map[string]employer.Invite{
			"address": {Address: "a@b.example\r\nBcc: x@y.example", Name: "Ola", Role: access.Recruiter},
			"name":    {Address: "a@b.example", Role: access.Recruiter},
			"role":    {Address: "a@b.example", Name: "Ola", Role: "king"},
		} {
			if f := fault.As(w.house.Invite(t.Context(), owner, i)); f == nil || f.Kind != fault.Invalid || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, f)
			}
		}
		if n := len(w.team(owner)); n != 0 {
			t.Errorf("%d members", n)
		}
	})
}

func TestLastOwnerStays(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e := w.add("Fjellbris", "974760673")
		w.enrol(e, access.Owner, "Kari")
		owner := w.as(e, access.Owner)
		only := w.team(owner)[0].ID
		for name, err := range map[string]error{
			"removed": w.house.Remove(t.Context(), owner, only, employer.MemberID{}),
			"demoted": w.house.SetRole(t.Context(), owner, only, access.Recruiter),
		} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("the last owner was %s: %v", name, err)
			}
		}
		w.enrol(e, access.Owner, "Per")
		w.must(w.house.Remove(t.Context(), owner, only, employer.MemberID{}))
	})
}

// The owner of another employer finds nothing here: each use-case on a member answers as if there were none.
func TestStranger(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e, other := w.add("Fjellbris", "974760673"), w.add("Solvik", "889640782")
		w.enrol(e, access.Owner, "Kari")
		w.enrol(e, access.Recruiter, "Ola")
		own, stranger := w.as(e, access.Owner), w.as(other, access.Owner)
		m := w.team(own)[1].ID
		if len(w.team(stranger)) != 0 {
			t.Error("a stranger sees the team")
		}
		for name, err := range map[string]error{
			"remove": w.house.Remove(t.Context(), stranger, m, employer.MemberID{}),
			"role":   w.house.SetRole(t.Context(), stranger, m, access.Interviewer),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.house.Invite(t.Context(), w.as(e, access.Recruiter), employer.Invite{Address: "x@y.example", Name: "X", Role: access.Owner}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a recruiter invited an owner: %v", err)
		}
		w.must(w.house.Remove(t.Context(), own, m, employer.MemberID{})) // positive control
	})
}
