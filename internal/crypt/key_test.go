package crypt

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// shows reports whether text holds the secret in any form that printing could give it.
func shows(text string, secret []byte) bool {
	for _, form := range []string{string(secret), hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)),
		strings.Trim(fmt.Sprint(secret), "[]"), strings.Trim(fmt.Sprintf("%#v", secret), "[]byte{}"), fmt.Sprintf("%q", secret)} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestKeyIsNeverPrinted(t *testing.T) {
	k := newKey()
	secret := k.bytes()[:]
	type holder struct {
		K Key
		k Key
		p *Key
	}
	values := map[string]any{"key": k, "pointer": &k, "holder": holder{k, k, &k}, "slice": []Key{k}, "map": map[string]Key{"k": k}}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U", "%t"} {
			if text := fmt.Sprintf(verb, v); shows(text, secret) {
				t.Errorf("%s with %s prints the secret", name, verb)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "k", v)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "k", v)
		if shows(log.String(), secret) {
			t.Errorf("%s is logged", name)
		}
		text, err := json.Marshal(v)
		if err != nil || shows(string(text), secret) {
			t.Errorf("%s as JSON: %s, %v", name, text, err)
		}
	}
	text, err := xml.Marshal(holder{K: k})
	if err != nil || shows(string(text), secret) {
		t.Errorf("as XML: %s, %v", text, err)
	}
	if got := fmt.Sprintf("%v %d", k, k); got != "crypt.Key crypt.Key" {
		t.Errorf("prints %q", got)
	}
	// Control: a struct that does not hide what it holds is caught, in each form.
	for _, verb := range []string{"%v", "%x", "%X", "%d", "%s"} {
		if !shows(fmt.Sprintf(verb, secret), secret) {
			t.Errorf("control: %s of the bare secret is not noticed", verb)
		}
	}
}

func TestHandle(t *testing.T) {
	k := newKey()
	h := k.Handle(dossierA)
	if h != k.Handle(dossierA) {
		t.Error("a handle changes")
	}
	if h == k.Handle(dossierB) || h == newKey().Handle(dossierA) {
		t.Error("two handles are one")
	}
}

func TestWipe(t *testing.T) {
	k := newKey()
	sealed := k.Seal(1, testRow, dossierA, []byte("x"))
	other := k
	k.Wipe()
	if _, err := other.Open(1, testRow, dossierA, sealed); err == nil {
		t.Error("a copy of a wiped key still opens")
	}
	if *other.bytes() != [keySize]byte{} {
		t.Error("the secret is still there")
	}
	if !other.IsZero() {
		t.Error("a wiped key is taken for a key")
	}
	Key{}.Wipe() // harmless
}

func TestZeroKeyPanics(t *testing.T) {
	wiped := newKey()
	wiped.Wipe()
	for name, use := range map[string]func(){
		"wiped":  func() { wiped.Seal(1, testRow, dossierA, nil) },
		"seal":   func() { Key{}.Seal(1, testRow, dossierA, nil) },
		"handle": func() { Key{}.Handle(dossierA) },
		"file":   func() { _, _ = Key{}.SealFile(nil, dossierA, testRow) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s with a zero key does not panic", name)
				}
			}()
			use()
		}()
	}
}
