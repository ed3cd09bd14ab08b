package server_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/mail"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// A letter tells the time by the clock of whoever reads it, and by the site's where they have chosen none: half past eleven in the
// evening in Greenwich is tomorrow in Oslo.
func TestLettersTellLocalTime(t *testing.T) {
	h := whole.New(t, store.SQLite)
	h.Clock.Set(time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC))
	e := h.AddEmployer("Nordkyst Drift AS", "974760673")
	p := h.AddPerson("Ola Berg", "ola@nordkyst.example", access.Member, e, access.Owner)
	h.Enter(p)
	h.Run()
	for _, l := range h.Mail.To(p.Address) {
		m, err := mail.Parse(l.Raw)
		h.Must(err)
		if strings.Contains(m.Text, "ble åpnet") {
			if !strings.Contains(m.Text, "24. november 2026") {
				t.Errorf("the letter: %s", m.Text)
			}
			return
		}
	}
	t.Error("no letter tells of the login")
}
