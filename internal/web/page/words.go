package page

import "time"

// T speaks the reader's language. The locale room satisfies it.
type T interface {
	// Say is a sentence of the catalogue. Args are names and values in turn: Say("page.left", "Percent", 38). The
	// name Count chooses the plural form.
	Say(key string, args ...any) string
	// Lang is the language as a BCP 47 tag: nb, nn, sv, fi, da or en.
	Lang() string
	Date(time.Time) string
	DateTime(time.Time) string
	Number(int64) string
	// Money is an amount or a range; min == max is one amount. The unit is per hour, month or year.
	Money(min, max int64, currency, unit string) string
	// Until is the time left until then, in words: "in 4 days".
	Until(time.Time) string
}
