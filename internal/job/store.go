package job

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
)

// args are the columns that hold the content.
func (c Content) args(employerName string) (store.Args, error) {
	steps, err := json.Marshal(c.Steps)
	if err != nil {
		return nil, err
	}
	place, region := placed(c)
	return store.Args{"title": c.Title, "body": c.Text, "language": c.Language, "remote": string(c.Remote),
		"remote_from": strings.Join(c.RemoteFrom, "\n"), "employment": wordList(c.Employment), "extent_min": c.Extent.Min,
		"extent_max": c.Extent.Max, "work_languages": strings.Join(c.WorkLanguages, " "), "pay_min": c.Pay.Min, "pay_max": c.Pay.Max,
		"pay_currency": c.Pay.Currency, "pay_unit": string(c.Pay.Unit), "pay_text": c.Pay.Text, "start_day": c.Start,
		"deadline": c.Deadline, "ends_at": c.EndsAt, "steps": string(steps), "decides": c.Decides, "ad_url": c.AdURL,
		"apply_url": c.ApplyURL, "place_text": place, "region": region, "words": cut(fold(joined(" ", c.Title, employerName, c.Client.Shown()))),
		"occupation": analysis.Default().Occupation(c.Language, c.Title)}, nil
}

// clientArgs are the columns of the client, which an import leaves alone.
func (c Content) clientArgs(args store.Args) {
	args["client_id"], args["client_name"], args["client_secret"] = nil, c.Client.Name, c.Client.Secret
	if !c.Client.ID.IsZero() {
		args["client_id"] = c.Client.ID
	}
}

// placed is what lists need of the places: "Tromsø, Alta" and "Troms".
func placed(c Content) (text, region string) {
	var towns []string
	for _, p := range c.Places {
		town := p.Town
		if town == "" {
			town = p.Region
		}
		if town != "" && len(towns) < 3 && !slices.Contains(towns, town) {
			towns = append(towns, town)
		}
		if region == "" {
			if region = p.Region; region == "" {
				region = p.Town
			}
		}
	}
	return strings.Join(towns, ", "), region
}

// cut bounds what stands in an index, whose rows have a limit on PostgreSQL.
func cut(s string) string {
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// fold is a text as it is searched: in lower case, one space between words.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// wordList keeps words between spaces, so that one can be looked for whole.
func wordList[T ~string](all []T) string {
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	for _, w := range all {
		b.WriteString(" " + string(w))
	}
	return b.String() + " "
}

func readWords[T ~string](s string) []T {
	var out []T
	for w := range strings.FieldsSeq(s) {
		out = append(out, T(w))
	}
	return out
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func scanJob(row store.Row) (Job, error) {
	var j Job
	var verified time.Time
	var state, reason, remote, from, employment, languages, unit, steps string
	var secret int64
	err := row.Scan(&j.ID, &j.Employer, &j.Site, &j.Source, &j.SourceID, &j.hash, &state, &reason, &j.Version, &j.MadeAt, &j.ChangedAt,
		&j.PublishedAt, &j.ClosedAt, &j.EmployerName, &verified, &j.EmployerWeb, &j.EmployerBranch,
		&j.Title, &j.Text, &j.Language, &remote, &from, &employment, &j.Extent.Min, &j.Extent.Max, &languages, &j.Pay.Min, &j.Pay.Max,
		&j.Pay.Currency, &unit, &j.Pay.Text, &j.Start, &j.Deadline, &j.EndsAt, &steps, &j.Decides, &j.AdURL, &j.ApplyURL,
		&j.PublishAt, &j.Client.ID, &j.Client.Name, &secret)
	if err != nil {
		return j, err
	}
	j.State, j.Reason, j.Remote, j.RemoteFrom = State(state), Reason(reason), Remote(remote), splitLines(from)
	j.Employment, j.WorkLanguages, j.Pay.Unit = readWords[Employment](employment), strings.Fields(languages), PayUnit(unit)
	j.EmployerVerified, j.Client.Secret = !verified.IsZero(), secret == 1
	return j, json.Unmarshal([]byte(steps), &j.Steps)
}

func scanEntry(row store.Row) (Entry, error) {
	var e Entry
	var remote, employment, unit string
	err := row.Scan(&e.ID, &e.Title, &e.Language, &e.Place, &remote, &employment, &e.Extent.Min, &e.Extent.Max, &e.Pay.Min, &e.Pay.Max,
		&e.Pay.Currency, &unit, &e.Pay.Text, &e.Deadline, &e.EndsAt, &e.PublishedAt, &e.Employer, &e.EmployerName)
	e.Remote, e.Employment, e.Pay.Unit = Remote(remote), readWords[Employment](employment), PayUnit(unit)
	return e, err
}

func scanMine(row store.Row) (Mine, error) {
	var m Mine
	var state, reason string
	var ends time.Time
	err := row.Scan(&m.ID, &m.Title, &state, &reason, &m.Version, &m.Place, &m.Deadline, &ends, &m.MadeAt, &m.PublishedAt, &m.ClosedAt, &m.PublishAt)
	m.State, m.Reason, m.EndsAt = State(state), Reason(reason), ends
	return m, err
}

func scanPlace(row store.Row) (Place, error) {
	var p Place
	return p, row.Scan(&p.Street, &p.Postcode, &p.Town, &p.Region, &p.Country, &p.CountryText)
}

func scanQuestion(row store.Row) (Question, error) {
	var q Question
	var kind, choices string
	var required int64
	err := row.Scan(&q.ID, &kind, &q.Label, &q.Hint, &choices, &required)
	q.Kind, q.Choices, q.Required = QuestionKind(kind), splitLines(choices), required == 1
	return q, err
}

// read fetches one job by a statement, with its places and questions.
func read(r *store.Reader, statement store.Name, j ID) (Job, error) {
	v, err := store.One(r, statement, store.Args{"id": j}, scanJob)
	if err != nil {
		return v, err
	}
	if v.Places, err = store.List(r, "job.places", store.Args{"job_id": j}, scanPlace); err != nil {
		return v, err
	}
	v.Questions, err = store.List(r, "job.questions", store.Args{"job_id": j}, scanQuestion)
	return v, err
}

func placeArgs(j ID, i int, p Place) store.Args {
	return store.Args{"job_id": j, "place": i, "street": p.Street, "postcode": p.Postcode, "town": p.Town, "region": p.Region,
		"country": p.Country, "country_text": p.CountryText}
}
