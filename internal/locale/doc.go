// Package locale speaks the six languages of Verv: Norwegian bokmål and nynorsk, Swedish, Finnish, Danish and English.
//
// Load reads the embedded catalogues once; a Catalogue never changes after that and may be used from any goroutine.
// Catalogue.Language gives the Words of one language, Words.In and Words.At bind them to a zone and a moment:
//
//	words := catalogue.Language("nb").At(now(), oslo)
//	words.Say("unit.day.in", "Count", 4) // om 4 dager
//	words.Money(560000, 640000, "NOK", "year") // Kr 560 000–640 000 per år
//
// Catalogues lie in catalogue/<language>/<room>.toml. A key is written whole and in quotes, so that a search for it finds
// both the text and the code that says it; a text with a plural is a table with one and other (and zero where none has
// its own words). Placeholders are Go template fields: {{.Count}} chooses the plural, integers are written in the language's
// figures (so a year is handed over as a string), times as dates.
//
// Any room may call this package. It reads no clock, no environment and no file, and it never guesses: a key that no
// catalogue has comes back in brackets and is counted (Catalogue.Missing). The tag "no" is understood in what a browser
// sends and is never handed to x/text, which formats it like English.
package locale
