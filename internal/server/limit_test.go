package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verv/internal/config"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// What the configuration says about limits and sizes is what the browser meets.
func TestConfiguredLimits(t *testing.T) {
	h := whole.New(t, store.SQLite)
	h.RestartWith(func(c *config.Config) {
		c.Limits.Login, c.Limits.Mail = 1, 1
		c.Web.BodyLimit.Form = 2000
	})
	log := func(text string) int {
		return h.Browser().Post("/account/login", url.Values{"address": {"kari@example.no"}, "password": {text}}).Status
	}
	for _, c := range []struct {
		name string
		do   func() int
		want int
	}{
		{"a login", func() int { return log("not the right one") }, http.StatusUnprocessableEntity},
		{"one too many", func() int { return log("not the right one") }, http.StatusTooManyRequests},
		{"a form beyond the limit", func() int { return log(strings.Repeat("x", 2000)) }, http.StatusRequestEntityTooLarge},
	} {
		if got := c.do(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
