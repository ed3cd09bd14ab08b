package wording_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"verv/internal/job/wording"
	"verv/internal/locale"
)

// Every language has its own rules, each of them whole, and the law or guidance that each rests on.
func TestRules(t *testing.T) {
	for _, l := range locale.Languages() {
		rules := wording.Rules(l.Tag)
		if len(rules) < 25 {
			t.Errorf("%s has %d rules", l.Tag, len(rules))
		}
		kinds := map[wording.Kind]bool{}
		for i, r := range rules {
			kinds[r.Kind] = true
			if r.Instead == "" || r.Source == "" {
				t.Errorf("%s rule %d (%s) lacks what to say instead, or why", l.Tag, i, r.Kind)
			}
		}
		for _, k := range wording.Kinds() {
			if !kinds[k] {
				t.Errorf("%s has no rule on %s", l.Tag, k)
			}
		}
	}
}

// loud are sentences in which a hint is due, each with its kind.
var loud = map[string]map[string]wording.Kind{
	"nb": {
		"Vi søker en ung selger til butikken.":    wording.Age,
		"Bli med i et ungt og dynamisk team!":     wording.Coded,
		"Du er mellom 25 og 35 år.":               wording.Age,
		"Du må ikke være over 40 år.":             wording.Age,
		"Stillingen passer for nyutdannede.":      wording.Age,
		"Dame søkes til kontoret.":                wording.Gender,
		"Vi ønsker en mannlig kandidat.":          wording.Gender,
		"Formannen leder arbeidet.":               wording.Title,
		"Kontordame til regnskap":                 wording.Title,
		"Norsk som morsmål er et krav.":           wording.Language,
		"Du snakker norsk uten aksent.":           wording.Language,
		"Du må være helt frisk.":                  wording.Health,
		"Stresstålende medarbeider":               wording.Health,
		"Du har ikke små barn.":                   wording.Family,
		"Du kan ikke bruke hijab på jobb.":        wording.Religion,
		"Personlig kristen søkes til menigheten.": wording.Religion,
		"Kun norske søkere blir vurdert.":         wording.Origin,
		"Prøvedagene er ulønnet.":                 wording.Unpaid,
		"Legg ved bilde av deg.":                  wording.Private,
		"Vi leter etter en kodeninja.":            wording.Coded,
		"Oppgi alder i søknaden.":                 wording.Private,
		"Helsesøster til skolen":                  wording.Title,
	},
	"nn": {
		"Vi søkjer ein ung seljar.":                  wording.Age,
		"Bli med i eit ungt og dynamisk lag!":        wording.Coded,
		"Du er mellom 25 og 35 år.":                  wording.Age,
		"Ei dame blir søkt til kontoret.":            wording.Gender,
		"Vi ønskjer ein mannleg kandidat.":           wording.Gender,
		"Formannen leier arbeidet.":                  wording.Title,
		"Norsk som morsmål er eit krav.":             wording.Language,
		"Du må vere heilt frisk.":                    wording.Health,
		"Høg stresstoleranse":                        wording.Health,
		"Du har ikkje små barn.":                     wording.Family,
		"Du kan ikkje bruke hijab på jobb.":          wording.Religion,
		"Berre norske søkjarar blir vurderte.":       wording.Origin,
		"Prøvedagane er ulønte? Prøveveka er ulønt.": wording.Unpaid,
		"Legg ved bilete av deg.":                    wording.Private,
		"Vi leitar etter ein kodeninja.":             wording.Coded,
	},
	"sv": {
		"Vi söker en ung säljare till butiken.": wording.Age,
		"Kom till ett ungt och dynamiskt gäng!": wording.Coded,
		"Du är mellan 25 och 35 år.":            wording.Age,
		"Du får vara högst 40 år.":              wording.Age,
		"Tjej sökes till kontoret.":             wording.Gender,
		"Vi vill ha en manlig kandidat.":        wording.Gender,
		"Tjänsteman till kommunen":              wording.Title,
		"Städerska till hotellet":               wording.Title,
		"Svenska som modersmål är ett krav.":    wording.Language,
		"Du talar svenska utan brytning.":       wording.Language,
		"Du måste vara helt frisk.":             wording.Health,
		"Du är stresstålig.":                    wording.Health,
		"Du ska inte vara gravid.":              wording.Family,
		"Du får inte bära slöja på jobbet.":     wording.Religion,
		"Endast svenska sökande tas emot.":      wording.Origin,
		"Provdagen är oavlönad.":                wording.Unpaid,
		"Bifoga en bild på dig.":                wording.Private,
		"Vi söker en säljninja.":                wording.Coded,
		"Ange ditt civilstånd.":                 wording.Private,
	},
	"da": {
		"Vi søger en ung sælger til butikken.":      wording.Age,
		"Bliv en del af et ungt og dynamisk team!":  wording.Coded,
		"Du er mellem 25 og 35 år.":                 wording.Age,
		"Pige søges til kontoret.":                  wording.Gender,
		"Vi ønsker en mandlig kandidat.":            wording.Gender,
		"Formanden leder arbejdet.":                 wording.Title,
		"Rengøringsdame til hotellet":               wording.Title,
		"Dansk som modersmål er et krav.":           wording.Language,
		"Du taler dansk uden accent.":               wording.Language,
		"Du skal være helt rask.":                   wording.Health,
		"Du er stresstålende.":                      wording.Health,
		"Du har ingen små børn.":                    wording.Family,
		"Du må ikke bære tørklæde.":                 wording.Religion,
		"Kun danske ansøgere kommer i betragtning.": wording.Origin,
		"Prøvedagen er ulønnet.":                    wording.Unpaid,
		"Vedlæg et billede af dig.":                 wording.Private,
		"Vi søger en salgsninja.":                   wording.Coded,
	},
	"fi": {
		"Haemme nuorta myyjää kauppaan.":                    wording.Age,
		"Tule nuoreen ja dynaamiseen tiimiin!":              wording.Coded,
		"Olet 25–35-vuotias.":                               wording.Age,
		"Etsimme toimistoon naista.":                        wording.Gender,
		"Esimies johtaa työtä.":                             wording.Title,
		"Haemme siivoustyttöä.":                             wording.Title,
		"Äidinkielen on oltava suomi? Äidinkieli on suomi.": wording.Language,
		"Puhut suomea ilman aksenttia.":                     wording.Language,
		"Olet täysin terve.":                                wording.Health,
		"Sinulla on hyvä stressinsietokyky.":                wording.Health,
		"Et ole raskaana.":                                  wording.Family,
		"Huivin käyttö on kielletty.":                       wording.Religion,
		"Vain suomalaiset hakijat otetaan huomioon.":        wording.Origin,
		"Koepäivä on palkaton.":                             wording.Unpaid,
		"Liitä hakemukseen kuvasi.":                         wording.Private,
		"Etsimme koodininjaa.":                              wording.Coded,
		"Ilmoita siviilisäätysi.":                           wording.Private,
	},
	"en": {
		"We want a young professional for the shop.": wording.Age,
		"Join a young and dynamic team!":             wording.Coded,
		"You are between 25 and 35 years old.":       wording.Age,
		"The age limit is 40.":                       wording.Age,
		"Girl wanted for the office.":                wording.Gender,
		"We prefer a male candidate.":                wording.Gender,
		"The foreman leads the work.":                wording.Title,
		"Cleaning lady for a hotel":                  wording.Title,
		"Native English speaker required.":           wording.Language,
		"You speak without an accent.":               wording.Language,
		"Only able-bodied applicants.":               wording.Health,
		"You thrive under pressure.":                 wording.Health,
		"You have no children.":                      wording.Family,
		"No headscarves at work.":                    wording.Religion,
		"Norwegians only.":                           wording.Origin,
		"The trial shift is unpaid.":                 wording.Unpaid,
		"Please attach a photo.":                     wording.Private,
		"We need a coding ninja.":                    wording.Coded,
		"Tell us your marital status.":               wording.Private,
	},
}

