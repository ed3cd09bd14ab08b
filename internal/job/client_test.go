package job_test

import (
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/testbed"
)

const secretName = "Havbris Hemmelig AS"

// The name of a client that is secret stands nowhere where everybody can read: not on the page, in its data, in a list, in the API, in a
// search. The positive control is the client that is not.
func TestClient(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		g := w.as(w.one)
		if _, err := w.employers.AddClient(t.Context(), g, employer.Client{Name: secretName}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a client of no agency: %v", err)
		}
		w.set(employer.Setting{Agency: true, ArchiveDays: 90})
		client, err := w.employers.AddClient(t.Context(), g, employer.Client{Name: secretName, Country: "NO", Number: "889 640 782"})
		w.must(err)
		if _, err := w.employers.AddClient(t.Context(), g, employer.Client{Name: strings.ToUpper(secretName)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("the same client twice: %v", err)
		}
		c := good()
		c.Client.ID = client
		if _, err := w.house.Create(t.Context(), w.as(w.two), w.site.ID, c); !fault.Is(err, fault.Invalid) {
			t.Errorf("a job for another employer's client: %v", err)
		}
		open := w.open(c)
		c.Client.Secret = true
		shut := w.open(c)
		b := newBrowser(w)
		everywhere := func(j job.ID) string {
			at := "/jobs/" + j.String()
			_, raw := b.get(at+"/sykepleier-akuttmottak", 200)
			return raw + b.ask("GET", "/api"+at, "", "").Body.String()
		}
		if s := everywhere(open); !strings.Contains(s, "Nordkyst helseforetak rekrutterer for "+secretName) ||
			!strings.Contains(s, `"hiringOrganization":{"@type":"Organization","name":"`+secretName+`"}`) || !strings.Contains(s, `"client":{"name":"`+secretName) {
			t.Error("positive control: the open client is not named")
		}
		s := everywhere(shut)
		if strings.Contains(s, "Hemmelig AS") || !strings.Contains(s, `"hiringOrganization":"confidential"`) || !strings.Contains(s, "rekrutterer for en oppdragsgiver") {
			t.Error("the secret client is named, or nothing says that there is one")
		}
		found, err := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{Words: "hemmelig"})
		if err != nil || found.Total != 1 || found.Jobs[0].ID != open {
			t.Errorf("a search finds %d", found.Total)
		}
		// Off the list the client stays with its jobs, and new ones cannot take it from a stranger's hand.
		w.must(w.employers.EndClient(t.Context(), g, client))
		w.must(w.house.Change(t.Context(), g, shut, 2, c))
		if v := w.of(shut); v.Client.Name != secretName || !v.Client.Secret {
			t.Errorf("%+v", v.Client)
		}
		if err := w.employers.EndClient(t.Context(), w.as(w.two), client); !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger ended it: %v", err)
		}
	})
}

func TestSetting(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		if s, err := w.employers.Setting(t.Context(), w.as(w.one)); err != nil || s != (employer.Setting{ArchiveDays: employer.StandardArchive}) {
			t.Errorf("%+v %v", s, err)
		}
		for range 2 {
			w.set(employer.Setting{Approval: true, Agency: true, ArchiveDays: 0})
		}
		if s, err := w.employers.Setting(t.Context(), w.by(access.Recruiter)); err != nil || s != (employer.Setting{Approval: true, Agency: true}) {
			t.Errorf("%+v %v", s, err)
		}
		if s, err := w.employers.Setting(t.Context(), w.as(w.two)); err != nil || s.Approval {
			t.Errorf("another employer has it too: %+v %v", s, err)
		}
		if err := w.employers.Set(t.Context(), w.by(access.Recruiter), employer.Setting{}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a recruiter changed it: %v", err)
		}
		if err := w.employers.Set(t.Context(), w.as(w.one), employer.Setting{ArchiveDays: 7}); !fault.Is(err, fault.Invalid) {
			t.Errorf("seven days: %v", err)
		}
	})
}
