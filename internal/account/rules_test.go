package account

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestJudge(t *testing.T) {
	for pw, want := range map[string]string{
		"grønn traktor 47 på taket": "", "correct horse battery staple": "", "Xk3!pq9 vM2#zz": "", "nitten ekorn i barsk ordstyrt takt": "",
		"kort": "form.short", strings.Repeat("å", 11): "form.short", strings.Repeat("xyå7", 51): "form.long",
		"passordpassord": "account.password.common", "Passord123456": "account.password.common", "P4ssw0rd!2026": "account.password.common",
		"sommer2026!!": "account.password.common", "qwertyuiopåasdf": "account.password.common", "aaaaaaaaaaaa": "account.password.common",
		"123456789012": "account.password.common", "abababababab": "account.password.common", "Velkommen2026": "account.password.common",
		"lösenord1234": "account.password.common", "salasana-salasana": "account.password.common", "iloveyou iloveyou": "account.password.common",
		"zyxwvutsrqponm": "account.password.common", "Kari.Nordmann1": "account.password.own", "kari.nordmann@b.no": "account.password.own",
		"Ola Hansenfjord 99": "account.password.own",
	} {
		if got, _ := judge(pw, "kari.nordmann@b.no", "Ola Hansenfjord"); got != want {
			t.Errorf("%q: %q, want %q", pw, got, want)
		}
	}
}

func TestCommonWordsAreEnough(t *testing.T) {
	if len(common) < 200 {
		t.Fatalf("%d words", len(common))
	}
}

// Whatever the order of tries and waits, a limit never lets more tries through in a window than it says, and time always opens it again.
func TestLimitsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := StandardLimits.windows()
		l := rapid.SampledFrom([]limit{all.guessesOfAddress, all.guessesOfClient, all.codesOfAccount, all.mailsToAddress, all.appliesOfClient}).Draw(t, "limit")
		now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
		var at tally
		var passed []time.Time
		for range rapid.IntRange(1, 120).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second)
			var ok bool
			if at, ok = l.strike(at, now); ok {
				passed = append(passed, now)
			}
			if n := within15(passed, now, l.window/2); !l.doubling && n > 2*l.most || l.doubling && n > l.most+4 {
				t.Fatalf("%s: %d tries in half a window", l.name, n)
			}
		}
		if _, ok := l.strike(at, now.Add(longestWait+l.window)); !ok {
			t.Fatalf("%s stays shut", l.name)
		}
	})
}

func within15(all []time.Time, now time.Time, d time.Duration) (n int) {
	for _, at := range all {
		if now.Sub(at) < d {
			n++
		}
	}
	return n
}

func TestWaitDoubles(t *testing.T) {
	for n, want := range map[int]time.Duration{0: time.Minute, 1: 2 * time.Minute, 5: 32 * time.Minute, 10: 1024 * time.Minute, 11: 24 * time.Hour, 99: 24 * time.Hour} {
		if got := wait(n); got != want {
			t.Errorf("after %d: %v, want %v", n, got, want)
		}
	}
}

func TestDeviceOf(t *testing.T) {
	for agent, want := range map[string]Device{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0": {"Edge", "Windows"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1":   {"Safari", "iPhone"},
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36":              {"Chrome", "Android"},
		"curl/8": {}, "": {},
	} {
		if got := deviceOf(agent); got != want {
			t.Errorf("%q: %+v", agent, got)
		}
	}
}

// A code counts in its own step and one on either side, and in no other.
func TestStepOf(t *testing.T) {
	secret, now := NewSecret(), time.Date(2026, 11, 23, 8, 0, 10, 0, time.UTC)
	if len(secret) != 32 || secret == NewSecret() {
		t.Fatalf("secret %d", len(secret))
	}
	for _, bad := range []string{"", "12345", "abcdef", "1234567"} {
		if stepOf(secret, bad, now) != 0 {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzToken(f *testing.F) {
	a, err := accountOf([16]byte{1, 0x90, 0xb5, 0xe0, 0x7b, 0x7a, 0x7c, 0x3e, 0x8c, 0x3e, 1, 0x23, 0x45, 0x67, 0x89, 0xab})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(newToken(a))
	f.Add("")
	f.Add(strings.Repeat("A", 65))
	f.Add(strings.Repeat("é", 33))
	f.Fuzz(func(t *testing.T, token string) {
		got, err := tokenAccount(token)
		if err == nil && (got.IsZero() || len(token) != 65) {
			t.Fatalf("%q leads to %v", token, got)
		}
	})
}

func FuzzJudge(f *testing.F) {
	f.Add("grønn traktor 47", "a@b.no", "Ola")
	f.Add("\xff\xfe", "@", "")
	f.Fuzz(func(t *testing.T, pw, address, name string) { judge(pw, address, name) })
}
