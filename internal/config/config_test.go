package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write docs/CONFIG.md anew")

// disk is a readFile that has one file.
func disk(body string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if name != DefaultFile {
			return nil, fs.ErrNotExist
		}
		return []byte(body), nil
	}
}

func TestDefaultIsValid(t *testing.T) {
	c := Default()
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	if c.Data.Dir != "./verv-data" || c.Web.BodyLimit.File != 10<<20 || c.Web.Drain != 20*time.Second || !c.Blob.S3.PathStyle || !c.RefuseTogether() {
		t.Errorf("defaults: %+v", c)
	}
	loaded, err := Load("", nil, func(string) ([]byte, error) { return nil, fs.ErrNotExist })
	if err != nil || !reflect.DeepEqual(loaded, c) {
		t.Errorf("without file and variables: %v", err)
	}
}

func TestLoadReadsEveryKindAndTheEnvironmentWins(t *testing.T) {
	c, err := Load("", []string{
		"VERV_WEB_ADDRESS=:9000", "VERV_WEB_TRUSTED_PROXIES=10.0.0.0/8, 192.0.2.7", "VERV_MAIL_PASSWORD=from env",
		"VERV_RETENTION_APPLICATION=3", "VERV_SKIP=chromium", "HOME=/x", "VERV_BLOB_S3_PATH_STYLE=false",
	}, disk(`
profile = "mojob"
[web]
address = ":1"
drain = "5s"
tls = { mode = "proxy", acme_hosts = ["a.example", "b.example"] }
body_limit.file = "2MiB"
[mail]
host = "mail.example.org"
user = "verv"
password = "from file"
[retention]
application = 6
self = 12
[operator]
register_number = 987654321
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32")}
	if c.Web.Address != ":9000" || !slices.Equal(c.Web.TrustedProxies, want) || c.Mail.Password.Reveal() != "from env" ||
		c.Blob.S3.PathStyle || c.Profile != "mojob" || c.Web.Drain != 5*time.Second || c.Web.TLS.ACMEHosts[1] != "b.example" ||
		c.Web.BodyLimit.File != 2<<20 || c.Retention["application"] != 3 || c.Retention["self"] != 12 || c.Operator.RegisterNumber != "987654321" {
		t.Errorf("loaded %+v", c)
	}
}

func TestEveryProblemAtOnceWithItsPlace(t *testing.T) {
	_, err := Load("", []string{"VERV_WEB_ADRESS=:1", "VERV_MAIL_PORT=many", "VERV_OTHER=1", "VERV_WBE_ADDRESS=:2", "VERV_WEB_COLOUR=green"}, disk(`# a comment
[web]
adress = ":1"
doc = """
address = "not a key"
"""
address = "nowhere"

[data]
engine = "oracle"
tls = { mode = "x" }
[wbe]
address = ":1"
[keys]
dir = "./verv-data/keys"
[retention]
self = "long"
claim = 0
`))
	var ps Problems
	if !errors.As(err, &ps) {
		t.Fatalf("%T: %v", err, err)
	}
	got := map[string]string{}
	for _, p := range ps {
		got[p.Where+" "+p.Key] = p.Wrong + "; " + p.Mend
		if p.Mend == "" {
			t.Errorf("no mend: %v", p)
		}
	}
	for at, part := range map[string]string{
		"verv.toml:3 web.adress":       "did you mean web.address?",
		"verv.toml:4 web.doc":          "no such setting",
		"verv.toml:7 web.address":      "no host and port",
		"verv.toml:10 data.engine":     "sqlite, postgres",
		"verv.toml:11 data.tls":        "no such setting",
		"verv.toml:12 wbe":             "no such setting",
		"verv.toml:15 keys.dir":        "side by side",
		"verv.toml:17 retention.self":  "months",
		"verv.toml:18 retention.claim": "1 to 120",
		"VERV_WEB_ADRESS ":             "VERV_WEB_ADDRESS",
		"VERV_WBE_ADDRESS ":            "VERV_WEB_ADDRESS",
		"VERV_WEB_COLOUR ":             "CONFIG.md",
		"VERV_MAIL_PORT mail.port":     "whole number",
	} {
		if !strings.Contains(got[at], part) {
			t.Errorf("%s: %q does not say %q", at, got[at], part)
		}
	}
	if len(ps) != 13 {
		t.Errorf("%d problems, want 13:\n%v", len(ps), err)
	}
}

func TestBrokenAndAbsentFiles(t *testing.T) {
	_, err := Load("", nil, disk("[web]\naddress = hunter2\n"))
	if err == nil || !strings.Contains(err.Error(), "verv.toml:2") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("no TOML: %v", err)
	}
	if _, err := Load("named.toml", nil, disk("")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a named file may not be absent: %v", err)
	}
	denied := func(string) ([]byte, error) { return nil, fs.ErrPermission }
	if _, err := Load("", nil, denied); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an unreadable file: %v", err)
	}
	if _, err := Load("", nil, disk("web = 1\nretention = 2\n")); err == nil || strings.Count(err.Error(), "this is a section") != 2 {
		t.Errorf("a section as a value: %v", err)
	}
}

// TestValidate changes one thing in a sound configuration and expects that key, or none, to be blamed.
func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name, key string
		change    func(*Config)
	}{
		{"sound", "", func(c *Config) {}},
		{"profile", "profile", func(c *Config) { c.Profile = "lax" }},
		{"engine", "data.engine", func(c *Config) { c.Data.Engine = "" }},
		{"postgres alone", "data.dsn", func(c *Config) { c.Data.Engine = "postgres" }},
		{"postgres", "", func(c *Config) { c.Data.Engine, c.Data.DSN = "postgres", NewSecret("a") }},
		{"one role", "data.owner_dsn", func(c *Config) { c.Data.DSN, c.Data.OwnerDSN = NewSecret("a"), NewSecret("a") }},
		{"one cluster", "keys.dsn", func(c *Config) { c.Data.DSN, c.Keys.DSN = NewSecret("a"), NewSecret("a") }},
		{"no data folder", "data.folder", func(c *Config) { c.Data.Dir = "" }},
		{"no keys", "keys.dir", func(c *Config) { c.Keys.Dir = "" }},
		{"no root", "keys.root", func(c *Config) { c.Keys.Root = "" }},
		{"keys in data", "keys.dir", func(c *Config) { c.Keys.Dir = "verv-data/x/../keys" }},
		{"data in keys", "keys.dir", func(c *Config) { c.Data.Dir = "./verv-keys/data" }},
		{"root in keys", "keys.root", func(c *Config) { c.Keys.Root = "./verv-keys/root" }},
		{"root is data", "keys.root", func(c *Config) { c.Keys.Root = "./verv-data" }},
		{"like-named", "", func(c *Config) { c.Keys.Dir = "./verv-data-keys" }},
		{"together but warned", "", func(c *Config) { c.Keys.Root, c.Keys.Apart = "./verv-data", "warn" }},
		{"together, lax profile", "", func(c *Config) { c.Keys.Root, c.Profile = "./verv-data", "netjobs" }},
		{"together, lax profile, refused", "keys.root", func(c *Config) { c.Keys.Root, c.Profile, c.Keys.Apart = "./verv-data", "netjobs", "refuse" }},
		{"s3", "", func(c *Config) { c.Blob.Kind = "s3" }},
		{"s3 endpoint", "blob.s3.endpoint", func(c *Config) { c.Blob.Kind, c.Blob.S3.Endpoint = "s3", "s3.example.org" }},
		{"s3 in clear", "blob.s3.endpoint", func(c *Config) { c.Blob.Kind, c.Blob.S3.Endpoint = "s3", "http://s3.example.org" }},
		{"s3 in clear here", "", func(c *Config) { c.Blob.Kind, c.Blob.S3.Endpoint = "s3", "http://127.0.0.1:9000" }},
		{"s3 bucket", "blob.s3.bucket", func(c *Config) { c.Blob.Kind, c.Blob.S3.Bucket = "s3", "" }},
		{"s3 key", "blob.s3.secret_key", func(c *Config) { c.Blob.Kind, c.Blob.S3.SecretKey = "s3", Secret{} }},
		{"address", "web.address", func(c *Config) { c.Web.Address = "8080" }},
		{"port", "web.address", func(c *Config) { c.Web.Address = ":99999" }},
		{"metrics off", "", func(c *Config) { c.Web.MetricsAddress = "" }},
		{"metrics beside pages", "web.metrics_address", func(c *Config) { c.Web.MetricsAddress = c.Web.Address }},
		{"public path", "web.public_url", func(c *Config) { c.Web.PublicURL = "https://a.example/jobs" }},
		{"public password", "web.public_url", func(c *Config) { c.Web.PublicURL = "https://u:p@a.example" }},
		{"public in clear", "web.public_url", func(c *Config) { c.Web.PublicURL = "http://a.example" }},
		{"public here", "", func(c *Config) { c.Web.PublicURL, c.Web.TLS.Mode = "http://localhost:8080", "none" }},
		{"https without tls", "web.tls.mode", func(c *Config) { c.Web.TLS.Mode = "none" }},
		{"no proxy", "web.trusted_proxies", func(c *Config) { c.Web.TrustedProxies = nil }},
		{"the whole world", "web.trusted_proxies", func(c *Config) { c.Web.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")} }},
		{"no certificate", "web.tls.cert", func(c *Config) { c.Web.TLS.Mode, c.Web.TLS.Key = "files", "k" }},
		{"no private key", "web.tls.key", func(c *Config) { c.Web.TLS.Mode, c.Web.TLS.Cert = "files", "c" }},
		{"acme", "", func(c *Config) { c.Web.TLS.Mode = "acme" }},
		{"acme in clear", "web.tls.acme_directory", func(c *Config) { c.Web.TLS.Mode, c.Web.TLS.ACMEDirectory = "acme", "http://a.example/d" }},
		{"body", "web.body_limit.file", func(c *Config) { c.Web.BodyLimit.File = 2 << 30 }},
		{"drain", "web.drain", func(c *Config) { c.Web.Drain = -1 }},
		{"mail port", "mail.port", func(c *Config) { c.Mail.Port = 0 }},
		{"mail in clear", "mail.starttls", func(c *Config) { c.Mail.STARTTLS = "none" }},
		{"mail in clear here", "", func(c *Config) { c.Mail.STARTTLS, c.Mail.Host = "none", "127.0.0.1" }},
		{"password in clear", "mail.starttls", func(c *Config) { c.Mail.STARTTLS = "opportunistic" }},
		{"password for nobody", "mail.user", func(c *Config) { c.Mail.User = "" }},
		{"from", "mail.from", func(c *Config) { c.Mail.From = "Verv <verv@example.org>" }},
		{"half dkim", "mail.dkim", func(c *Config) { c.Mail.DKIM.Domain = "example.org" }},
		{"lmtp for all", "mail.receive.lmtp_address", func(c *Config) { c.Mail.Receive = Receive{":24", "example.org"} }},
		{"lmtp socket", "", func(c *Config) { c.Mail.Receive = Receive{"unix:/run/verv.sock", "example.org"} }},
		{"lmtp domain", "mail.receive.domain", func(c *Config) { c.Mail.Receive = Receive{LMTPAddress: "127.0.0.1:24"} }},
		{"language", "site.language", func(c *Config) { c.Site.Language = "no" }},
		{"country", "operator.country", func(c *Config) { c.Operator.Country = "Norway" }},
		{"contact", "operator.privacy_contact", func(c *Config) { c.Operator.PrivacyContact = "at the door" }},
		{"log", "log.level", func(c *Config) { c.Log.Level = "chatty" }},
		{"workers", "task.workers", func(c *Config) { c.Task.Workers = 0 }},
		{"limits", "limits.login", func(c *Config) { c.Limits.Login = 0 }},
		{"silence without end", "limits.answer_days", func(c *Config) { c.Limits.AnswerDays = 91 }},
		{"retention", "retention.self", func(c *Config) { c.Retention["self"] = 121 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := sound()
			c.change(&config)
			var ps Problems
			errors.As(config.Validate(), &ps)
			switch {
			case c.key == "" && len(ps) > 0:
				t.Errorf("blamed: %v", ps)
			case c.key != "" && (len(ps) != 1 || ps[0].Key != c.key || ps[0].Mend == ""):
				t.Errorf("want %s blamed, got %v", c.key, ps)
			}
		})
	}
}

func sound() Config {
	c := Default()
	c.Web.PublicURL, c.Web.TLS.Mode = "https://jobs.example.org", "proxy"
	c.Web.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	c.Mail = Mail{Host: "mail.example.org", Port: 587, User: "verv", Password: NewSecret("p"), STARTTLS: "required", From: "verv@example.org"}
	c.Operator = Operator{Name: "Eksempel AS", RegisterNumber: "999888777", Address: "Storgata 1, 0155 Oslo", Country: "NO", PrivacyContact: "personvern@example.org"}
	c.Blob.S3.Endpoint, c.Blob.S3.Bucket = "https://s3.example.org", "verv"
	c.Blob.S3.AccessKey, c.Blob.S3.SecretKey = "id", NewSecret("s")
	return c
}

func TestForServe(t *testing.T) {
	c := sound()
	if err := c.ForServe(); err != nil {
		t.Error(err)
	}
	c = Default()
	c.Operator.Country = "XX"
	c.Mail.Host = "localhost"
	var ps Problems
	if errors.As(c.ForServe(), &ps); len(ps) != 7 {
		t.Errorf("want 7 problems: %v", ps)
	}
	if a := (Operator{Country: "FI"}).Authority(); !strings.HasPrefix(a, "Tietosuoja") {
		t.Errorf("authority: %q", a)
	}
}

func TestSecretNeverPrints(t *testing.T) {
	const text = "hunter2hunter2"
	s := NewSecret(text)
	hidden := struct {
		open   Secret
		Deeper struct{ inner Secret }
		List   []Secret
		m      map[string]Secret
	}{open: s, List: []Secret{s}, m: map[string]Secret{"k": s}}
	hidden.Deeper.inner = s
	var b bytes.Buffer
	for _, verb := range strings.Fields("%v %+v %#v %s %q %x %X %d %p %t %T %c %U %08.3f") {
		fmt.Fprintf(&b, verb+" "+verb+" "+verb+"\n", s, &s, hidden)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Info("x", "s", s, "h", hidden, "c", Config{Mail: Mail{Password: s}})
	}
	if err := json.NewEncoder(&b).Encode(Mail{Password: s}); err != nil {
		t.Fatal(err)
	}
	if err := toml.NewEncoder(&b).Encode(Mail{Password: s}); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if strings.Contains(out, text) || strings.Contains(out, fmt.Sprintf("%x", text)) {
		t.Errorf("the secret is out:\n%s", out)
	}
	if !strings.Contains(out, veil) || s.Reveal() != text {
		t.Error("the control: a veil shows, and the text is there for who asks")
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{"10MB": 1e7, "512 kB": 512e3, "2MiB": 2 << 20, "7": 7, "1GiB": 1 << 30, "0": 0, "9B": 9} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%q: %d %v", text, got, err)
		}
	}
	for _, text := range []string{"", "MB", "-1", "1.5MB", "9999999999GB", "1 mb", "1e3"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := Size(rapid.Int64Range(0, 1<<50).Draw(t, "n"))
		if back, err := ParseSize(n.String()); err != nil || back != n {
			t.Fatalf("%d written %s read %d, %v", n, n, back, err)
		}
	})
}

func TestEachSettingHasOneVariableAndAManual(t *testing.T) {
	c := Default()
	seen := map[string]string{}
	for _, s := range settings(&c) {
		if other := seen[s.env()]; other != "" {
			t.Errorf("%s and %s have one variable", s.key, other)
		}
		seen[s.env()] = s.key
		if s.tag.Get("doc") == "" {
			t.Errorf("%s has no doc", s.key)
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d settings were seen", len(seen))
	}
}

func TestManualIsCurrent(t *testing.T) {
	var b bytes.Buffer
	if err := WriteDoc(&b); err != nil {
		t.Fatal(err)
	}
	const file = "../../docs/CONFIG.md"
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	on, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(on, b.Bytes()) {
		t.Errorf("docs/CONFIG.md is not what the structs say (%v); run: go test ./internal/config -update", err)
	}
}

func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"", "[web]\naddress = \":1\"\n", "profile = 1\n", "[web.tls]\nmode = \"files\"\n", "[[web]]\n", "a = \"\"\"\n\"\"\"", "\xff\x00",
		"[retention]\nself = 3\n", "web.tls = { mode = \"acme\" }", "[data]\ndsn = [1]\n", "[mail]\npassword = 1979-05-27\n",
		"[\"we.b\"]\nx=1", "[web]\ntrusted_proxies = [\"fe80::1%eth0\"]\n", "x = [[[[[[]]]]]]",
	} {
		f.Add(s, "VERV_WEB_ADDRESS", ":1")
	}
	f.Add("", "VERV_RETENTION_\x00", "1")
	const secret = "kW8hunter2Zq"
	f.Fuzz(func(t *testing.T, file, name, value string) {
		c, err := Load("", []string{"VERV_MAIL_PASSWORD=" + secret, "VERV_MAIL_STARTTLS=" + secret, name + "=" + value}, disk(file))
		if err != nil {
			if text := err.Error(); strings.Contains(text, secret) || strings.Contains(text, "\x00") {
				t.Errorf("an error holds a value: %q", text)
			}
			return
		}
		if err := c.Validate(); err != nil {
			t.Errorf("loaded without a word, and yet: %v", err)
		}
	})
}
