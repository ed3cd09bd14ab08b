package grow

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verv/internal/demo/trade"
)

// fill puts words into slots, which come in pairs: slot, word.
func fill(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }

// title is a title as it heads an advertisement.
func title(line string) string {
	t, _, _ := strings.Cut(line, "|")
	return strings.TrimSpace(t)
}

// role is a title as it stands within a sentence.
func role(line string) string { return inside(title(line)) }

// sought is a title as "we are looking for" takes it.
func sought(f trade.Frame, line string) string {
	if _, bent, ok := strings.Cut(line, "|"); ok {
		return strings.TrimSpace(bent)
	}
	if f.Article == "a" {
		return article(role(line))
	}
	if f.Article != "" {
		return f.Article + " " + role(line)
	}
	return role(line)
}

// article puts the English article before a title.
func article(s string) string {
	if strings.ContainsRune("aeiouAEIO", []rune(s)[0]) {
		return "an " + s
	}
	return "a " + s
}

// inside is a word as it stands within a sentence: "sykepleier" for "Sykepleier", but "HR-rådgiver" and "IT-tekniker" as they are.
func inside(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// upper begins a sentence.
func upper(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// joined is a list within a sentence.
func joined(f trade.Frame, all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + f.And + all[last]
}

// simple lists what can stand in a list within a sentence: it has no comma and is not itself a sentence of two parts.
func simple(all []string) []string {
	var out []string
	for _, s := range all {
		if !strings.ContainsAny(s, ",;:") {
			out = append(out, s)
		}
	}
	return out
}

// legal are the legal forms that end a name in a register and not in a sentence.
var legal = []string{" AS", " ASA", " SA", " HF", " AB", " Oy", " ry", " A/S", " ApS"}

// called is what people call an employer.
func called(name string) string {
	for _, form := range legal {
		if short, ok := strings.CutSuffix(name, form); ok {
			return short
		}
	}
	return name
}

// letters of names as an address writes them.
var letters = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "ä", "a", "ö", "o", "é", "e", "è", "e", "ü", "u", "ó", "o", "á", "a", "à", "a", "í", "i",
	"ł", "l", "ń", "n", "ś", "s", "ż", "z", "ź", "z", "ć", "c", "č", "c", "š", "s", "ž", "z", "ğ", "g", "ı", "i", "ş", "s", "ç", "c", "ê", "e", "ă", "a",
	"ț", "t", "ș", "s", "ė", "e", "ų", "u", "ū", "u", "ą", "a", "ę", "e", "ë", "e", "ñ", "n", "â", "a", "î", "i", "õ", "o", "'", "", "’", "")

// slug is a name as keys and addresses have it: lower-case words joined by hyphens.
func slug(s string) string {
	var b strings.Builder
	for _, c := range letters.Replace(strings.ToLower(s)) {
		if c >= 'a' && c <= 'z' {
			b.WriteRune(c)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// letter numbers keys, which have no digits: a, b ... z, ba, bb.
func letter(n int) string {
	s := string(rune('a' + n%26))
	if n >= 26 {
		s = letter(n/26) + s
	}
	return s
}
