package webhook

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"verv/internal/crypt"
)

// Reach is the one thing of this house that speaks to the network: it posts to hosts that the operator named, and to no other.
type Reach struct {
	hosts    []string
	networks []netip.Prefix
	client   *http.Client
}

const (
	postFor    = 10 * time.Second
	answerMost = 64 << 10 // bytes of an answer that are read, and thrown away
	statusGone = http.StatusGone
)

// NewReach lets the hosts be called; "*.example.org" names all below example.org. Addresses that are not public are refused, but for
// those in networks.
func NewReach(hosts []string, networks []netip.Prefix) *Reach {
	r := &Reach{networks: networks}
	for _, h := range hosts {
		r.hosts = append(r.hosts, strings.ToLower(h))
	}
	dial := &net.Dialer{Timeout: 5 * time.Second, Control: r.control}
	r.client = &http.Client{
		Timeout:       postFor,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: dial.DialContext, Proxy: nil, TLSHandshakeTimeout: 5 * time.Second, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second},
	}
	return r
}

// Host reports whether the operator lets the host be called.
func (r *Reach) Host(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return slices.ContainsFunc(r.hosts, func(h string) bool {
		if below, any := strings.CutPrefix(h, "*."); any {
			return strings.HasSuffix(name, "."+below)
		}
		return h == name
	})
}

// named reports whether the host is this machine, in one of the operator's exceptions: there http is good enough, and nowhere else.
func (r *Reach) named(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback() && r.excepted(a)
}

func (r *Reach) excepted(a netip.Addr) bool {
	return slices.ContainsFunc(r.networks, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
}

var errPrivate = errors.New("the address is not public")

// shared are ranges that are neither private nor reachable for everybody: carrier-grade NAT (RFC 6598), benchmarks, documentation,
// protocols, 6to4 and NAT64, which lead back to IPv4.
var shared = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
}

// control is asked with the address that a name has led to, so that no name can be bound to another one in between.
func (r *Reach) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	a := at.Addr().Unmap()
	public := a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(shared, func(p netip.Prefix) bool { return p.Contains(a) })
	if !public && !r.excepted(a) {
		return errPrivate
	}
	return nil
}

// message is one try as it goes out.
type message struct {
	body   []byte
	header http.Header
}

// message writes and signs a delivery. After a renewal it carries two signatures for a day.
func (h *House) message(k Webhook, d Delivery, now time.Time) message {
	body, err := json.Marshal(struct {
		Type string            `json:"type"`
		At   string            `json:"timestamp"`
		Data map[string]string `json:"data"`
	}{string(d.Kind), d.HappenedAt.UTC().Format(time.RFC3339Nano), d.IDs})
	if err != nil {
		body = nil // three kinds of text: cannot happen
	}
	ref, stamp := "msg_"+d.ID.String(), strconv.FormatInt(now.Unix(), 10)
	secrets := []Secret{h.secret(k.ID, k.secret)}
	if !k.RenewedAt.IsZero() && now.Sub(k.RenewedAt) < overlap {
		secrets = append(secrets, h.secret(k.ID, k.secret-1))
	}
	var signed []string
	for _, s := range secrets {
		code := crypt.HMAC(s[:], []byte(ref+"."+stamp+"."+string(body)))
		signed = append(signed, "v1,"+base64.StdEncoding.EncodeToString(code[:]))
	}
	return message{body, http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Verv"}, "Webhook-Id": {ref}, "Webhook-Timestamp": {stamp},
		"Webhook-Signature": {strings.Join(signed, " ")}}}
}

// answer is how a try went; trouble is a key of the catalogue.
type answer struct {
	status  int
	trouble string
}

func (r *Reach) post(ctx context.Context, to string, m message) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(m.body))
	if err != nil || !r.Host(req.URL.Hostname()) {
		return answer{trouble: "webhook.trouble.host"} // the operator has changed their mind since
	}
	req.Header = m.header
	resp, err := r.client.Do(req)
	switch {
	case errors.Is(err, errPrivate):
		return answer{trouble: "webhook.trouble.private"}
	case err != nil:
		return answer{trouble: "webhook.trouble.connection"}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, answerMost)) // so that the connection can be used again
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return answer{status: resp.StatusCode, trouble: "webhook.trouble.status"}
	}
	return answer{status: resp.StatusCode}
}
