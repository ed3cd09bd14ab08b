package whole_test

import (
	"net/http"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/testbed/whole"
)

// The house boots, shows its front page, and lets people in as what they are.
func TestBoot(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		b := h.Browser().Get("/")
		if b.Status != http.StatusOK || !strings.Contains(b.Text(), "Fjordjobb") {
			t.Fatalf("%d %s", b.Status, b.Text())
		}
		e := h.AddEmployer("Nordkyst sykehus HF", "312740567")
		for _, p := range []whole.Person{
			h.AddPerson("Kari Holm", "kari@example.org", access.Candidate, access.EmployerID{}, access.NoRole),
			h.AddPerson("Ola Berg", "ola@example.org", access.Member, e, access.Recruiter),
			h.AddPerson("Siri Vik", "siri@example.org", access.Operator, access.EmployerID{}, access.NoRole),
		} {
			b := h.Enter(p)
			if b.Get("/account"); b.Status != http.StatusOK {
				t.Errorf("%s: %d %s", p.Kind, b.Status, b.Text())
			}
		}
		h.Restart()
		if b := h.Browser().Get("/jobs"); b.Status != http.StatusOK {
			t.Fatalf("after a restart: %d", b.Status)
		}
	})
}
