package mail

import (
	"regexp"
	"strings"
	"unicode"
)

// Unquote parts what somebody wrote from the message they quote below it and from their signature. It takes nothing away: the two together
// are the whole text, and where nothing is left above the quotation all of it counts as written, because then the answer stands between
// the quoted lines.
func Unquote(s string) (own, quote string) {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	end := len(lines)
	for i := range lines {
		if begins(lines, i) {
			end = i
			break
		}
	}
	for end > 0 {
		l := strings.TrimSpace(lines[end-1])
		if l != "" && !strings.HasPrefix(l, ">") {
			if n := introduction(lines[:end], lines[end:]); n > 0 {
				end -= n
				continue
			}
			break
		}
		end--
	}
	own, quote = strings.TrimSpace(strings.Join(lines[:end], "\n")), strings.TrimSpace(strings.Join(lines[end:], "\n"))
	if own == "" {
		return strings.TrimSpace(s), ""
	}
	return own, quote
}

// original is the line above a message that was not quoted line by line: "-----Opprinnelig melding-----".
var original = regexp.MustCompile(`^-{4,} ?\pL[\pL ]{3,40} ?-{4,}$`)

// begins reports whether what is not the person's own begins at a line: a signature, an original message, or its head.
func begins(lines []string, i int) bool {
	l := strings.TrimRight(lines[i], "\r")
	return l == "-- " || original.MatchString(l) || i > 0 && strings.HasPrefix(l, "________________________________") || heads(lines[i:])
}

// headers are the names that mail programs write above a message they quote, in the languages of the house.
var headers = [][]string{
	{"from:", "fra:", "frå:", "från:", "lähettäjä:"},
	{"sent:", "date:", "sendt:", "dato:", "skickat:", "datum:", "lähetetty:", "päivämäärä:", "päiväys:"},
	{"to:", "til:", "till:", "vastaanottaja:"},
}

// heads reports whether the head of a quoted message stands here: who, when and to whom, a line each, in this order.
func heads(lines []string) bool {
	if len(lines) < len(headers) {
		return false
	}
	for i, names := range headers {
		l := strings.ToLower(strings.Trim(lines[i], " *"))
		found := false
		for _, n := range names {
			found = found || strings.HasPrefix(l, n)
		}
		if !found {
			return false
		}
	}
	return true
}

// introduction is how many lines at the end of own introduce the quotation that follows: «man. 23. nov. 2026 kl. 10:00 skrev Kari:», which
// mail programs break in two or three. None where the lines say nothing of a day.
func introduction(own, rest []string) int {
	if !strings.HasSuffix(strings.TrimSpace(own[len(own)-1]), ":") || !quotes(rest) {
		return 0
	}
	n := 1
	for n < 3 && n < len(own) && strings.TrimSpace(own[len(own)-1-n]) != "" && !strings.ContainsFunc(own[len(own)-n], unicode.IsDigit) {
		n++
	}
	if n > 1 && !strings.ContainsFunc(own[len(own)-n], unicode.IsDigit) {
		n = 1
	}
	return n
}

// quotes reports whether the first line that is not empty is quoted.
func quotes(lines []string) bool {
	for _, l := range lines {
		if t := strings.TrimSpace(l); t != "" {
			return strings.HasPrefix(t, ">")
		}
	}
	return false
}
