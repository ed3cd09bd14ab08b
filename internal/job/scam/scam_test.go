package scam_test

import (
	"slices"
	"testing"
	"time"

	"verv/internal/job/scam"
)

func named(all []scam.Signal) []string {
	out := []string{}
	for _, s := range all {
		out = append(out, s.Name)
	}
	slices.Sort(out)
	return out
}

// Each sign with the advertisements that carry it, and the honest ones that come close.
func TestFind(t *testing.T) {
	const old = 400 * 24 * time.Hour
	for name, c := range map[string]struct {
		ad   scam.Ad
		want []string
	}{
		"honest nb":        {scam.Ad{Title: "Sykepleier", Text: "Du får fast jobb og god opplæring. Send søknad innen fristen. Vi har lønn etter tariff.", Age: old}, []string{}},
		"fee nb":           {scam.Ad{Text: "Før oppstart må du betale et gebyr på 500 kr."}, []string{"fee"}},
		"fee sv":           {scam.Ad{Text: "Du betalar en utbildningsavgift innan du börjar."}, []string{"fee"}},
		"fee fi":           {scam.Ad{Text: "Maksat rekisteröintimaksun ennen aloitusta."}, []string{"fee"}},
		"fee da":           {scam.Ad{Text: "Du skal indbetale et depositum for udstyret."}, []string{"fee"}},
		"fee en":           {scam.Ad{Text: "A registration fee of 50 euros is charged."}, []string{"fee"}},
		"warns of fees":    {scam.Ad{Text: "Vi ber deg aldri betale gebyr for å søke. You never pay a fee to us."}, []string{}},
		"wages are paid":   {scam.Ad{Text: "Vi betaler lønn hver måned og dekker kursavgiften ikke selv."}, []string{}},
		"bank nb":          {scam.Ad{Text: "Send oss kontonummer og BankID når du søker."}, []string{"bank"}},
		"bank en":          {scam.Ad{Text: "Please provide your bank account number with the form."}, []string{"bank"}},
		"works in a bank":  {scam.Ad{Text: "Du hjelper kundene med kort og BankID i nettbanken."}, []string{}},
		"identity sv":      {scam.Ad{Text: "Skicka en kopia av pass till oss."}, []string{"identity"}},
		"identity fi":      {scam.Ad{Text: "Lähetä henkilötunnuksesi heti."}, []string{"identity"}},
		"messenger nb":     {scam.Ad{Text: "Kontakt oss på WhatsApp +47 900 00 000."}, []string{"messenger"}},
		"messenger link":   {scam.Ad{Text: "Skriv til oss.", Links: []string{"https://wa.me/4790000000"}}, []string{"messenger"}},
		"messenger beside": {scam.Ad{Text: "Skriv til post@nordkyst.example eller kontakt oss på WhatsApp."}, []string{}},
		"signal, a word":   {scam.Ad{Text: "Du tolker signal fra sensorer og holder kontakt med kunder on line."}, []string{}},
		"freemail":         {scam.Ad{Employer: "Equinor ASA", Text: "Send CV til equinor.jobb@gmail.com"}, []string{"freemail"}},
		"small firm":       {scam.Ad{Employer: "Havna Kro", Text: "Send CV til havnakro@gmail.com"}, []string{}},
		"name in a name":   {scam.Ad{Employer: "Sasha Frisør", Text: "Send CV til sasha@gmail.com"}, []string{}},
		"shortened":        {scam.Ad{Text: "Søk her: https://bit.ly/3xY"}, []string{"shortened"}},
		"own link":         {scam.Ad{Text: "Søk her: https://nordkyst.example/jobb", Links: []string{"https://nordkyst.example/x"}}, []string{}},
		"pay of a cleaner": {scam.Ad{Title: "Renholder", PayMax: 120_000_00, PayUnit: "month", Currency: "NOK"}, []string{"pay"}},
		"pay of a doctor":  {scam.Ad{Title: "Overlege", PayMax: 1_400_000_00, PayUnit: "year", Currency: "NOK"}, []string{}},
		"pay in euros":     {scam.Ad{Title: "Siivooja", PayMax: 2_400_00, PayUnit: "month", Currency: "EUR"}, []string{}},
		"pay of a dream":   {scam.Ad{Title: "Rådgiver", PayMax: 500_000_00, PayUnit: "month", Currency: "NOK"}, []string{"pay"}},
		"same text":        {scam.Ad{Elsewhere: 2}, []string{"sametext"}},
		"an agency's":      {scam.Ad{Elsewhere: 1}, []string{}},
		"again":            {scam.Ad{TakenDown: 1}, []string{"again"}},
		"burst":            {scam.Ad{Age: 24 * time.Hour, Open: 12}, []string{"burst"}},
		"verified burst":   {scam.Ad{Age: 24 * time.Hour, Open: 12, Verified: true}, []string{}},
		"mule nb":          {scam.Ad{Text: "Du skal motta pakker hjemme og sende dem videre."}, []string{"transfer"}},
		"mule en":          {scam.Ad{Text: "You receive payments on your account and forward them."}, []string{"transfer"}},
		"postal worker":    {scam.Ad{Text: "Du sorterer pakker og leverer dem til kunder."}, []string{}},
	} {
		if c.ad.Age == 0 {
			c.ad.Age = old
		}
		if got := named(scam.Find(c.ad)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A sign that alone is enough, and two that are together.
func TestScore(t *testing.T) {
	fee := scam.Score(scam.Find(scam.Ad{Text: "A registration fee of 50 euros is charged.", Age: time.Hour}))
	if fee < scam.Hold {
		t.Errorf("a fee weighs %d", fee)
	}
	two := scam.Score(scam.Find(scam.Ad{Title: "Cleaner", Text: "Contact us on Telegram.", PayMax: 20_000_00, PayUnit: "month", Currency: "EUR", Age: time.Hour}))
	if two < scam.Hold {
		t.Errorf("an app and too much pay weigh %d", two)
	}
	for _, n := range scam.Names() {
		if n == "" {
			t.Error("a sign without a name")
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Renholder", "Betal gebyr. Skriv på WhatsApp +47 900 00 000 eller https://bit.ly/x", "https://t.me/x", "Equinor")
	f.Add("", "\x00\xff", "://", "")
	f.Fuzz(func(t *testing.T, title, text, link, employer string) {
		all := scam.Find(scam.Ad{Title: title, Text: text, Links: []string{link}, Employer: employer})
		for i, s := range all {
			if s.Weight <= 0 || i > 0 && s.Weight > all[i-1].Weight {
				t.Fatalf("%v", all)
			}
		}
	})
}
