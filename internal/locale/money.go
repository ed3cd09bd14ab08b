package locale

import (
	"unicode"
	"unicode/utf8"
)

// Money writes pay as a line of its own, so it begins with a capital: "Kr 560 000–640 000 per år".
//
// The amounts are whole units of the currency (ISO 4217). A zero min or max leaves that side open: "Fra kr 560 000". Both zero
// is nothing said, and the empty string. The unit is year, month, week, day or hour; empty leaves it out.
func (w *Words) Money(min, max int64, currency, unit string) string {
	if min <= 0 && max <= 0 {
		return ""
	}
	if min > 0 && max > 0 && min > max {
		min, max = max, min
	}
	money := w.span(min, max, currency)
	if unit != "" {
		money = w.Say("unit.pay."+unit, "Money", money)
	}
	return capital(money)
}

// span writes the amount or amounts with their currency.
func (w *Words) span(min, max int64, currency string) string {
	switch {
	case max <= 0:
		return w.Say("unit.money.from", "Money", w.sum(w.Number(min), currency))
	case min <= 0:
		return w.Say("unit.money.upto", "Money", w.sum(w.Number(max), currency))
	case min == max:
		return w.sum(w.Number(min), currency)
	}
	return w.sum(w.Number(min)+"–"+w.Number(max), currency)
}

// sum puts the sign of the currency where the language has it. A currency without a pattern shows its code.
func (w *Words) sum(amount, currency string) string {
	if key := "unit.currency." + currency; currency != "code" && w.Has(key) {
		return w.Say(key, "Amount", amount)
	}
	return w.Say("unit.currency.code", "Amount", amount, "Code", currency)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
