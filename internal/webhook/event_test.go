package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/webhook"
)

// fits says what is wrong with a body by the schema that the document has for its kind; nothing is right.
func fits(t *testing.T, body string) (kind string, wrong []error) {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	kind, _ = v["type"].(string)
	for _, e := range webhook.Events() {
		if e.Name == kind {
			s := e.Schema()
			s.PrecomputeMessages()
			for _, p := range s.Properties {
				p.PrecomputeMessages()
				for _, inner := range p.Properties {
					inner.PrecomputeMessages()
				}
			}
			var res huma.ValidateResult
			huma.Validate(huma.NewMapRegistry("#/", huma.DefaultSchemaNamer), s, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &res)
			return kind, res.Errors
		}
	}
	t.Fatalf("%s is in no document", body)
	return "", nil
}

// Every kind of message is what the document says of it, whatever else the fact names.
func TestMessagesFitTheDocument(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, testbed.Rooms(t)))
	var kinds []webhook.Kind
	kinds = append(kinds, webhook.Kinds()...)
	v := r.add(t, r.one, kinds...)
	id := func() string { return access.NewSubject(r.Clock.Now()).String() }
	for _, k := range kinds {
		r.happens(t, string(k), r.one, map[string]string{"application": id(), "job": id(), "move": id(), "message": id(), "subject": id(), "member": id()})
	}
	if err := r.house.Try(t.Context(), r.owner(r.one), v); err != nil {
		t.Fatal(err)
	}
	r.work(t)
	seen := map[string]bool{}
	for _, m := range r.recv.take() {
		kind, wrong := fits(t, m.body)
		if seen[kind] = true; len(wrong) > 0 || strings.Contains(m.body, `"subject"`) || strings.Contains(m.body, `"member"`) {
			t.Errorf("%s: %v", m.body, wrong) // whoever it is about, and who did it, stay here
		}
	}
	if len(seen) != len(webhook.Events()) {
		t.Errorf("%d of %d kinds were told", len(seen), len(webhook.Events()))
	}
	if _, wrong := fits(t, `{"type":"job.closed","timestamp":"2027-01-02T03:04:05Z","data":{"job":"`+id()+`","subject":"x"}}`); len(wrong) == 0 {
		t.Error("the schema takes more than it names")
	}
}
