package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Validate reports every contradiction in c, as Problems. It looks at the settings only: whether a file, a server or a class of
// retention exists, doctor and the rooms find out.
func (c *Config) Validate() error {
	var ps Problems
	c.oneOfEach(&ps)
	c.validateData(&ps)
	c.validateBlob(&ps)
	c.validateWeb(&ps)
	c.validateTLS(&ps)
	c.validateMail(&ps)
	c.validateOperator(&ps)
	c.validateWebhook(&ps)
	c.validateCounts(&ps)
	slices.SortStableFunc(ps, func(a, b Problem) int { return strings.Compare(a.Key, b.Key) })
	return ps.err()
}

// ForServe reports what serving the public needs beyond a valid configuration: the names and addresses that the privacy
// notice and every message must hold.
func (c *Config) ForServe() error {
	var ps Problems
	need := func(value, key, mend string) {
		if value == "" {
			ps.add(key, "this is not set", mend)
		}
	}
	need(c.Operator.Name, "operator.name", "write the full legal name of who runs this installation")
	need(c.Operator.RegisterNumber, "operator.register_number", "write the number in the public register; pages and exports name it")
	need(c.Operator.Address, "operator.address", "write the postal address; the privacy notice shows it")
	need(c.Operator.PrivacyContact, "operator.privacy_contact", "write an e-mail address that somebody reads")
	need(c.Operator.Authority(), "operator.complaint_authority", "name the data protection authority; there is none on file for this country")
	need(c.Web.PublicURL, "web.public_url", "write the address that people type")
	if c.Mail.Host != "" {
		need(c.Mail.From, "mail.from", "write the address that messages come from")
	}
	return ps.err()
}

// InClear is the problem of plain http that other machines could reach: no TLS, and an address that is not the loopback's.
func (c *Config) InClear() error {
	var ps Problems
	if host, _, err := net.SplitHostPort(c.Web.Address); c.Web.TLS.Mode == "none" && (err != nil || !loopback(host)) {
		ps.add("web.address", "plain http would be reached from other machines", "write 127.0.0.1:8080, or set web.tls.mode")
	}
	return ps.err()
}

// oneOfEach checks the settings that have a list of values, also in a Config that was not loaded.
func (c *Config) oneOfEach(ps *Problems) {
	for _, s := range settings(c) {
		one, ok := s.tag.Lookup("one")
		if ok && !oneOf(s.value.String(), one) {
			ps.add(s.key, "this value is unknown", "write one of "+strings.ReplaceAll(strings.Trim(one, "|"), "|", ", "))
		}
	}
}

func (c *Config) validateData(ps *Problems) {
	d, k := c.Data, c.Keys
	if d.Dir == "" {
		ps.add("data.folder", "this is empty", "name a folder")
	}
	if d.Engine == "postgres" && !d.DSN.IsSet() {
		ps.add("data.dsn", "PostgreSQL has no connection", "write the connection of the app role")
	}
	if d.DSN.IsSet() && d.DSN.Equal(d.OwnerDSN) {
		ps.add("data.owner_dsn", "the app and the owner are one role", "make two roles; the app's owns nothing")
	}
	if k.DSN.IsSet() && (k.DSN.Equal(d.DSN) || k.DSN.Equal(d.OwnerDSN)) {
		ps.add("keys.dsn", "keys and data lie in one database", "give the keystore a cluster of its own")
	}
	if k.Dir == "" && !k.DSN.IsSet() {
		ps.add("keys.dir", "this is empty", "name a folder, or a connection in keys.dsn")
	}
	if k.Root == "" {
		ps.add("keys.root", "this is empty", "name a folder")
	}
	if c.RefuseTogether() {
		c.validateApart(ps)
	}
}

// RefuseTogether reports whether data, keys and root must be apart rather than only ought to be.
func (c *Config) RefuseTogether() bool {
	return c.Keys.Apart == "refuse" || c.Keys.Apart == "" && c.Profile == "strictest"
}

