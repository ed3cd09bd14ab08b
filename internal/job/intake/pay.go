package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// maxPay is in hundredths; a thousand million a year is no pay.
const maxPay = 1_000_000_000 * 100

// rawPay is pay in the words of a structured format.
type rawPay struct{ min, max, currency, unit string }

// pay reads the numbers. If any part cannot be read, all of it is kept as words.
func (r rawPay) pay() Pay {
	lo, okLo := amount(r.min)
	hi, okHi := amount(r.max)
	unit, okUnit := unitOf(r.unit)
	if r.min == "" && r.max == "" {
		return Pay{}
	}
	if !okUnit && r.unit == "" {
		unit, okUnit = guessUnit(max(lo, hi)), true
	}
	if (r.min != "" && !okLo) || (r.max != "" && !okHi) || !okUnit {
		words := []string{r.min}
		if r.max != r.min {
			words = append(words, r.max)
		}
		return Pay{Text: strings.TrimSpace(strings.Join(words, "–") + " " + r.currency + " " + r.unit)}
	}
	return Pay{Min: lo, Max: hi, Currency: strings.ToUpper(strings.TrimSpace(r.currency)), Unit: unit}
}

// amount reads a number in hundredths as people and machines in the north write it: 550000, 550 000,50, 550.000, 1e5.
func amount(s string) (int64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(strings.TrimSpace(s))
	if s == "" || len(s) > 24 {
		return 0, false
	}
	neg := strings.HasPrefix(s, "-")
	if grouped.MatchString(s) { // 550.000 or 550,000 or 1.250.000
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || v != v || v > 1e12 || v < -1e12 {
		return 0, false
	}
	if neg {
		return int64(v*100 - 0.5), true
	}
	return int64(v*100 + 0.5), true
}

var grouped = regexp.MustCompile(`^-?\d{1,3}(?:[.,]\d{3})+$`)

var payUnits = map[string]PayUnit{
	"hour": PerHour, "hourly": PerHour, "hur": PerHour, "time": PerHour, "timen": PerHour, "timme": PerHour, "timmen": PerHour,
	"tim": PerHour, "t": PerHour, "tunti": PerHour, "tunnissa": PerHour, "h": PerHour, "hr": PerHour, "pt1h": PerHour, "timelønn": PerHour, "timeløn": PerHour,
	"day": PerDay, "daily": PerDay, "dag": PerDay, "dagen": PerDay, "päivä": PerDay, "päivässä": PerDay, "p1d": PerDay,
	"week": PerWeek, "weekly": PerWeek, "uke": PerWeek, "uken": PerWeek, "veke": PerWeek, "vecka": PerWeek, "uge": PerWeek, "viikko": PerWeek, "wee": PerWeek, "p1w": PerWeek,
	"month": PerMonth, "monthly": PerMonth, "mon": PerMonth, "måned": PerMonth, "månad": PerMonth, "månaden": PerMonth, "mnd": PerMonth, "mån": PerMonth,
	"md": PerMonth, "kk": PerMonth, "kuukausi": PerMonth, "kuukaudessa": PerMonth, "p1m": PerMonth,
	"year": PerYear, "yearly": PerYear, "annual": PerYear, "annually": PerYear, "ann": PerYear, "annum": PerYear, "år": PerYear, "året": PerYear,
	"vuosi": PerYear, "vuodessa": PerYear, "v": PerYear, "p1y": PerYear,
}

func unitOf(s string) (PayUnit, bool) {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "."))
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "per "), "/"))
	u, ok := payUnits[s]
	return u, ok
}

// guessUnit is for senders who leave the unit out: in the five countries and currencies served, an hour, a month and a
// year of pay never overlap.
func guessUnit(hundredths int64) PayUnit {
	switch v := hundredths / 100; {
	case v < 1_200:
		return PerHour
	case v < 130_000:
		return PerMonth
	}
	return PerYear
}

const number = `(-?\d[\d \x{a0}\x{202f}.,]*)`

var (
	paySign  = regexp.MustCompile(`(?i)\b(NOK|SEK|DKK|EUR|ISK|GBP|USD)\b|€|£`)
	payRange = regexp.MustCompile(number + `\s*(?:kr\.?|€|[A-Z]{3})?\s*(?:-|–|—|til|till|to)\s*(?:kr\.?|€|[A-Z]{3})?\s*` + number)
	payOne   = regexp.MustCompile(number)
	payPer   = regexp.MustCompile(`(?i)(?:/|per|pr\.?|om|i|an|a)?\s*(\pL+)\.?\s*$`)
)

// parsePay reads pay that was written as a sentence ("550 000–620 000 kr per år"). Only a sentence that holds a range or
// one number, a currency and a unit is read; any other stays words.
func parsePay(s, currency string) Pay {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return Pay{}
	}
	words := Pay{Text: s}
	if currency == "" {
		if m := paySign.FindString(s); m == "€" {
			currency = "EUR"
		} else if m == "£" {
			currency = "GBP"
		} else {
			currency = strings.ToUpper(m)
		}
	}
	unit := PayUnit("")
	if m := payPer.FindStringSubmatch(s); m != nil {
		unit, _ = unitOf(m[1])
	}
	if currency == "" || unit == "" || len(s) > 120 {
		return words
	}
	var lo, hi string
	if m := payRange.FindStringSubmatch(s); m != nil {
		lo, hi = m[1], m[2]
	} else if all := payOne.FindAllString(s, 3); len(all) == 1 {
		lo, hi = all[0], all[0]
	} else {
		return words
	}
	low, ok1 := amount(strings.TrimRight(lo, " .,"))
	high, ok2 := amount(strings.TrimRight(hi, " .,"))
	if !ok1 || !ok2 {
		return words
	}
	return Pay{Min: low, Max: high, Currency: currency, Unit: unit}
}
