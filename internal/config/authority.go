package config

// authorities are where a person complains (GDPR article 77), by the operator's country. Germany, whose states have one each, and countries
// that are not here must be written out.
var authorities = map[string]string{
	"NO": "Datatilsynet, https://www.datatilsynet.no",
	"SE": "Integritetsskyddsmyndigheten (IMY), https://www.imy.se",
	"FI": "Tietosuojavaltuutetun toimisto, https://tietosuoja.fi",
	"DK": "Datatilsynet, https://www.datatilsynet.dk",
	"IS": "Persónuvernd, https://www.personuvernd.is",
	"EE": "Andmekaitse Inspektsioon, https://www.aki.ee",
	"IE": "Data Protection Commission, https://www.dataprotection.ie",
	"NL": "Autoriteit Persoonsgegevens, https://www.autoriteitpersoonsgegevens.nl",
	"GB": "Information Commissioner's Office, https://ico.org.uk",
}

// Authority is the data protection authority that people can complain to: as set, or that of the country; empty if neither is known.
func (o Operator) Authority() string {
	if o.ComplaintAuthority != "" {
		return o.ComplaintAuthority
	}
	return authorities[o.Country]
}
