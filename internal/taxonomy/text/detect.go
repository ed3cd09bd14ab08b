package text

import (
	"math"
	"unicode"
)

// Detector tells languages apart on one line, by the letters and words of texts whose language is known (naive Bayes over character
// n-grams and words). It knows only the languages that it was shown.
type Detector struct {
	langs []string
	total []float64
	seen  []map[Gram]float64
	kinds float64 // different grams in all languages
}

// Constants of the detector, chosen on the development half of testdata/detect.tsv.
const (
	detectLow   = 1    // letters of the shortest n-gram; not folded: the letters themselves are the best evidence
	detectHigh  = 5    // and of the longest
	wordWeight  = 3.0  // a whole word counts as so many n-grams
	smoothing   = 0.05 // added to every count
	typicalSeen = 40.0 // how often a typical word counts as seen
)

// typical are the small words of advertisements, which lists of occupations do not have.
var typical = map[string]string{
	"nb": "vi søker søkes til for og i på av med hos oss en et ny nytt stilling ledig fast vikariat heltid deltid ønskes har du lyst vår vårt våre noe er som ved blir leder ferie helg",
	"nn": "vi søkjer søkjast til for og i på av med hos oss ein eit ei ny nytt stilling ledig fast vikariat heiltid deltid ønskjer har du lyst vår vårt våre noko er som ved blir vert leiar ferie helg me ikkje kva korleis vil vere",
	"sv": "vi söker sökes till för och i på av med hos oss en ett ny nytt tjänst ledig tillsvidare vikariat heltid deltid har du lust vår vårt våra något är som vid blir ledare semester helg din nästa",
	"da": "vi søger søges til for og i på af med hos os en et ny nyt stilling ledig fast vikariat fuldtid deltid har du lyst vores noget er som ved bliver leder ferie weekend din næste",
	"fi": "haemme haetaan etsimme etsitään ja tai sekä uusi avoin työpaikka vakituinen määräaikainen sijaisuus kokoaikainen osa-aikainen kesätyö meille tiimiin oletko sinä kaupunki kunta sijainen",
	"en": "we are looking for wanted hiring and the of in at to with our your a an new position permanent temporary full-time part-time join team senior junior",
}

// NewDetector learns from pairs of language and text.
func NewDetector(langs []string, samples func(yield func(lang, s string) bool)) *Detector {
	d := &Detector{langs: langs, total: make([]float64, len(langs)), seen: make([]map[Gram]float64, len(langs))}
	at := map[string]int{}
	for i, l := range langs {
		at[l], d.seen[i] = i, map[Gram]float64{}
		d.learn(i, typical[l], typicalSeen)
	}
	for lang, s := range samples {
		if i, ok := at[lang]; ok {
			d.learn(i, s, 1)
		}
	}
	all := map[Gram]bool{}
	for _, m := range d.seen {
		for g := range m {
			all[g] = true
		}
	}
	d.kinds = float64(len(all))
	return d
}

func (d *Detector) learn(lang int, s string, n float64) {
	chars, words := evidence(s)
	for _, g := range append(chars, words...) {
		d.seen[lang][g] += n
		d.total[lang] += n
	}
}

// evidence is the n-grams and the words of a text in small letters, not folded.
func evidence(s string) (chars, words []Gram) {
	tokens := Tokens(Lower(cut(s)))
	for _, t := range tokens {
		words = append(words, Hash('w', t))
	}
	return Grams(nil, tokens, detectLow, detectHigh), words
}

// Detect is the likeliest language, and how likely it is among those known (0 to 1). A text without a letter has none.
func (d *Detector) Detect(s string) (lang string, share float64) {
	if !hasLetter(s) || len(d.langs) == 0 {
		return "", 0
	}
	chars, words := evidence(s)
	sums := make([]float64, len(d.langs))
	best := 0
	for i := range d.langs {
		floor := math.Log(d.total[i] + smoothing*d.kinds)
		for _, g := range chars {
			sums[i] += math.Log(d.seen[i][g]+smoothing) - floor
		}
		for _, g := range words {
			sums[i] += wordWeight * (math.Log(d.seen[i][g]+smoothing) - floor)
		}
		if sums[i] > sums[best] {
			best = i
		}
	}
	all := 0.0
	for _, x := range sums {
		all += math.Exp((x - sums[best]) / float64(len(chars)+1) * 4) // overlapping n-grams are no independent witnesses
	}
	return d.langs[best], 1 / all
}

func hasLetter(s string) bool {
	for _, r := range cut(s) {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}