// silent are good sentences, many of them close to a rule.
var silent = map[string][]string{
	"nb": {
		"Du skal arbeide med barn og unge.", "Vi ønsker søkere velkommen uavhengig av alder, kjønn, funksjonsevne og livssyn.", "Vi oppfordrer kvinnelige søkere til å søke.",
		"Tilbudet er for ungdom mellom 13 og 18 år.", "Vi har mellom 20 og 30 ansatte.", "Du har 10 års erfaring.", "Vi søker både nyutdannede og erfarne lærere.",
		"Du skriver godt norsk.", "Jordmor i 80 % stilling", "Vi arbeider for god helse for alle.", "Vi har lavt sykefravær.", "Stillingen krever sikkerhetsklarering og norsk statsborgerskap.",
		"Vi dekker ulønnet permisjon etter avtale.", "Vi søker en kvalitetsbevisst mekaniker.", "Vaktmester søkes", "Renholder", "Kenguruene og en kanguru bor i parken.", "Mannskapet består av fem personer.", "Vi bruker Signal til varsling.",
		"Du jobber med frisk luft rundt deg.", "Ingen barn skal falle utenfor.", "Bruk gjerne bilder av arbeidet ditt i porteføljen.", "Frivillige får kurs.", "Vi er et lag på tolv.",
		"Personlig assistent til ung kvinne", "Kvinneklinikken søker sykepleier.", "Arbeidet krever løft på inntil 25 kg.", "Vi har fleksibel arbeidstid.", "Ta kontakt for en prat om jobben.",
	},
	"nn": {
		"Du skal arbeide med barn og unge.", "Vi ønskjer søkjarar velkomne uavhengig av alder, kjønn og livssyn.", "Tilbodet er for ungdom mellom 13 og 18 år.",
		"Vi har mellom 20 og 30 tilsette.", "Vi søkjer både nyutdanna og erfarne lærarar.", "Du skriv godt nynorsk.", "Jordmor i 80 % stilling", "Vi har lågt sjukefråvær.",
		"Stillinga krev tryggleiksklarering og norsk statsborgarskap.", "Vaktmeister", "Mannskapet har fem personar.", "Ingen barn skal falle utanfor.",
	},
	"sv": {
		"Du arbetar med barn och unga.", "Vi välkomnar alla sökande oavsett ålder, kön och funktionsnedsättning.", "Verksamheten är för ungdomar mellan 13 och 18 år.",
		"Vi är mellan 20 och 30 anställda.", "Vi söker både nyexaminerade och erfarna lärare.", "Sjuksköterska till akuten", "Barnmorska", "Undersköterska",
		"Vi arbetar för god hälsa i befolkningen.", "Vi har låg sjukfrånvaro.", "Tjänsten kräver säkerhetsprövning och svenskt medborgarskap.", "Systerbolaget finns i Malmö.",
		"Man arbetar i par.", "Diskrimineringsombudsmannen", "Du talar och skriver svenska väl.", "Ideella krafter och oavlönat arbete hör till föreningen som volontär.",
		"Politiskt styrd organisation", "Inga barn ska hamna utanför.", "Lönen är individuell.",
	},
	"da": {
		"Du skal arbejde med børn og unge.", "Vi opfordrer alle kvalificerede til at søge uanset alder, køn og handicap.", "Tilbuddet er for unge mellem 13 og 18 år.",
		"Vi er mellem 20 og 30 medarbejdere.", "Vi søger både nyuddannede og erfarne lærere.", "Sygeplejerske til akutafdelingen", "Jordemoder", "Vi har lavt sygefravær.",
		"Stillingen kræver sikkerhedsgodkendelse og dansk statsborgerskab.", "Du taler og skriver dansk.", "Mandag til fredag", "Mandskabet er på fem.", "Politisk ledet organisation",
		"Ingen børn skal stå udenfor.", "Alle mand på dæk er ikke vores stil.",
	},
	"fi": {
		"Työskentelet lasten ja nuorten kanssa.", "Toivomme hakemuksia iästä, sukupuolesta ja vakaumuksesta riippumatta.", "Toiminta on 13–18-vuotiaille nuorille.",
		"Meitä on 20–30 työntekijää.", "Haemme sekä vastavalmistuneita että kokeneita opettajia.", "Sairaanhoitaja päivystykseen", "Kätilö", "Nuorisotyöntekijä",
		"Edistämme asiakkaiden terveyttä ja hyvinvointia.", "Tehtävä edellyttää turvallisuusselvitystä ja Suomen kansalaisuutta.", "Osaat hyvin suomea.", "Laitteet ovat hyvässä kunnossa.",
		"Kunnossapitotyöntekijä", "Esihenkilö", "Luottamushenkilö", "Palkaton vapaa on mahdollinen.", "Olemme nuori yritys Turussa.", "Lapsia ohjataan pienissä ryhmissä.", "Työsuhde on vakituinen.",
	},
	"en": {
		"You will work with children and young people.", "We welcome applications regardless of age, gender, religion or disability.", "The club is for young people aged 13 to 18.",
		"We have between 20 and 30 employees.", "We welcome both recent graduates and experienced teachers.", "You write and speak English well.", "Staff nurse", "Midwife",
		"We promote good health in the population.", "The post needs security clearance and Norwegian citizenship.", "Human resources manager", "Women's shelter seeks a counsellor.",
		"You may take unpaid leave.", "Volunteers are welcome to do unpaid work.", "We manage products for customers.", "German is an advantage.", "No child should be left out.",
		"Our hotline is available 24/7.", "The management team has five people.", "Show photos of your work in a portfolio.", "You work with woodwork and manual tools.",
	},
}

