package intake_test

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"verv/internal/fault"
	"verv/internal/job/intake"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

type outcome struct {
	rec intake.Record
	key string // empty: taken
}

func read(t testing.TB, in string, o intake.Options) []outcome {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	var out []outcome
	for rec, err := range intake.Read(strings.NewReader(in), o) {
		key := ""
		if err != nil {
			f, ok := err.(*fault.Fault)
			if !ok || !strings.HasPrefix(f.Key, "job.intake.") {
				t.Fatalf("refusal without a reason of this house: %v", err)
			}
			key = f.Key
		}
		out = append(out, outcome{rec, key})
	}
	return out
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func keys(out []outcome) []string {
	var k []string
	for _, o := range out {
		if o.key == "" {
			k = append(k, o.rec.Source)
		} else {
			k = append(k, strings.TrimPrefix(o.key, "job.intake."))
		}
	}
	return k
}

func TestGraphInNorwegian(t *testing.T) {
	out := read(t, file(t, "kommune.jsonld"), intake.Options{})
	if got := keys(out); !reflect.DeepEqual(got, []string{"FK-2026-0417", "FK-2026-0420"}) {
		t.Fatalf("records %v", got)
	}
	nurse := out[0].rec
	want := intake.Record{
		Number: 1, Line: 5, Source: "FK-2026-0417", Title: "Sykepleier i hjemmetjenesten, 80–100 %",
		Employer: intake.Employer{Name: "Fjordvik kommune", Number: "000000001", URL: "https://fjordvik.example", Logo: "https://fjordvik.example/vapen.png"},
		Description: `<h3>Om stillingen</h3><p>Vi søker en <strong>autorisert sykepleier</strong> som trives med å jobbe selvstendig.<br>` +
			`Turnus med arbeid hver tredje helg.</p><ul><li>Observasjon og oppfølging av brukere</li><li>Legemiddelhåndtering</li></ul>` +
			`<p>Spørsmål? <a href="https://jobb.fjordvik.example/sporsmal" rel="nofollow">Skriv til oss</a>.</p>`,
		Plain: "Om stillingen\n\nVi søker en autorisert sykepleier som trives med å jobbe selvstendig.\nTurnus med arbeid hver tredje helg.\n\n" +
			"- Observasjon og oppfølging av brukere\n- Legemiddelhåndtering\n\nSpørsmål? Skriv til oss.",
		Places:     []intake.Place{{Street: "Storgata 12", Postcode: "6883", Town: "Fjordvik", Region: "Vestland", Country: "NO"}},
		Pay:        intake.Pay{Min: 51200000, Max: 60450050, Currency: "NOK", Unit: intake.PerYear},
		Employment: []intake.Employment{intake.FullTime, intake.PartTime}, Extent: intake.Extent{Min: 80, Max: 100},
		Posted: intake.Date{Day: "2026-11-02"}, Deadline: intake.Date{Day: "2026-12-13"}, Start: intake.Date{Day: "2027-02-01"},
		Language: "nb", URL: "https://jobb.fjordvik.example/FK-2026-0417", Apply: "https://jobb.fjordvik.example/FK-2026-0417",
		Occupation: intake.Occupation{Code: "2221", Set: "ISCO-08", Name: "Sykepleiere"},
		Notes:      []intake.Note{{Key: "job.intake.note.contact", Count: 1}},
		Hash:       nurse.Hash,
	}
	if !reflect.DeepEqual(nurse, want) {
		t.Errorf("got  %+v\nwant %+v", nurse, want)
	}
	teacher := out[1].rec
	if teacher.Deadline.At.IsZero() || teacher.Deadline.Day != "2026-12-01" || teacher.Employer.Name != "Fjordvik kommune" {
		t.Errorf("teacher %+v", teacher)
	}
	if teacher.Description != "<p>Vi treng ein lærar i matematikk og naturfag.</p><p>Du må ha godkjend utdanning.</p>" {
		t.Errorf("plain text became %q", teacher.Description)
	}
}

func TestPageInSwedish(t *testing.T) {
	out := read(t, file(t, "annons.html"), intake.Options{})
	if got := keys(out); !reflect.DeepEqual(got, []string{"file.broken", "4711"}) {
		t.Fatalf("records %v", got)
	}
	r := out[1].rec
	if r.Line != 11 || r.Language != "sv" || r.Remote != intake.Fully || !reflect.DeepEqual(r.RemoteFrom, []string{"SE", "FI"}) {
		t.Errorf("line %d language %q remote %q from %v", r.Line, r.Language, r.Remote, r.RemoteFrom)
	}
	if r.Description != "<p>Vi bygger tågets <strong>biljettsystem</strong>.</p><p>Du kan Go &amp; SQL.</p>" {
		t.Errorf("escaped markup became %q", r.Description)
	}
	if r.Pay != (intake.Pay{Min: 5200000, Max: 5200000, Currency: "SEK", Unit: intake.PerMonth}) {
		t.Errorf("pay %+v", r.Pay)
	}
	if r.Apply != "https://norrsken.example/ansok/4711" || !r.Deadline.At.IsZero() || r.Deadline.Day != "2026-12-31" {
		t.Errorf("apply %q deadline %+v", r.Apply, r.Deadline)
	}
}

func TestFeedInFinnish(t *testing.T) {
	out := read(t, file(t, "syote.xml"), intake.Options{})
	if got := keys(out); !reflect.DeepEqual(got, []string{"PR-88", "record.broken", "PR-90"}) {
		t.Fatalf("records %v", got)
	}
	if out[1].rec.Source != "PR-89" || out[1].rec.Line != 23 || out[1].rec.Number != 2 {
		t.Errorf("refusal stands at %+v", out[1].rec)
	}
	a := out[0].rec
	if a.Pay != (intake.Pay{Min: 1350, Max: 1520, Currency: "EUR", Unit: intake.PerHour}) {
		t.Errorf("pay %+v", a.Pay)
	}
	if !reflect.DeepEqual(a.Employment, []intake.Employment{intake.Temporary, intake.FullTime}) || a.Occupation.Code != "9333" {
		t.Errorf("employment %v occupation %+v", a.Employment, a.Occupation)
	}
	if strings.Contains(strings.Join([]string{a.Apply, a.Plain, a.URL}, " "), "esihenkilo") || len(a.Notes) != 1 {
		t.Error("the contact's address was taken, or leaving it out was not noted")
	}
	b := out[2].rec
	if b.Description != "<p>Hoivakotiin <strong>Ouluun</strong> tarvitaan lähihoitaja.<br>Palkka alan TES:n mukaan.</p>" {
		t.Errorf("markup without CDATA became %q", b.Description)
	}
	if b.Pay.Text == "" || b.Extent.Min != 80 || b.Places[0].Country != "FI" || b.Employment[0] != intake.Permanent {
		t.Errorf("%+v", b)
	}
}

func TestFeedInDanish(t *testing.T) {
	out := read(t, file(t, "opslag.json"), intake.Options{})
	if got := keys(out); !reflect.DeepEqual(got, []string{"bager-7", "deadline.past", "description.missing"}) {
		t.Fatalf("records %v", got)
	}
	r := out[0].rec
	if r.Language != "da" || r.Employer.Number != "00000002" || r.Pay.Min != 18550 || r.Pay.Max != 0 || r.Pay.Unit != intake.PerHour {
		t.Errorf("%+v", r)
	}
	if !reflect.DeepEqual(r.Employment, []intake.Employment{intake.FullTime}) {
		t.Errorf("tags gave %v", r.Employment)
	}
	if out[1].rec.Source != "bager-8" || out[2].rec.Source != "https://bageri.example/job/9" {
		t.Error("a refusal does not name its source")
	}
	live := read(t, strings.Replace(file(t, "opslag.json"), `"2026-11-01"`, `"2026-12-01"`, 1), intake.Options{})
	if d := live[1].rec.Description; d != "<p>Vi mangler en ekspedient.</p><p>Du møder kl. 6 &lt;lørdag og søndag&gt;.</p>" {
		t.Errorf("plain text with brackets became %q", d)
	}
}

// The same file twice gives the same hashes; a changed letter another one; a new date of posting the same.
func TestHash(t *testing.T) {
	in := file(t, "kommune.jsonld")
	a, b := read(t, in, intake.Options{}), read(t, in, intake.Options{})
	changed := read(t, strings.Replace(in, "Storgata 12", "Storgata 13", 1), intake.Options{})
	posted := read(t, strings.Replace(in, "2026-11-02", "2026-11-03", 1), intake.Options{})
	spaced := read(t, strings.Replace(in, "Storgata 12", "Storgata  12 ", 1), intake.Options{})
	h := a[0].rec.Hash
	if h != b[0].rec.Hash || h != posted[0].rec.Hash || h != spaced[0].rec.Hash {
		t.Error("equal content, other hash")
	}
	if h == changed[0].rec.Hash {
		t.Error("other content, equal hash")
	}
}

func TestDeadlineIsTheCallersToJudge(t *testing.T) {
	oslo := time.FixedZone("", 3600)
	for _, c := range []struct {
		deadline string
		now      time.Time
		past     bool
	}{
		{"2026-11-22", time.Date(2026, 11, 22, 22, 59, 59, 0, time.UTC), false},
		{"2026-11-22", time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC), true},
		{"2026-11-22T12:00:00+01:00", time.Date(2026, 11, 22, 10, 59, 0, 0, time.UTC), false},
		{"2026-11-22T12:00:00+01:00", time.Date(2026, 11, 22, 11, 1, 0, 0, time.UTC), true},
		{"2026-11-22T12:00", time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), false}, // no zone: the day counts
	} {
		out := read(t, one(`"validThrough":"`+c.deadline+`"`), intake.Options{Now: c.now, Zone: oslo})
		if past := out[0].key == "job.intake.deadline.past"; past != c.past {
			t.Errorf("%s at %s: past %v", c.deadline, c.now, past)
		}
	}
}

func one(fields ...string) string {
	base := []string{`"@type":"JobPosting"`, `"identifier":"a1"`, `"title":"Kokk"`, `"description":"Vi søker kokk."`}
	return "{" + strings.Join(append(base, fields...), ",") + "}" // a later name wins
}

func TestStopsWhenAsked(t *testing.T) {
	n := 0
	for range intake.Read(strings.NewReader(file(t, "syote.xml")), intake.Options{Now: now}) {
		n++
		break
	}
	if n != 1 {
		t.Fatal(n)
	}
}
