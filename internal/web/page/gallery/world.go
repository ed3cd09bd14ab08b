package main

import (
	"verv/internal/locale"
	"verv/internal/web/page"
)

var line = page.Privacy{
	Who:   "Sett av rekrutteringsteamet hos Nordkyst helseforetak.",
	Why:   "Brukes til å vurdere søknaden.",
	Until: "Slettes 25. mai 2027.",
}

func entries(t *locale.Words) []page.Item {
	pay := func(low, high int64) []page.Point {
		return []page.Point{
			{Icon: "Wallet", Name: "Lønn", Text: t.Money(low, high, "NOK", "year"), Strong: true},
			{Icon: "Briefcase", Name: "Omfang", Text: "Fast, 100 %"},
		}
	}
	return []page.Item{
		{Title: "Sykepleier, akuttmottak", URL: "/job", Sub: "Nordkyst helseforetak · Tromsø", Mark: "NK", Points: pay(560000, 640000),
			Status: &page.Label{Word: "Frist " + t.Until(day(4)), Color: page.Warning, Icon: "Clock"},
			Labels: []page.Label{{Word: "Turnus"}, {Word: "Autorisasjon"}}, Action: save()},
		{Title: "Backend-utvikler (Go)", URL: "/job", Sub: "Fjellbris Energi AS · Bergen · delvis hjemmekontor", Mark: "FB", Accent: page.Blue,
			Points: pay(750000, 900000), Status: &page.Label{Word: "Frist " + t.Date(day(23)), Icon: "Clock"},
			Labels: []page.Label{{Word: "Go"}, {Word: "PostgreSQL"}, {Word: "Kubernetes"}}, Action: save()},
		{Title: "Lærer i ungdomsskolen med arbeidsmiljøutvalgsansvar", URL: "/job", Sub: "Solvik kommune · Kristiansand", Mark: "SK", Accent: page.Orange,
			Points: []page.Point{{Icon: "Wallet", Name: "Lønn", Text: "Etter tariff", Strong: true}, {Icon: "Briefcase", Name: "Omfang", Text: "Vikariat, 80 %"}},
			Status: &page.Label{Word: "Frist " + t.Date(day(10)), Icon: "Clock"}, Labels: []page.Label{{Word: "Matematikk"}, {Word: "Naturfag"}}, Action: save()},
	}
}

func facts(t *locale.Words) []page.Point {
	return []page.Point{
		{Icon: "Wallet", Name: "Lønn", Text: t.Money(560000, 640000, "NOK", "year"), Strong: true},
		{Icon: "Clock", Name: "Frist", Text: "Frist " + t.Date(day(4)), Strong: true},
		{Icon: "Briefcase", Name: "Omfang", Text: "Fast, 100 %"},
		{Icon: "LocationPin", Name: "Sted", Text: "Tromsø"},
	}
}

func events() []page.Event {
	return []page.Event{
		{When: day(4), Day: true, Title: "Søknadsfrist"},
		{When: day(11), Day: true, Title: "Intervju", Text: "Av to fra avdelingen, på video eller hos oss."},
		{When: day(18), Day: true, Title: "Svar til alle"},
	}
}

var application = []page.Input{
	{Name: "name", Label: "Navn", Value: "Amina Hassan", Required: true, Autocomplete: "name", Width: "medium"},
	{Name: "email", Label: "E-postadresse", Hint: "Vi sender en bekreftelse hit.", Value: "amina@", Type: "email", Required: true,
		Autocomplete: "email", Width: "medium", Error: "Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no."},
	{Name: "why", Label: "Hvorfor vil du ha jobben?", Hint: "Noen få setninger holder.", Max: 600, Counter: true, Value: "Jeg har fem års erfaring fra akuttmottak."},
	{Name: "licence", Label: "Har du norsk autorisasjon?", Required: true, Error: "Velg ett av alternativene."},
	{Name: "start", Label: "Når kan du begynne?", Width: "short", From: "2026-11-22"},
	{Name: "pay", Label: "Ønsket årslønn", Hint: "Du kan la feltet stå tomt.", Max: 9},
	{Name: "cv", Label: "CV", Hint: "PDF eller DOCX, høyst 10 MB. Den lagres forseglet.", Required: true, Error: "Velg en fil."},
	{Name: "source", Label: "Hvor så du jobben?", Width: "medium"},
	{Name: "terms", Label: "Jeg har lest hvem som ser søknaden", Required: true},
}

func table(t *locale.Words) page.Records {
	r := page.Records{ID: "all", Caption: "Søknader", Hide: true, Filter: true, Columns: []page.Column{
		{Label: "Navn"}, {Label: "Steg"}, {Label: "Sendt"}, {Label: "Vurdering"}, {Label: "År erfaring", Number: true}, {Label: ""}}}
	for _, p := range []struct {
		name, stage string
		color       page.Color
		score       string
		years       int64
	}{
		{"Amina Hassan", "Ny", page.Info, "Ikke vurdert", 5}, {"Maja Solberg", "Vurderes", page.Neutral, "4 av 5, god", 11},
		{"Sara Eriksson", "Intervju", page.Main, "5 av 5, svært god", 8}, {"Jonas Berg", "Avslått", page.Danger, "2 av 5, svak", 1},
		{"Elin Aune", "Tilbud sendt", page.Success, "5 av 5, svært god", 14},
	} {
		r.Rows = append(r.Rows, []page.Cell{{Text: p.name, URL: "/job"}, {Body: page.Tag(page.Label{Word: p.stage, Color: p.color})},
			{Text: t.DateTime(day(-int(p.years)))}, {Text: p.score}, {Text: t.Number(p.years)}, {Body: open(p.name)}})
	}
	return r
}

func seen(t *locale.Words) page.Records {
	return page.Records{Caption: "Siste 30 dager", Hide: true,
		Columns: []page.Column{{Label: "Når"}, {Label: "Hvem"}, {Label: "Hva"}, {Label: "Formål"}, {Label: "Grunnlag"}},
		Rows: [][]page.Cell{
			{{Text: t.DateTime(day(-1))}, {Text: "Nordkyst HF, rekrutterer"}, {Text: "CV, videosøknad"}, {Text: "Vurdere søknad"}, {Text: "Avtale"}},
			{{Text: t.DateTime(day(-2))}, {Text: "Solvik jobbsenter, veileder"}, {Text: "CV"}, {Text: "Veiledning"}, {Text: "Samtykke"}},
		}}
}

func stages() []page.Stage {
	return []page.Stage{
		{Name: "Sendt", State: page.Done, When: "14. november"},
		{Name: "Lest", State: page.Done, When: "16. november"},
		{Name: "Vurderes", State: page.Now, When: "svar innen 9. desember"},
		{Name: "Intervju", State: page.Todo},
		{Name: "Avgjørelse", State: page.Todo},
	}
}
