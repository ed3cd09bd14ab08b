package application_test

import (
	"bytes"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
)

// A digest to a member stops with one click of a mail program, for its topics and nobody else's; opening the link changes nothing; the page behind it
// is for no search engine; whoever left stops nothing.
func TestTeamStop(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		leo := c.people[access.HiringManager]
		mention := func() {
			t.Helper()
			c.Must(c.Applied.Say(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Said{Text: "Se her", Mentions: []access.SubjectID{leo.Actor.Subject}}))
			c.pass(26 * time.Hour)
		}
		pace := func(topic application.Topic) application.Pace {
			all, err := c.Applied.NotificationPaces(t.Context(), c.as(access.HiringManager, privacy.Assess))
			c.Must(err)
			return all[topic]
		}
		c.paces(access.HiringManager, application.Daily)
		c.told(access.HiringManager)
		mention()
		if got := c.told(access.HiringManager); len(got) != 1 || !strings.Contains(got[0].Quote, "Stopp e-post om notater som nevner deg:\nhttp") {
			t.Fatalf("letters: %+v", got)
		}
		all := c.Mail.To(leo.Address)
		m, err := netmail.ReadMessage(bytes.NewReader(all[len(all)-1].Raw))
		c.Must(err)
		stop := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
		if m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.HasPrefix(stop, c.URL+"/notifications/stop/team/") {
			t.Fatalf("headers: %v", m.Header)
		}
		b := c.Browser()
		if b.Get(stop); b.Status != 200 || !strings.Contains(string(b.Body), `name="robots" content="noindex"`) || strings.Count(string(b.Body), "Stopp dem") != 1 {
			t.Errorf("page: %d", b.Status)
		}
		if pace(application.TopicMention) != application.Daily {
			t.Error("opening the link stops the mail")
		}
		click := url.Values{"List-Unsubscribe": {"One-Click"}}
		rita := c.people[access.Recruiter].Actor.Subject.String()
		for _, forged := range []string{strings.Replace(stop, ".mention.", ".message.", 1), strings.Replace(stop, leo.Actor.Subject.String(), rita, 1), stop + "x", c.URL + "/notifications/stop/team/a.b.mention.c"} {
			if b.Post(forged, click); b.Status != 404 {
				t.Errorf("a forged link: %d", b.Status)
			}
		}
		if b.Post(stop, click); b.Status != 200 {
			t.Errorf("one click: %d %s", b.Status, b.Body)
		}
		if pace(application.TopicMention) != application.Never || pace(application.TopicMessage) != application.Daily {
			t.Errorf("after one click: mention %s, message %s", pace(application.TopicMention), pace(application.TopicMessage))
		}
		mention()
		if got := c.told(access.HiringManager); len(got) != 0 {
			t.Errorf("stopped, and there is a letter: %+v", got)
		}
		c.Must(c.Employers.Remove(t.Context(), c.as(access.Owner, privacy.Recruit), c.member(access.HiringManager).ID, c.member(access.Owner).ID))
		c.pass(time.Minute)
		if b.Post(stop, click); b.Status != 404 {
			t.Errorf("whoever left: %d", b.Status)
		}
	})
}
