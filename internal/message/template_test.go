package message_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/message"
	"verv/internal/privacy"
	"verv/internal/testbed"
)

const templatesAt = "/employer/message-templates"

// A template is written, looked at, saved, changed by two at once, chosen for a person in their language, archived, and then deleted.
func TestTemplate(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, _, v := r.apply("kari@example.org")
		member, thread := r.as("member"), "/employer/applications/"+v.String()+"/messages"
		form := func(version, do, nb string) url.Values {
			return url.Values{"version": {version}, "do": {do}, "name": {"Takk"}, "text-nb": {nb}, "text-fi": {"Hei {name}, kiitos!"}}
		}
		if a := member.post(templatesAt, form("0", "save", "Hei {navn}, takk!")); a.Code != 422 || !strings.Contains(a.Body, "Hei {navn}, takk!") {
			t.Errorf("a field that there is not: %d %s", a.Code, a.text())
		}
		if a := member.post(templatesAt, url.Values{"version": {"0"}, "do": {"save"}, "name": {"Takk"}}); a.Code != 422 {
			t.Errorf("no text: %d", a.Code)
		}
		if a := member.post(templatesAt, form("0", "preview", "Hei {name}, om {job} hos {employer}!")); a.Code != 200 || regexp.MustCompile(`<p class="v-prewrap"[^>]*>[^<]*\{`).MatchString(a.Body) ||
			!strings.Contains(a.Body, `value="Takk"`) || strings.Contains(member.get(templatesAt).text(), "Takk ") {
			t.Errorf("preview: %d %s", a.Code, a.text())
		}
		if a := member.post(templatesAt, form("0", "save", "Hei {name}, takk for søknaden på {job} til {employer}!")); a.location() != templatesAt {
			t.Fatalf("save: %d %s", a.Code, a.text())
		}
		at := regexp.MustCompile(templatesAt + `/[0-9a-f-]{36}`).FindString(member.get(templatesAt).Body)
		id := at[strings.LastIndex(at, "/")+1:]
		if a := r.as("rival").get(at); a.Code != 404 {
			t.Errorf("another employer reads it: %d", a.Code)
		}
		if a := r.as("rival").post(at, form("1", "save", "x")); a.Code != 404 {
			t.Errorf("another employer changes it: %d", a.Code)
		}

		if a := member.post(at, form("1", "save", "Hei {name}, takk for {job}!")); a.location() != templatesAt {
			t.Fatalf("change: %d", a.Code)
		}
		late := member.post(at, form("1", "save", "Mine egne ord."))
		if late.Code != 409 || !strings.Contains(late.Body, "Mine egne ord.") || !strings.Contains(late.text(), "takk for {job}!") || !strings.Contains(late.Body, `name="version" value="2"`) {
			t.Errorf("two at once: %d %s", late.Code, late.text())
		}

		filled := member.get(thread + "?template=" + id)
		if !strings.Contains(filled.Body, ">Hei Kari Nordmann, takk for Tømrer!</textarea>") {
			t.Errorf("filled: %s", filled.text())
		}
		if a := r.as("rival").get(thread + "?template=" + id); a.Code != 404 {
			t.Errorf("another employer fills it: %d", a.Code)
		}
		if a := member.post(at+"/archive", url.Values{"to": {"archive"}}); a.location() != templatesAt {
			t.Fatalf("archive: %d", a.Code)
		}
		if a := member.get(thread); strings.Contains(a.Body, id) {
			t.Error("an archived template is offered")
		}
		if a := member.post(at+"/archive", url.Values{"to": {"restore"}}); a.location() != templatesAt || !strings.Contains(member.get(thread).Body, id) {
			t.Errorf("restore: %d", a.Code)
		}
		if a := member.post(at+"/delete", nil); a.Code != 409 || !strings.Contains(a.text(), "Arkiver malen") {
			t.Errorf("one that is offered is deleted: %d %s", a.Code, a.text())
		}
		member.post(at+"/archive", url.Values{"to": {"archive"}})
		if list := member.get(templatesAt).Body; strings.Count(list, "Skrevet") != 2 || strings.Count(list, "Mangler") != 4 || !strings.Contains(list, at+"/delete") {
			t.Errorf("the table says written %d times", strings.Count(list, "Skrevet"))
		}
		if a := r.as("rival").post(at+"/delete", nil); a.Code != 404 {
			t.Errorf("another employer deletes it: %d", a.Code)
		}
		if a := member.post(at+"/delete", nil); a.location() != templatesAt || member.get(at).Code != 404 {
			t.Errorf("delete: %d", a.Code)
		}
	})
}

