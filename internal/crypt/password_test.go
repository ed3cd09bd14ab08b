package crypt

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// Cheap, for tests.
var quick = PasswordParams{Memory: 64, Time: 1, Threads: 1}

// Vectors of golang.org/x/crypto/argon2, made there with the reference implementation: password "password", salt "somesalt".
var knownHashes = []struct{ hash, pw string }{
	{"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7", "password"},
	{"$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$Bo1ismRVk2qm6+YAYLCmWHDb+j3fjUH3", "password"},
}

func TestKnownPasswords(t *testing.T) {
	for _, k := range knownHashes {
		if ok, rehash, err := CheckPassword(k.hash, k.pw, quick); err != nil || !ok || !rehash {
			t.Errorf("%s: %v, rehash %v, %v", k.hash, ok, rehash, err)
		}
		if ok, rehash, err := CheckPassword(k.hash, k.pw+"x", quick); err != nil || ok || rehash {
			t.Errorf("%s with a wrong password: %v, rehash %v, %v", k.hash, ok, rehash, err)
		}
	}
}

func TestPassword(t *testing.T) {
	p := DefaultPasswordParams(make(chan struct{}, 1))
	hash := HashPassword("hemmelig \u00e5", p)
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %s", hash)
	}
	if HashPassword("hemmelig \u00e5", p) == hash {
		t.Error("two hashes share a salt")
	}
	if ok, rehash, err := CheckPassword(hash, "hemmelig \u00e5", p); !ok || rehash || err != nil {
		t.Errorf("right password: %v, rehash %v, %v", ok, rehash, err)
	}
	dearer := p
	dearer.Time++
	if ok, rehash, err := CheckPassword(hash, "hemmelig \u00e5", dearer); !ok || !rehash || err != nil {
		t.Errorf("costs have risen: %v, rehash %v, %v", ok, rehash, err)
	}
	for _, pw := range []string{"", "hemmelig", "Hemmelig \u00e5"} {
		if ok, rehash, err := CheckPassword(hash, pw, dearer); ok || rehash || err != nil {
			t.Errorf("wrong password %q: %v, rehash %v, %v", pw, ok, rehash, err)
		}
	}
	if ok, _, err := CheckPassword("", "", p); ok || err != nil {
		t.Errorf("nobody's password: %v, %v", ok, err)
	}
	if len(p.Limit) != 0 {
		t.Error("a turn was not given back")
	}
}

func TestPasswordLimit(t *testing.T) {
	p := quick
	p.Limit = make(chan struct{}, 2)
	p.Limit <- struct{}{} // one of two is taken by somebody else
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if ok, _, err := CheckPassword(HashPassword("x", p), "x", p); !ok || err != nil {
				t.Errorf("%v, %v", ok, err)
			}
		})
	}
	wg.Wait()
	if len(p.Limit) != 1 {
		t.Errorf("%d turns out, want the one of somebody else", len(p.Limit))
	}
}

var badHashes = []string{
	"x", "$argon2id$", "$2a$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=4294967295,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=1,p=300$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=064,t=1,p=1$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=1,p=1,x$c29tZXNhbHQ$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
	"$argon2id$v=19$m=64,t=1,p=1$$ZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
	"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$\nZVrRXqxlLcWfcXCnMyv0m4Rpvh/bnCi7",
}

func TestBadHashes(t *testing.T) {
	for _, hash := range badHashes {
		if ok, rehash, err := CheckPassword(hash, "password", quick); ok || rehash || !errors.Is(err, ErrPasswordHash) {
			t.Errorf("%q: %v, %v", hash, ok, err)
		}
	}
}

func FuzzParsePassword(f *testing.F) {
	for _, h := range badHashes {
		f.Add(h)
	}
	f.Add(knownHashes[0].hash)
	f.Fuzz(func(t *testing.T, hash string) {
		p, salt, key, err := parsePassword(hash)
		if err == nil && (p.format(salt, key) != hash || !p.bearable()) {
			t.Fatalf("%q is taken as %+v", hash, p)
		}
	})
}

func TestTokens(t *testing.T) {
	a, b := Token(32), Token(32)
	if a == b || len(a) != 43 || strings.ContainsAny(a, "+/=") {
		t.Errorf("tokens %q and %q", a, b)
	}
	h, g := TokenHash(a), TokenHash(b)
	if h == g || h != TokenHash(a) {
		t.Error("hash of a token")
	}
	if !Equal(h[:], h[:]) || Equal(h[:], g[:]) || !Equal("a", "a") || Equal("a", "ab") || Equal("a", "b") {
		t.Error("equal")
	}
}
