package account_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/privacy"
)

var offered = []access.Permission{access.ApplicationOwn, access.ApplicationRead, access.JobEdit}

func (r *rig) newToken(t *testing.T, g privacy.Grant, v account.TokenWish) string {
	t.Helper()
	secret, err := r.House.MakeToken(t.Context(), g, access.SiteID{}, v)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func (r *rig) opens(t *testing.T, secret string) bool {
	t.Helper()
	_, _, err := r.House.TokenSession(t.Context(), r.security(), secret)
	if err != nil && !fault.Is(err, fault.Gone) {
		t.Fatal(err)
	}
	return err == nil
}

func TestTokenReachesAsFarAsItWasMade(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		r.House.Offer(offered)
		me := r.session(t, r.join(t, "a@example.no", good).Token)
		g := r.as(me.Actor)
		if got := r.House.Scopes(me.Actor); !slices.Equal(got, []access.Permission{access.ApplicationOwn}) {
			t.Fatalf("a candidate is offered %v", got)
		}
		secret := r.newToken(t, g, account.TokenWish{Name: " HR ", Days: 30, Scopes: []access.Permission{access.ApplicationOwn}})
		if !strings.HasPrefix(secret, account.TokenPrefix) || r.one().To != "a@example.no" {
			t.Fatal("the token has no mark, or nobody was told")
		}
		r.Clock.Move(day)
		s, scopes, err := r.House.TokenSession(t.Context(), r.security(), secret)
		if err != nil || s.Actor.Subject != me.Actor.Subject || s.Actor.Strong || !s.Actor.Proved.IsZero() || !slices.Equal(scopes, []access.Permission{access.ApplicationOwn}) {
			t.Fatalf("%+v %v %v", s, scopes, err)
		}
		all, err := r.House.Tokens(t.Context(), g)
		if err != nil || len(all) != 1 || all[0].Name != "HR" || all[0].UsedAt.IsZero() {
			t.Fatalf("%+v %v", all, err)
		}
		r.shut(t, secret) // it is no session
		r.Clock.Move(30 * day)
		if r.opens(t, secret) {
			t.Fatal("the token outlives its days")
		}
	})
}

func TestTokenEnds(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		r.House.Offer(offered)
		stranger := r.as(r.session(t, r.joinAs(t, "b@example.no")).Actor)
		g := r.as(r.session(t, r.joinAs(t, "a@example.no")).Actor)
		wish := account.TokenWish{Name: "x", Days: 365, Scopes: []access.Permission{access.ApplicationOwn}}
		first, second := r.newToken(t, g, wish), r.newToken(t, g, wish)
		all, err := r.House.Tokens(t.Context(), g)
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		for _, one := range all {
			if err := r.House.DropToken(t.Context(), stranger, one.ID); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Withheld) {
				t.Fatalf("somebody else's token: %v", err)
			}
		}
		if !r.opens(t, first) || !r.opens(t, second) {
			t.Fatal("a stranger ended a token")
		}
		if err := r.House.DropToken(t.Context(), g, all[1].ID); err != nil {
			t.Fatal(err)
		}
		if r.opens(t, first) == r.opens(t, second) {
			t.Fatal("one ends, the other stays")
		}
		if _, err := r.House.Leave(t.Context(), g, g.Actor().Subject); err != nil {
			t.Fatal(err)
		}
		if r.opens(t, first) || r.opens(t, second) {
			t.Fatal("the persona has left and its token works")
		}
	})
}

// joinAs signs up and gives the session's token.
func (r *rig) joinAs(t *testing.T, address string) string {
	t.Helper()
	return r.join(t, address, good).Token
}

func TestTokenIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		r.House.Offer(offered)
		o := r.join(t, "a@example.no", good)
		g := r.as(r.session(t, o.Token).Actor)
		own := []access.Permission{access.ApplicationOwn}
		for name, c := range map[string]struct {
			wish  account.TokenWish
			field string
		}{
			"no name":    {account.TokenWish{Days: 1, Scopes: own}, "name"},
			"long name":  {account.TokenWish{Name: strings.Repeat("å", 81), Days: 1, Scopes: own}, "name"},
			"no days":    {account.TokenWish{Name: "x", Scopes: own}, "days"},
			"too long":   {account.TokenWish{Name: "x", Days: 366, Scopes: own}, "days"},
			"no scope":   {account.TokenWish{Name: "x", Days: 1}, "scopes"},
			"not theirs": {account.TokenWish{Name: "x", Days: 1, Scopes: []access.Permission{access.JobEdit}}, "scopes"},
			"not in API": {account.TokenWish{Name: "x", Days: 1, Scopes: []access.Permission{access.RightsOwn}}, "scopes"},
		} {
			_, err := r.House.MakeToken(t.Context(), g, access.SiteID{}, c.wish)
			if f := fault.As(err); f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		wish := account.TokenWish{Name: "x", Days: 1, Scopes: own}
		for range 20 {
			r.newToken(t, g, wish)
		}
		if _, err := r.House.MakeToken(t.Context(), g, access.SiteID{}, wish); !fault.Is(err, fault.Conflict) {
			t.Errorf("the twenty-first: %v", err)
		}
		r.Clock.Move(account.Freshly + 1)
		if _, err := r.House.MakeToken(t.Context(), r.as(r.session(t, o.Token).Actor), access.SiteID{}, wish); !fault.Is(err, fault.Confirm) {
			t.Errorf("without a fresh proof: %v", err)
		}
	})
}

func TestReplayLetsOneIn(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		g := r.as(r.session(t, r.join(t, "a@example.no", good).Token).Actor)
		other := r.as(r.session(t, r.joinAs(t, "b@example.no")).Actor)
		begin := func(g privacy.Grant, print string) (account.Replay, bool) {
			t.Helper()
			was, first, err := r.House.BeginReplay(t.Context(), g, "k", print)
			if err != nil {
				t.Fatal(err)
			}
			return was, first
		}
		if _, first := begin(g, "p"); !first {
			t.Fatal("the first is not let in")
		}
		if was, first := begin(g, "p"); first || was.Status != 0 {
			t.Fatalf("a second while it runs: %+v %v", was, first)
		}
		if _, first := begin(other, "p"); !first {
			t.Fatal("somebody else's key is taken")
		}
		if err := r.House.DropReplay(t.Context(), g, "k"); err != nil {
			t.Fatal(err)
		}
		if _, first := begin(g, "p"); !first {
			t.Fatal("a key that was given free is taken")
		}
		if err := r.House.KeepReplay(t.Context(), g, "k", account.Replay{Status: 201, Body: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		if err := r.House.DropReplay(t.Context(), g, "k"); err != nil {
			t.Fatal(err)
		}
		if was, first := begin(g, "q"); first || was.Status != 201 || string(was.Body) != "{}" || was.Print != "p" {
			t.Fatalf("%+v %v", was, first)
		}
		r.Clock.Move(day + 2*time.Hour)
		if err := r.runner.Plant(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.work()
		if _, first := begin(g, "p"); !first {
			t.Fatal("an answer is kept for longer than a day")
		}
	})
}
