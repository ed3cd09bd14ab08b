package world

import "slices"

func checkJob(f *faults, ix index, j Job) {
	at := "job " + j.Key
	_, found := ix.employers[j.Employer]
	f.unless(found, "%s: unknown employer %q", at, j.Employer)
	f.unless(knownLanguage(j.Language), "%s: language %q", at, j.Language)
	f.unless(j.Title != "" && (j.Intro != "" || j.Body != ""), "%s: title or text is missing", at)
	f.unless(j.Body != "" || len(j.Tasks) >= 3 && len(j.Must) >= 2 && len(j.Nice) >= 1 && len(j.Offer) >= 3, "%s: lists are too short", at)
	f.unless(len(j.Places) > 0, "%s: no place", at)
	for _, p := range j.Places {
		checkPlace(f, at, p)
	}
	f.unless(len(j.WorkLanguages) > 0, "%s: no work language", at)
	checkTerms(f, at, j)
	checkDates(f, at, j)
	checkProcess(f, ix, at, j)
	checkQuestions(f, at, j.Questions)
}

// plausiblePay bounds gross pay for full time in the countries of the demo, so that a month is not taken for a year.
var plausiblePay = map[string]map[Per]Range{
	"NOK": {PerYear: {350_000, 1_500_000}, PerMonth: {29_000, 125_000}, PerHour: {100, 600}},
	"SEK": {PerYear: {280_000, 1_200_000}, PerMonth: {24_000, 100_000}, PerHour: {130, 500}},
	"DKK": {PerYear: {280_000, 1_200_000}, PerMonth: {24_000, 100_000}, PerHour: {130, 500}},
	"EUR": {PerYear: {25_000, 120_000}, PerMonth: {2_000, 10_000}, PerHour: {11, 60}},
}

func checkTerms(f *faults, at string, j Job) {
	bounds, known := plausiblePay[j.Pay.Currency][j.Pay.Per]
	f.unless(known, "%s: pay in %q per %q", at, j.Pay.Currency, j.Pay.Per)
	f.unless(j.Pay.Min <= j.Pay.Max && j.Pay.Min >= bounds.Min && j.Pay.Max <= bounds.Max,
		"%s: pay %d to %d is not plausible", at, j.Pay.Min, j.Pay.Max)
	f.unless(j.Extent.Min > 0 && j.Extent.Min <= j.Extent.Max && j.Extent.Max <= 100, "%s: extent", at)
	f.unless(slices.Contains([]Employment{Permanent, FixedTerm, Substitute, Seasonal, Apprenticeship}, j.Employment),
		"%s: employment %q", at, j.Employment)
	f.unless(slices.Contains([]Remote{RemoteNever, RemotePartly, RemoteFully}, j.Remote), "%s: remote %q", at, j.Remote)
}

// checkDates wants each deadline ahead of the seed day and each start after its deadline, or by agreement.
func checkDates(f *faults, at string, j Job) {
	f.unless(j.PostedDays > 0 && j.PostedDays <= 60, "%s: posted %d days ago", at, j.PostedDays)
	f.unless(j.DeadlineDays >= 0 && j.DeadlineDays <= 60, "%s: deadline in %d days", at, j.DeadlineDays)
	f.unless(j.DeadlineDays > 0 || j.Rolling, "%s: neither a deadline nor read as they come", at)
	f.unless(j.StartDays == 0 || j.StartDays > j.DeadlineDays, "%s: starts before its deadline", at)
}

func checkProcess(f *faults, ix index, at string, j Job) {
	f.unless(len(j.Steps) >= 2, "%s: fewer than two steps", at)
	for _, s := range j.Steps {
		f.unless(s.Name != "" && s.Days > 0 && s.Days <= 30, "%s: step %q of %d days", at, s.Name, s.Days)
	}
	f.unless(len(j.Decides) > 0, "%s: nobody decides", at)
	for _, m := range append([]string{j.Contact}, j.Decides...) {
		f.unless(m != "" && ix.employerOf[m] == j.Employer, "%s: %q is no member of its employer", at, m)
	}
}

func checkQuestions(f *faults, at string, questions []Question) {
	f.unless(len(questions) <= 4, "%s: more than four questions", at)
	seen := map[string]bool{}
	for _, q := range questions {
		f.unless(q.Key != "" && q.Text != "" && !seen[q.Key], "%s: question %q", at, q.Key)
		seen[q.Key] = true
		f.unless(slices.Contains([]QuestionKind{Text, YesNo, Choice, Number, Date}, q.Kind), "%s: question %q of kind %q", at, q.Key, q.Kind)
		f.unless((q.Kind == Choice) == (len(q.Options) >= 2), "%s: question %q: options", at, q.Key)
	}
}
