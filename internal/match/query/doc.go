// Package query is the language that people and programs search in, and its syntax tree.
//
// The same tree is a search, an address in the browser, and an alert: what is saved is what Print says.
//
//	nurse night                 both words; standing side by side means AND
//	nurse OR doctor             one of them; | says the same
//	nurse -night                not the second; NOT says the same
//	"intensive care"            these words in this order
//	nurs*                       words that begin so (two letters or more)
//	(nurse OR doctor) ski       brackets
//	occupation:isco-2221        a facet: also occupation, skill, place, extent, employment, language,
//	                            licence, education, remote, site, employer, sector, written (language of the
//	                            text), pay (steps of one currency), region (a name as it was written)
//	salary:600000..             a range, open at either end; also experience (years) and age (days since published)
//	near:59.91,10.75,50         within so many kilometres of a point
//
// AND, OR and NOT are operators in capitals only, and are understood in the six languages of the house (OG OCH JA, ELLER TAI,
// IKKE IKKJE INTE EI). AND binds tighter than OR. Print writes one canonical form, with the English operators; Parse(Print(q)) = q.
//
// Any bytes may come in. Bytes that are not text are spaces; a name before a colon that is no field is a word like another; what is
// wrong is an Error with the place of it. Length, depth, the number of terms and of those that cost much are bounded (MaxBytes, MaxDepth,
// MaxTerms, MaxCostly).
package query
