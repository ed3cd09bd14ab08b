package webhook_test

import (
	"net/netip"
	"testing"

	"verv/internal/fault"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/webhook"
)

// TestWebhookInClear: a network that the operator allows is not one to speak in clear on; only this machine is.
func TestWebhookInClear(t *testing.T) {
	show.Show(t, "net.tls", "webhook-in-clear")
	b := testbed.New(t, store.SQLite, testbed.Rooms(t))
	r := newRig(t, b)
	r.reach(t, []string{"127.0.0.1", "10.0.0.7"}, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/24")})
	for url, fine := range map[string]bool{"http://127.0.0.1:9/": true, "https://10.0.0.7/": true, "http://10.0.0.7/": false} {
		_, err := r.house.Add(t.Context(), r.owner(r.one), webhook.Wish{URL: url, Kinds: []webhook.Kind{"job.closed"}})
		if (err == nil) != fine || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s is taken %v, want %v: %v", url, err == nil, fine, err)
		}
	}
}