func TestLoud(t *testing.T) {
	for language, list := range loud {
		for s, want := range list {
			hints := wording.Find(language, s)
			found := false
			for _, h := range hints {
				found = found || h.Kind == want
				if h.Found == "" || !strings.Contains(h.Sentence, h.Found) {
					t.Errorf("%s: %q does not stand in %q", language, h.Found, h.Sentence)
				}
			}
			if !found {
				t.Errorf("%s: %q gives %v, want %s", language, s, hints, want)
			}
		}
	}
}

func TestSilent(t *testing.T) {
	for language, list := range silent {
		for _, s := range list {
			for _, h := range wording.Find(language, s) {
				t.Errorf("%s: %q is hinted at for %s (%q)", language, s, h.Kind, h.Found)
			}
		}
	}
}

// What is plainly illegal is told from what is only a hint.
func TestIllegal(t *testing.T) {
	for text, want := range map[string]bool{"Norsk som morsmål er et krav.": true, "Et ungt team.": false, "Vi er et lag.": false} {
		if _, got := wording.Illegal("nb", text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Whatever the text, a hint quotes it, and there are few.
func FuzzFind(f *testing.F) {
	for _, list := range loud {
		for s := range list {
			f.Add("nb", s)
			f.Add("fi", strings.Repeat(s+" ", 30))
		}
	}
	f.Fuzz(func(t *testing.T, language, text string) {
		hints := wording.Find(language, text)
		if len(hints) > 12 {
			t.Fatalf("%d hints", len(hints))
		}
		for _, h := range hints {
			if utf8.ValidString(text) && (!utf8.ValidString(h.Found) || !utf8.ValidString(h.Sentence)) {
				t.Fatalf("cut within a letter: %q in %q", h.Found, h.Sentence)
			}
		}
	})
}
