package intake

import "strings"

// countryNames are the names by which senders in the countries served call a country, beside its code.
var countryNames = map[string]string{
	"NO": "norge|noreg|norway|norja|nor|norga", "SE": "sverige|sweden|ruotsi|swe", "DK": "danmark|denmark|tanska|dnk",
	"FI": "finland|suomi|fin", "IS": "island|iceland|ísland|islanti|isl", "FO": "færøyene|færøerne|färöarna|faroe islands|fro",
	"GL": "grønland|grönland|greenland|grl", "AX": "åland|ahvenanmaa|ala", "SJ": "svalbard|sjm", "DE": "tyskland|germany|deutschland|saksa|deu",
	"NL": "nederland|netherlands|nederländerna|nederlandene|alankomaat|nld", "GB": "storbritannia|storbritannien|united kingdom|uk|england|iso-britannia|gbr",
	"EE": "estland|estonia|viro|est", "LV": "latvia|lettland|letland|lva", "LT": "litauen|lithuania|liettua|ltu", "PL": "polen|poland|puola|pol",
	"US": "usa|united states|yhdysvallat", "FR": "frankrike|frankrig|france|ranska|fra", "ES": "spania|spanien|spain|espanja|esp", "IE": "irland|ireland|irlanti|irl",
}

var countryCodes = func() map[string]string {
	m := map[string]string{}
	for code, names := range countryNames {
		m[strings.ToLower(code)] = code
		for n := range strings.SplitSeq(names, "|") {
			m[n] = code
		}
	}
	return m
}()

// country is the code of a country, or the words as given.
func country(s string) (code, words string) {
	t := strings.ToLower(strings.TrimSpace(s))
	if c, ok := countryCodes[t]; ok {
		return c, ""
	}
	if len(t) == 2 && t[0] >= 'a' && t[0] <= 'z' && t[1] >= 'a' && t[1] <= 'z' {
		return strings.ToUpper(t), ""
	}
	return "", s
}

const maxPlaces = 50

func (r *Record) addPlace(p Place) {
	p.Country, p.CountryText = country(p.Country)
	if p != (Place{}) && len(r.Places) < maxPlaces {
		r.Places = append(r.Places, p)
	}
}

func (r *Record) note(key string, n int) {
	for i := range r.Notes {
		if r.Notes[i].Key == key {
			r.Notes[i].Count += n
			return
		}
	}
	r.Notes = append(r.Notes, Note{key, n})
}
