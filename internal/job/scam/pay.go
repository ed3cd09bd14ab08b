package scam

// Pay is compared with what such work brings in the Nordic countries, with a wide margin: a sign, no judgement of a wage.

// crowns is roughly what one unit of a currency is in Norwegian crowns.
var crowns = map[string]float64{"NOK": 1, "SEK": 1.05, "DKK": 1.55, "EUR": 11.6}

// perYear is how often a unit of pay comes in a year of full time.
var perYear = map[string]float64{"year": 1, "month": 12, "week": 46, "day": 230, "hour": 1750}

// Crowns a year beyond which pay is a sign.
const (
	plainMost = 950_000   // of work that asks for no education
	anyMost   = 4_000_000 // of any
)

// plain are titles of work that a fraud likes to promise much for.
var plain = words(`(?:renhold|rengjøring|vask|lager|pakke|bud|avis|telefon|kunde|butikk|kasse|barnevakt|hjemme|data|skrive|test|hage)~(?:medarbeider~|arbeider~|hjelp~|bud~|vakt~|selger~|registrer~|person~)|renholder~|sjåfør~|vaskehjelp~|pakker~|barnevakt~|hjemmearbeid~|` +
	`städ~|lagerarbet~|packare|chaufför~|barnvakt~|hemarbet~|kundtjänst~|kassapersonal|tidningsbud|` +
	`rengøring~|lagermedarbejder~|pakkemedarbejder~|chauffør~|børnepasser~|hjemmearbejde~|kundeservice~|` +
	`siivo~|varasto~|pakkaa~|kuljettaja~|lastenhoitaja~|kotityö~|etätyöntekijä~|asiakaspalvelija~|` +
	`cleaner|packer|warehouse (?:worker|operative)|driver|babysitter|data entry~?|typist|home ?work~|work from home|mystery shopper|product tester|personal assistant|virtual assistant|customer service~?`)

func paysTooMuch(ad Ad) bool {
	rate, units := crowns[ad.Currency], perYear[ad.PayUnit]
	if ad.PayMax == 0 || rate == 0 || units == 0 {
		return false
	}
	year := float64(ad.PayMax) / 100 * units * rate
	if plain.MatchString(fold(ad.Title)) {
		return year > plainMost
	}
	return year > anyMost
}