// The six templates to begin with are whole in six languages: each can be saved as it is, and each is filled without a rest.
func TestStarters(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		g := r.Grant(r.member, access.OfEmployer(r.member.Employer), privacy.Correspond)
		for range 2 {
			r.must(r.Messages.AddStarters(t.Context(), g, "sv"))
		}
		all, err := r.Messages.Templates(t.Context(), g)
		r.must(err)
		if len(all) != 6 || !slices.ContainsFunc(all, func(x message.Template) bool { return x.Name == "Tack för samtalet" }) {
			t.Fatalf("starters: %+v", all)
		}
		for _, x := range all {
			if len(x.Texts) != 6 {
				t.Errorf("%s is in %d languages", x.Name, len(x.Texts))
			}
			r.must(r.Messages.ChangeTemplate(t.Context(), g, x))
			if err := r.Messages.ChangeTemplate(t.Context(), g, x); !fault.Is(err, fault.Conflict) {
				t.Errorf("an old version is taken: %v", err)
			}
		}
	})
}

// Whoever has no text in their language gets the nearest, always the same.
func TestTextsFor(t *testing.T) {
	all := message.Texts{"nb": "norsk", "en": "engelsk"}
	for tag, want := range map[string]string{"nb": "nb", "nn": "nb", "sv": "nb", "da": "nb", "fi": "en", "en": "en"} {
		if _, in := all.For(tag); in != want {
			t.Errorf("%s gets %q, want %q", tag, in, want)
		}
	}
	if text, in := (message.Texts{"": "alle"}).For("fi"); text != "alle" || in != "" {
		t.Errorf("one for all: %q %q", text, in)
	}
	if _, in := (message.Texts{"da": "x", "nn": "y"}).For("fi"); in != "da" {
		t.Errorf("none of them near: %q", in)
	}
}

// A message to many is filled for each, in the language of each, and a template's texts can be changed for this once.
func TestWriteAllFromTemplate(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		kari, _, v := r.apply("kari@example.org")
		_, _, w := r.apply("ola@example.org")
		member := r.as("member")
		member.post(templatesAt, url.Values{"version": {"0"}, "do": {"save"}, "name": {"Svar"}, "text-sv": {"Hej {name}!"}})
		id := regexp.MustCompile(templatesAt + `/([0-9a-f-]{36})`).FindStringSubmatch(member.get(templatesAt).Body)[1]
		bulk := member.post("/employer/jobs/"+r.job.String()+"/bulk", url.Values{"deed": {"message"}, "pick": {v.String(), w.String()}}).location()
		page := member.get(bulk + "?template=" + id)
		if !strings.Contains(page.Body, `name="text-sv"`) || !strings.Contains(page.Body, "Hej {name}!") || strings.Contains(page.Body, `name="text-nb"`) ||
			!strings.Contains(page.text(), "ikke finnes på (Norsk bokmål), og får den på et annet (Svenska)") {
			t.Errorf("page: %s", page.text())
		}
		if a := member.post(bulk+"?template="+id, url.Values{"text-sv": {"Hej {namn}!"}}); a.Code != 422 || !strings.Contains(a.Body, "Hej {namn}!") {
			t.Errorf("a field that there is not: %d", a.Code)
		}
		if a := member.post(bulk+"?template="+id, url.Values{"text-sv": {"Hej {name}, vi ses!"}}); a.location() != bulk {
			t.Fatalf("write: %d %s", a.Code, a.text())
		}
		r.Clock.Move(60e9)
		if got := r.work(); len(got) != 2 || !strings.Contains(got[0].Paragraphs[0], "Hej Kari Nordmann, vi ses!") {
			t.Errorf("letters: %+v", got)
		}
		if a := kari.get("/applications/" + v.String() + "/messages"); !strings.Contains(a.text(), "Hej Kari Nordmann, vi ses!") {
			t.Errorf("thread: %s", a.text())
		}
	})
}
