package main

import "verv/internal/application"

// deskWords are what a team writes in its own language.
type deskWords struct {
	card                           application.Template
	stage, filter                  string
	strong, unsure, mention        string
	call, room, questions, approve string
}

func criterion(name string, anchors ...string) application.Criterion {
	return application.Criterion{Name: name, Anchors: anchors}
}

var deskWordsOf = map[string]deskWords{
	"nb": {
		card: application.Template{Name: "Vårt vurderingsskjema", Criteria: []application.Criterion{
			criterion("Faglig kompetanse", "Mangler det vi må ha", "Dekker noe", "Dekker det vi må ha", "Dekker også det meste av det vi ønsker", "Kan lære opp andre"),
			criterion("Erfaring fra lignende arbeid", "Ingen", "Under ett år", "Ett til tre år", "Over tre år", "Lang erfaring fra samme slags jobb"),
			criterion("Motivasjon for jobben", "Kommer ikke fram", "Generell", "Tydelig", "Tydelig og begrunnet", "Kjenner arbeidet og vil akkurat dette"),
		}},
		stage: "Prøvevakt", filter: "Til vurdering, 3 eller mer",
		strong:  "Svarer konkret på det vi spør om, og har gjort jobben før. Bør møte hele teamet.",
		unsure:  "Godt grunnlag, men lite erfaring alene på vakt. Vil gjerne høre hva du tenker.",
		mention: "Denne bør vi ikke vente med. Kan du finne en time til intervju denne uken?",
		call:    "Ring de to referansene", room: "Bestill møterom til intervjuene", questions: "Send meg spørsmålene du vil stille i intervjuet",
		approve: "Samme tekst som i vår, med ny lønn. Kan den ut denne uken?",
	},
	"sv": {
		card: application.Template{Name: "Vår bedömningsmall", Criteria: []application.Criterion{
			criterion("Yrkeskunskap", "Saknar det vi kräver", "Täcker en del", "Täcker det vi kräver", "Täcker även det mesta av det vi önskar", "Kan lära upp andra"),
			criterion("Erfarenhet av liknande arbete", "Ingen", "Under ett år", "Ett till tre år", "Över tre år", "Lång erfarenhet av samma slags jobb"),
			criterion("Motivation för jobbet", "Framgår inte", "Allmän", "Tydlig", "Tydlig och motiverad", "Känner till arbetet och vill just detta"),
		}},
		stage: "Arbetsprov", filter: "Under bedömning, 3 eller mer",
		strong:  "Svarar konkret på det vi frågar om och har gjort jobbet förut. Borde träffa hela teamet.",
		unsure:  "Bra grund, men har mest arbetat i stora team. Vill gärna höra vad du tycker.",
		mention: "Den här ska vi inte vänta med. Kan du hitta en tid för intervju i veckan?",
		call:    "Ring de två referenserna", room: "Boka rum för intervjuerna", questions: "Skicka mig de frågor du vill ställa på intervjun",
		approve: "Samma text som i våras, med ny lön. Kan den gå ut den här veckan?",
	},
	"fi": {
		card: application.Template{Name: "Oma arviointilomake", Criteria: []application.Criterion{
			criterion("Ammattitaito", "Edellytykset puuttuvat", "Täyttää osan edellytyksistä", "Täyttää edellytykset", "Täyttää myös suurimman osan toiveista", "Voi opettaa muita"),
			criterion("Kokemus vastaavasta työstä", "Ei kokemusta", "Alle vuosi", "1–3 vuotta", "Yli kolme vuotta", "Pitkä kokemus samasta työstä"),
			criterion("Motivaatio", "Ei käy ilmi", "Yleisluonteinen", "Selvä", "Selvä ja perusteltu", "Tuntee työn ja haluaa juuri tähän"),
		}},
		stage: "Tutustumiskäynti", filter: "Arvioitavana, vähintään 3",
		strong:  "Vastaa kysymyksiin konkreettisesti ja on tehnyt tätä työtä ennenkin. Koko tiimin kannattaa tavata hänet.",
		unsure:  "Hyvä pohja, mutta itsenäisestä työstä on vähän kokemusta. Mitä mieltä sinä olet?",
		mention: "Tämän kanssa ei kannata odottaa. Löydätkö haastatteluajan vielä tälle viikolle?",
		call:    "Soita kahdelle suosittelijalle", room: "Varaa tila haastatteluille", questions: "Lähetä minulle haastattelukysymyksesi",
		approve: "Sama teksti kuin keväällä, uusi palkka. Voidaanko julkaista tällä viikolla?",
	},
}