// validateApart compares the three folders by name. Links are followed by whoever opens them.
func (c *Config) validateApart(ps *Problems) {
	const mend = "put data, keys and root side by side"
	if within(c.Data.Dir, c.Keys.Dir) || within(c.Keys.Dir, c.Data.Dir) {
		ps.add("keys.dir", "keys and data lie inside one another", mend)
	}
	for _, dir := range []string{c.Data.Dir, c.Keys.Dir} {
		if within(dir, c.Keys.Root) || within(c.Keys.Root, dir) {
			ps.add("keys.root", "the root lies inside data or keys, or they inside it", mend)
			return
		}
	}
}

// within reports whether inner is outer or lies in it. Empty names lie nowhere.
func within(outer, inner string) bool {
	if outer == "" || inner == "" {
		return false
	}
	rel, err := filepath.Rel(filepath.Clean(outer), filepath.Clean(inner))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (c *Config) validateBlob(ps *Problems) {
	if c.Blob.Kind != "s3" {
		return
	}
	s := c.Blob.S3
	if u, ok := origin(s.Endpoint); !ok {
		ps.add("blob.s3.endpoint", "this is no address of a store", "write it as https://s3.example.org")
	} else if u.Scheme == "http" && !loopback(u.Hostname()) {
		ps.add("blob.s3.endpoint", "the way to the store is not encrypted", "use https")
	}
	for key, set := range map[string]bool{"bucket": s.Bucket != "", "access_key": s.AccessKey != "", "secret_key": s.SecretKey.IsSet()} {
		if !set {
			ps.add("blob.s3."+key, "this is not set", "the S3 store needs it")
		}
	}
}

func (c *Config) validateWeb(ps *Problems) {
	w := c.Web
	if !listens(w.Address) {
		ps.add("web.address", "this is no host and port", "write it as :8080 or 127.0.0.1:8080")
	}
	if w.MetricsAddress != "" && !listens(w.MetricsAddress) {
		ps.add("web.metrics_address", "this is no host and port", "write it as 127.0.0.1:9090, or leave it empty")
	}
	if w.MetricsAddress == w.Address {
		ps.add("web.metrics_address", "metrics would stand beside the pages", "give them a port of their own")
	}
	if u, ok := origin(w.PublicURL); w.PublicURL != "" && !ok {
		ps.add("web.public_url", "this is no address", "write scheme and host only, as https://jobs.example.org")
	} else if ok && u.Scheme == "http" && !loopback(u.Hostname()) {
		ps.add("web.public_url", "the address is not encrypted", "use https")
	}
	for _, p := range w.TrustedProxies {
		if p.Bits() == 0 {
			ps.add("web.trusted_proxies", "this trusts everybody", "name the networks of your own proxies")
		}
	}
	for key, size := range map[string]Size{"form": w.BodyLimit.Form, "file": w.BodyLimit.File, "api": w.BodyLimit.API} {
		if size < 1000 || size > 1<<30 {
			ps.add("web.body_limit."+key, "this is outside 1kB to 1GiB", "write a size between")
		}
	}
	if w.Drain < 0 || w.Drain.Minutes() > 10 {
		ps.add("web.drain", "this is outside 0s to 10m", "write a time between")
	}
}

func (c *Config) validateTLS(ps *Problems) {
	t := c.Web.TLS
	switch t.Mode {
	case "none":
		if u, ok := origin(c.Web.PublicURL); ok && u.Scheme == "https" {
			ps.add("web.tls.mode", "the public address is encrypted and this server is not", "write files or acme, or proxy with web.trusted_proxies")
		}
	case "files":
		if t.Cert == "" {
			ps.add("web.tls.cert", "this is not set", "name the certificate chain")
		}
		if t.Redirect != "" && !listens(t.Redirect) {
			ps.add("web.tls.redirect_address", "this is no host and port", "write :80, or leave it empty")
		}
		if t.Key == "" {
			ps.add("web.tls.key", "this is not set", "name the private key")
		}
	case "acme":
		if u, ok := parsed(t.ACMEDirectory); !ok || u.Scheme != "https" {
			ps.add("web.tls.acme_directory", "this is no https address", "write the directory of the certificate authority")
		}
		if t.ACMECache == "" {
			ps.add("web.tls.acme_cache", "this is empty", "name a folder")
		}
	case "proxy":
		if len(c.Web.TrustedProxies) == 0 {
			ps.add("web.trusted_proxies", "no proxy is trusted", "name the network of the proxy that ends TLS")
		}
	}
}

func (c *Config) validateMail(ps *Problems) {
	m := c.Mail
	if m.Port < 1 || m.Port > 65535 {
		ps.add("mail.port", "this is no port", "write 587, 465 or 25")
	}
	if m.STARTTLS != "required" && m.Host != "" && !loopback(m.Host) {
		ps.add("mail.starttls", "messages could cross the network unencrypted", "write required, or use a server on this machine")
	}
	if m.Password.IsSet() && m.User == "" {
		ps.add("mail.user", "there is a password for nobody", "write the user")
	}
	if m.From != "" && !address(m.From) {
		ps.add("mail.from", "this is no e-mail address", "write the address alone")
	}
	if m.Names != "" && !listens(m.Names) {
		ps.add("mail.name_server", "this is no host and port", "write it as 127.0.0.53:53, or leave it empty")
	}
	d := m.DKIM
	if set := []bool{d.Domain != "", d.Selector != "", d.KeyFile != ""}; slices.Contains(set, true) && slices.Contains(set, false) {
		ps.add("mail.dkim", "a part of it is missing", "set domain, selector and key_file, or none of them")
	}
	r := m.Receive
	if r.LMTPAddress == "" {
		return
	}
	host, _, err := net.SplitHostPort(r.LMTPAddress)
	if !strings.HasPrefix(r.LMTPAddress, "unix:/") && (err != nil || !loopback(host)) {
		ps.add("mail.receive.lmtp_address", "LMTP is for this machine only", "write 127.0.0.1:2424 or unix:/run/verv/lmtp.sock")
	}
	if r.Domain == "" {
		ps.add("mail.receive.domain", "this is not set", "write the domain of reply addresses")
	}
}

func (c *Config) validateOperator(ps *Problems) {
	o := c.Operator
	if len(o.Country) != 2 || strings.ToUpper(o.Country) != o.Country {
		ps.add("operator.country", "this is no country", "write two capital letters, such as NO")
	}
	if o.PrivacyContact != "" && !address(o.PrivacyContact) {
		ps.add("operator.privacy_contact", "this is no e-mail address", "write the address alone")
	}
}

func (c *Config) validateCounts(ps *Problems) {
	if c.Task.Workers < 1 || c.Task.Workers > 64 {
		ps.add("task.workers", "this is outside 1 to 64", "write a number between")
	}
	l := c.Limits
	for key, n := range map[string]int{"login": l.Login, "network": l.Network, "mail": l.Mail, "apply": l.Apply, "requests": l.Requests} {
		if n < 1 || n > 1_000_000 {
			ps.add("limits."+key, "this is outside 1 to 1000000", "write a number between")
		}
	}
	if l.AnswerDays < 1 || l.AnswerDays > 90 {
		ps.add("limits.answer_days", "this is outside 1 to 90 days", "write a number between")
	}
	for class, months := range c.Retention {
		if months < 1 || months > 120 {
			ps.add("retention."+class, "this is outside 1 to 120 months", "write a number between")
		}
	}
}

// origin reads an http or https address that is scheme and host alone.
func origin(s string) (*url.URL, bool) {
	u, ok := parsed(s)
	return u, ok && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

func parsed(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	ok := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.Fragment == ""
	return u, ok
}

// loopback reports whether the host is this machine.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && a.Unmap().IsLoopback()
}

// listens reports whether s is something to listen on.
func listens(s string) bool {
	_, port, err := net.SplitHostPort(s)
	n, bad := strconv.Atoi(port)
	return err == nil && bad == nil && n >= 0 && n <= 65535
}

// address reports whether s is one mail address and nothing else.
func address(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

func (c *Config) validateWebhook(ps *Problems) {
	for _, h := range c.Webhook.Hosts {
		name, below := strings.CutPrefix(h, "*.")
		_, err := netip.ParseAddr(name)
		if name == "" || strings.ContainsAny(name, "*/:@ ") && err != nil || below && !strings.Contains(name, ".") {
			ps.add("webhook.hosts", "this is no host name", "write hooks.example.org, or *.example.org for all below it; no scheme, no port")
		}
	}
}
