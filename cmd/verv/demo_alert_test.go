package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/alert"
	"verv/internal/demo/world"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/mail"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/promise/show"
)

// tongues are the jobs that are published, one in each language, and who looks for what in which language. Words that name an occupation find it in
// every language; the first who looks in Swedish finds the Norwegian job by that alone.
var tongues = struct {
	jobs    map[string]string
	seekers []struct{ lang, words, finds, why string }
}{
	map[string]string{"nb": "Tømrer", "nn": "Bibliotekar", "sv": "Frisör", "fi": "Eläinlääkäri", "da": "Slagter", "en": "Bus driver"},
	[]struct{ lang, words, finds, why string }{
		{"sv", "snickare", "nb", "Passar: Snickare och träarbetare"},
		{"nb", "tømrer", "nb", "Passer: «tømrer»"},
		{"nn", "bibliotekar", "nn", "Passar: «bibliotekar»"},
		{"sv", "frisör", "sv", "Passar: ”frisör”"},
		{"fi", "eläinlääkäri", "fi", "Sopii: ”eläinlääkäri”"},
		{"da", "slagter", "da", "Passer: ”slagter”"},
		{"en", "bus driver", "en", "Fits: “bus driver”"},
		{"nb", "astronaut", "", ""},
	},
}

// everyTongueIsTold publishes a job in each of six languages and reads the letters that leave by SMTP: each job is in the letters of those whose alert finds it, in the
// receiver's language and with the reason, and in nobody else's.
func everyTongueIsTold(t *testing.T, d *demo, s *seeder, post *caught.Server) {
	show.Show(t, "alert.tongues", "occupation-in-one-language")
	now := d.clock.Now()
	at := func(hour, minute int) { // of the next day, after what the morning brings
		d.clock.set(time.Date(now.Year(), now.Month(), now.Day()+1, hour, minute, 0, 0, time.UTC))
		for ran := true; ran; {
			var err error
			ran, err = d.house.Tasks.Once(t.Context())
			must(t, err)
		}
	}
	at(12, 0)
	want := map[string]string{} // address to job
	for i, v := range tongues.seekers {
		address := fmt.Sprintf("alert%d@post.example", i)
		actor, err := s.establish(address, "", v.lang, account.Persona{Kind: access.Guest})
		must(t, err)
		at(12, 1) // the copy of the address
		must(t, s.saveAlert(actor, world.Candidate{Language: v.lang}, alert.Wish{Search: url.Values{"q": {v.words}}.Encode(), Pace: alert.AtOnce}))
		if v.finds != "" {
			want[address] = v.finds
		}
	}
	post.Clear()
	g, err := s.recruiting(s.world.Employers[1].Key, privacy.Recruit)
	must(t, err)
	titles := map[job.ID]string{}
	for lang, title := range tongues.jobs {
		at(12, 2)
		j, err := d.house.Jobs.Create(t.Context(), g, s.site, job.Content{Title: title, Language: lang, Text: "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", // of no language
			Places: []job.Place{{Town: "Vadsø", Postcode: "9800", Country: "NO"}}, Deadline: now.AddDate(0, 2, 0).Format(time.DateOnly), Employment: []job.Employment{intake.Permanent},
			Pay: job.Pay{Text: "500 000"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "leder"})
		must(t, err)
		v, err := d.house.Jobs.Of(t.Context(), g, j)
		must(t, err)
		must(t, d.house.Jobs.Publish(t.Context(), g, j, v.Version))
		titles[j] = lang
	}
	for minute := range 8 {
		at(12, 3+minute)
	}
	got := map[string]string{}
	for _, m := range post.Mails() {
		l, err := mail.Parse(m.Raw)
		must(t, err)
		for j, lang := range titles {
			if strings.Contains(l.Text, j.String()) {
				got[m.To] += lang
			}
		}
		for i, v := range tongues.seekers {
			if m.To == fmt.Sprintf("alert%d@post.example", i) && !strings.Contains(l.Text, v.why) {
				t.Errorf("a letter in %s about %q does not say %q:\n%s", v.lang, v.words, v.why, l.Text)
			}
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("letters went to %v, want %v", got, want)
	}
	if len(slices.Collect(maps.Keys(got))) < len(tongues.jobs) {
		t.Error("so few letters say nothing")
	}
}
