package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// forms are the spellings of each form of employment in the formats and in the languages served.
var forms = map[Employment]string{
	Permanent: "permanent|fast|fast stilling|fast ansettelse|fast tilsetjing|fast tilsetting|tillsvidare|tillsvidareanställning|fastansættelse|vakituinen|toistaiseksi voimassa oleva",
	FullTime:  "full time|fulltime|full|heltid|heltidsstilling|heltidsanställning|fuldtid|kokoaikainen|kokopäivätyö|kokoaikatyö",
	PartTime:  "part time|parttime|part|deltid|deltidsstilling|deltidsanställning|osa-aikainen|osa aikainen|osa-aikatyö",
	Temporary: "temporary|temp|seasonal|vikariat|vikar|midlertidig|mellombels|visstid|visstidsanställning|tidsbegränsad|tidsbegrænset|engasjement|sesong|sommerjobb|sommarjobb|sommarjobba|sæson|säsongsjobb|määräaikainen|kausityö|kesätyö|fixed term",
	Contract:  "contract|contractor|freelance|konsulent|oppdrag|uppdrag|konsult|freelancer|toimeksianto",
	Intern:    "intern|internship|praktikant|praktik|praksis|traineestilling|trainee|harjoittelu|harjoittelija|lærling|lærlingeplass|lärling|apprenticeship|oppisopimus",
	Volunteer: "volunteer|frivillig|volontär|vapaaehtoinen|vapaaehtoistyö",
	PerDiem:   "per diem|perdiem|tilkalling|tilkallingsvikar|ekstrahjelp|timanställning|timlön|tilkaldevikar|tarvittaessa työhön kutsuttava|nollatuntisopimus",
	Other:     "other|annet|anna|annat|andet|muu",
}

var formOfWord = func() map[string]Employment {
	m := map[string]Employment{}
	for form, words := range forms {
		for w := range strings.SplitSeq(words, "|") {
			m[w] = form
		}
	}
	return m
}()

// employmentOf is the form that a word stands for, Other for one that is not known, empty for none.
func employmentOf(s string) Employment {
	s = s[strings.LastIndexByte(s, '/')+1:] // schema.org/FULL_TIME
	s = strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '_' || r == ' ' || r == '\t' }), " "))
	s = strings.TrimSpace(percent.ReplaceAllString(s, ""))
	if s == "" {
		return ""
	}
	if e, ok := formOfWord[s]; ok {
		return e
	}
	if e, ok := formOfWord[strings.ReplaceAll(s, "-", " ")]; ok {
		return e
	}
	return Other
}

func (r *Record) addEmployment(s string) {
	for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == ';' || c == '|' }) {
		e := employmentOf(part)
		if e == "" || len(r.Employment) >= 10 {
			continue
		}
		known := false
		for _, have := range r.Employment {
			known = known || have == e
		}
		if !known {
			r.Employment = append(r.Employment, e)
		}
	}
}

var percent = regexp.MustCompile(`(\d{1,3})(?:\s*%?\s*[-–]\s*(\d{1,3}))?\s*(?:%|prosent|procent|prosenttia)`)

// parseExtent finds a share of full time in the first text that names one: "80 %", "50–100 %".
func parseExtent(texts ...string) Extent {
	for _, s := range texts {
		m := percent.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		lo, _ := strconv.Atoi(m[1])
		hi := lo
		if m[2] != "" {
			hi, _ = strconv.Atoi(m[2])
		}
		if lo >= 1 && lo <= hi && hi <= 100 {
			return Extent{lo, hi}
		}
	}
	return Extent{}
}
