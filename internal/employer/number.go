package employer

import "strings"

// The check digits of register numbers. Sources: Brønnøysundregistrene (organisasjonsnummer, modulus 11), Skatteverket
// (organisationsnummer, Luhn), Patentti- ja rekisterihallitus (Y-tunnus, modulus 11), Erhvervsstyrelsen (CVR-nummer, modulus 11).

// ValidNumber reports whether number can be a register number of the country, in the form Number gives. Whether it was given to
// anybody is another question: an operator looks it up.
func ValidNumber(country, number string) bool {
	d, ok := digits(number)
	if !ok {
		return false
	}
	switch country {
	case "NO":
		return len(d) == 9 && eleven(d, 3, 2, 7, 6, 5, 4, 3, 2)
	case "SE":
		return len(d) == 10 && d[2] >= 2 && luhn(d)
	case "FI":
		return len(d) == 8 && eleven(d, 7, 9, 10, 5, 8, 4, 2)
	case "DK":
		return len(d) == 8 && d[0] > 0 && sum(d, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	}
	return false
}

// Number is a register number as it is stored: digits only. A Swedish one loses its century, a Finnish one of the old kind gets its
// leading zero, a Norwegian one loses the MVA of the tax register.
func Number(country, typed string) string {
	var b strings.Builder
	for _, c := range typed {
		if c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	n := b.String()
	switch {
	case country == "SE" && len(n) == 12 && strings.HasPrefix(n, "16"):
		n = n[2:]
	case country == "FI" && len(n) == 7:
		n = "0" + n
	}
	return n
}

// CountryOf guesses the country of a number by its check digits, for sources that name none: "" when none or several fit.
func CountryOf(number string) string {
	found := ""
	for _, c := range []string{"NO", "SE", "FI", "DK"} {
		if ValidNumber(c, Number(c, number)) {
			if found != "" {
				return ""
			}
			found = c
		}
	}
	return found
}

// ShowNumber is the number as the country writes it.
func ShowNumber(country, number string) string {
	switch {
	case country == "NO" && len(number) == 9:
		return number[:3] + "\u00a0" + number[3:6] + "\u00a0" + number[6:]
	case country == "SE" && len(number) == 10:
		return number[:6] + "-" + number[6:]
	case country == "FI" && len(number) == 8:
		return number[:7] + "-" + number[7:]
	}
	return number
}

func digits(s string) ([]int, bool) {
	d := make([]int, 0, len(s))
	for _, c := range s {
		if c < '0' || c > '9' {
			return nil, false
		}
		d = append(d, int(c-'0'))
	}
	return d, len(d) > 0
}

func sum(d []int, weights ...int) int {
	n := 0
	for i, w := range weights {
		n += d[i] * w
	}
	return n
}

// eleven checks the last digit by modulus 11; a remainder of 1 would ask for a check digit of 10, and such numbers are not given.
func eleven(d []int, weights ...int) bool {
	rest := sum(d, weights...) % 11
	return rest != 1 && (11-rest)%11 == d[len(d)-1]
}

func luhn(d []int) bool {
	n := 0
	for i, v := range d {
		if i%2 == 0 {
			v *= 2
		}
		n += v/10 + v%10
	}
	return n%10 == 0
}
