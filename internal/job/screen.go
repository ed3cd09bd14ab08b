package job

import (
	"regexp"
	"strings"
)

// What may not be asked or should not be said, in the six languages. Both screens look at words, so both can be wrong: the first
// refuses, because the law does (directive (EU) 2023/970, article 5(2)); the second only warns (article 5(3)).

var payHistory = compile(
	// Norwegian and Danish
	`(nåværende|noverande|tidligere|tidlegare|forrige|førre|dagens|sist[e]?|nuværende|seneste|eksisterende) (års|måneds|måned|time|brutto|grunn|grund)?(lønn|løn|løyn|lønnen|lønnsnivå|lønniveau|lønnsbetingelser|årslønn|årsløn|månedslønn|timelønn|timeløn|godtgjørelse)`,
	`(hva|kva|hvor mye|kor mykje|hvad|hvor meget) (tjener|tjente|tjener du|har du tjent|tente|tener|er lønnen din|er din løn|er din lønn|er løna di|var lønnen|var din løn|har du i løn|får du i løn|får du i lønn)`,
	`lønns?(historikk|historik|historie)|løn(s)?historik|lønnsslipp|lønslip|lønseddel|lønsseddel`,
	// Swedish
	`(nuvarande|tidigare|senaste|förra|dagens|befintlig[a]?) (månads|års|tim|grund|brutto)?lön\w*`,
	`(vad|hur mycket) (tjänar|tjänade|har du i lön|hade du i lön|är din lön|var din lön)`,
	`lönehistorik|lönespecifikation|lönebesked`,
	// Finnish
	`(nykyi|edelli|aikaise|aiemm|viimeisi)\w* (kuukausi|vuosi|tunti|brutto|perus)?palk\w*|nykypalk\w*`,
	`(mitä|kuinka paljon|paljonko) (ansaitset|tienaat|ansaitsit|tienasit)|palkkahistori\w*|palkkakuit\w*|palkkatodistu\w*`,
	// English
	`(current|previous|past|prior|last|present|most recent|former|existing) (annual |base |gross |monthly |hourly |yearly )?(salar(y|ies)|pay|wages?|compensation|earnings|remuneration|package)`,
	`(what|how much) (do|did|are|were|have) you (currently |now |previously )?(earn|make|paid|being paid|earning|get paid|earned|made)`,
	`(salary|pay|wage|compensation|earnings) history|pay ?slips?|paystubs?`,
)

// AsksPayHistory reports whether a text asks what somebody earns or earned. What somebody expects may be asked.
func AsksPayHistory(text string) bool { return matches(payHistory, text) }

// gendered are words and endings of titles that name one sex. Titles that the law or a register uses for everybody in spite of
// their form (sykepleierske is not, sjuksköterska and barnmorska are) are let through.
var (
	gendered = map[string][]*regexp.Regexp{
		"nb": compile(`\w+(mann|menn|kvinne|dame|pike|gutt|inne|erske|mor)`, `(gutt|jente|dame|mann|kvinne)`),
		"nn": compile(`\w+(mann|menn|kvinne|dame|jente|gut|inne|erske|mor)`, `(gut|jente|dame|mann|kvinne)`),
		"da": compile(`\w+(mand|mænd|kvinde|dame|pige|dreng|inde|erske|mor)`, `(dreng|pige|dame|mand|kvinde)`),
		"sv": compile(`\w+(man|män|kvinna|dam|tjej|kille|inna|erska|sköterska|flicka|pojke)`, `(kille|tjej|dam|man|kvinna)`),
		"fi": compile(`\w+(mies|miehen|miehiä|nainen|naisen|tyttö|poika|tar|tär|emäntä|isäntä)`, `(mies|nainen|tyttö|poika|emäntä)`),
		"en": compile(`\w+(man|men|woman|women|boy|girl|lady|maid|ess)`, `(man|woman|boy|girl|lady|guy|guys|handyman|waitress|hostess|stewardess)`),
	}
	neutral = compile(`sjuksköterska|undersköterska|tandsköterska|barnsköterska|barnmorska|jordmor|jordemoder|sygeplejerske|jordmora|kvinne|kvinna|`+
		`ess|business|process|access|success|wellness|fitness|express|press|congress|human|german|roman|amen|specimen|`+
		`tar|sitar|altar|star|guitar|kantar|humor|tumor|rumor|finne|minne|linne|innmor|inde|linde|vinde|kinne`,
		`\w*(business|process|access|success|wellness|fitness|express|less|ness|dress|stress|press)`, `\w*(rumor|tumor|humor)`)
	reWord = regexp.MustCompile(`[\p{L}]+`)
)

// GenderedWords lists the words of a title that name one sex in the language of the text.
func GenderedWords(language, title string) []string {
	var out []string
	for _, w := range reWord.FindAllString(title, -1) {
		low := strings.ToLower(w)
		if whole(gendered[language], low) && !whole(neutral, low) {
			out = append(out, w)
		}
	}
	return out
}

// compile reads patterns in which \w means any letter. They match between word ends.
func compile(patterns ...string) []*regexp.Regexp {
	out := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		p = strings.ReplaceAll(p, `\w`, `\p{L}`)
		out[i] = regexp.MustCompile(`(^|[^\p{L}])(` + p + `)([^\p{L}]|$)`)
	}
	return out
}

func matches(all []*regexp.Regexp, text string) bool {
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ")
	for _, re := range all {
		if re.MatchString(text) {
			return true
		}
	}
	return false
}

// whole reports whether the one word is matched from end to end.
func whole(all []*regexp.Regexp, word string) bool {
	for _, re := range all {
		if m := re.FindStringSubmatch(word); m != nil && m[2] == word {
			return true
		}
	}
	return false
}
