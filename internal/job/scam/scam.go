package scam

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Ad is what the signs are looked for in.
type Ad struct {
	Title, Text string // without markup
	Links       []string
	Employer    string
	Web         string // the employer's own address
	Verified    bool
	PayMax      int64 // in hundredths of Currency for each PayUnit; 0 is not stated
	PayUnit     string
	Currency    string
	Age         time.Duration // since the employer came
	Open        int           // how many jobs the employer has open
	Elsewhere   int           // how many other employers have the same text
	TakenDown   int           // how many jobs with the same text were taken down
}

// Signal is one sign.
type Signal struct {
	Name   string
	Weight int
}

// The weights add up. From Look on the operator sees the job, from Hold on nobody else does before that.
const (
	Look = 25
	Hold = 60
)

// The signs.
const (
	Fee       = "fee"       // money is asked for
	Bank      = "bank"      // an account, a card or a login to a bank is asked for
	Identity  = "identity"  // a national identity number or a copy of a passport is asked for
	Messenger = "messenger" // contact by a messaging app alone
	Freemail  = "freemail"  // a known employer answers from an address that anybody can have
	Shortened = "shortened" // a link hides where it leads
	Pay       = "pay"       // far more pay than such work brings
	SameText  = "sametext"  // several employers have the same text
	Again     = "again"     // a job with this text was taken down before
	Burst     = "burst"     // a new employer with many jobs
	Transfer  = "transfer"  // money or parcels are to be passed on: a mule
)

var weights = map[string]int{Fee: 60, Bank: 45, Identity: 30, Messenger: 35, Freemail: 30, Shortened: 25, Pay: 30, SameText: 35, Again: 60, Burst: 25, Transfer: 60}

// Names lists the signs, sorted.
func Names() []string {
	var out []string
	for n := range weights {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// Find lists the signs of an advertisement, the heaviest first.
func Find(ad Ad) []Signal {
	text := fold(ad.Title + ". " + ad.Text)
	var out []Signal
	add := func(name string, found bool) {
		if found {
			out = append(out, Signal{name, weights[name]})
		}
	}
	add(Fee, asks(fee, text))
	add(Bank, asks(bank, text))
	add(Identity, asks(identity, text))
	add(Transfer, asks(transfer, text))
	add(Messenger, onlyMessenger(text, ad.Links))
	add(Freemail, freemail(text, ad))
	add(Shortened, shortened(text, ad.Links))
	add(Pay, paysTooMuch(ad))
	add(SameText, ad.Elsewhere >= sameLeast)
	add(Again, ad.TakenDown > 0)
	add(Burst, !ad.Verified && ad.Age < burstAge && ad.Open >= burstJobs)
	slices.SortStableFunc(out, func(a, b Signal) int { return b.Weight - a.Weight })
	return out
}

// Score adds the weights.
func Score(all []Signal) (n int) {
	for _, s := range all {
		n += s.Weight
	}
	return n
}

const (
	sameLeast = 2 // one other employer may be the same one twice, or an agency's client
	burstAge  = 14 * 24 * time.Hour
	burstJobs = 10
)

func fold(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		return unicode.ToLower(c)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// asks reports whether one of the sentences asks for it. A sentence that says no ("you never pay") warns of a fraud.
func asks(what *regexp.Regexp, text string) bool {
	for sentence := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune(".!?;\n", c) }) {
		if what.MatchString(sentence) && !denies.MatchString(sentence) {
			return true
		}
	}
	return false
}

// words reads a pattern in which ~ is any run of letters; it begins and ends where words do.
func words(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\p{L}])(?:` + strings.ReplaceAll(pattern, "~", `\p{L}*`) + `)(?:[^\p{L}]|$)`)
}

var denies = words(`aldri|ikke|ikkje|ingen|inga|uten|utan|aldrig|inte|inga|inget|utan|ikke|intet|uden|ei|eivät|emme|koskaan|ilman|never|not|no|without|don't|won't|free of`)

const pays = `(?:betal~|innbetal~|inbetal~|indbetal~|overfør~|överför~|send~|sett~ inn|sätt~ in|skicka~|maksa~|siir~|pay~|transfer~|send~|deposit~)`

var fee = words(`(?:(?:registrerings|søknads|søker|kurs|opplærings|utstyrs|startpakke|registrerings|ansöknings|utbildnings|ansøgnings|registrerings|oplærings|startpakke|behandlings)(?:gebyr~|avgift~|depositum~))|` +
	`(?:rekisteröinti|hakemus|koulutus|aloitus|käsittely)maksu~|` +
	`(?:registration|application|training|processing|starter kit|visa|onboarding|equipment) (?:fee|deposit|charge)s?|` +
	pays + ` (?:[^ ]+ ){0,4}(?:gebyr~|avgift~|depositum~|deposition~|förskott~|forskudd~|forskud~|maksu~|ennakkomaksu~|fee|fees|deposit|advance)|` +
	`(?:kjøpe?|köpa?|købe?|osta~|buy|purchase) (?:[^ ]+ ){0,4}(?:startpakke~|startpaket~|aloituspakkau~|starter kit|starter pack|gavekort~|presentkort~|lahjakort~|gift cards?)`)

var bank = words(`(?:bankkonto~|kontonummer~|kontonumret|kortnummer~|kortnumret|kortopplysning~|kortuppgift~|kortoplysning~|bankid|mitid|nemid|pankkitunnu~|verkkopankki~|tilinumero~|korttinumero~|pankkikort~|bank account|account number|card number|cvc|cvv|online banking|bank login|iban) (?:[^ ]+ ){0,6}(?:søknad~|søker~|ansökan|ansöker|ansøg~|hakemu~|hakie~|haettaessa|application|apply|applying)|` +
	`(?:send~|oppgi~|legg ved|skicka~|uppge~|ange|bifoga~|oplys~|vedlæg~|lähetä~|ilmoita~|liitä~|send|provide|give|share|include|submit|enter) (?:[^ ]+ ){0,5}(?:bankkonto~|kontonummer~|kortnummer~|bankid|mitid|nemid|pankkitunnu~|verkkopankkitunnu~|tilinumero~|korttinumero~|bank account|account number|bank details|card number|card details|iban|bank login)`)

var identity = words(`(?:send~|oppgi~|legg ved|skicka~|uppge~|ange|bifoga~|oplys~|vedlæg~|lähetä~|ilmoita~|liitä~|provide|give|share|include|submit|attach|enter) (?:[^ ]+ ){0,5}(?:fødselsnummer~|fødselsnumme~|personnummer~|personnumret|cpr(?:-nummer~)?|henkilötunnu~|personbeteckning~|pass(?:et|ets)? kopi~|passkopi~|kopi av (?:pass~|legitimasjon~|id~)|kopia av (?:pass~|id~|legitimation~)|kopi af (?:pas|passet|id~)|passin kopio~|kopio passista|henkilökortin kopio~|social security number|national id~|identity number|passport copy|copy of your (?:passport|id))`)

var transfer = words(`(?:motta|ta imot|ta emot|modtage?|vastaanot~|receive) (?:[^ ]+ ){0,4}(?:penger|beløp|betalinger|pakker|pengar|betalningar|paket|penge|pakker|raha~|maksu~|paket~|money|payments|funds|parcels|packages) (?:[^ ]+ ){0,8}(?:videre|vidare|videresende?|vidarebefordra|eteenpäin|forward|onward|on to)|` +
	`(?:reshipping|re-shipping|repackage and ship|money transfer agent|payment agent|kryptobetaling~|kryptovaluta til|bitcoin (?:wallet|atm))`)

var (
	messengers = words(`whats ?app~|telegram~|signal|viber~|wechat~|line|messenger~|snapchat~|t\.me|wa\.me`)
	address    = regexp.MustCompile(`[\p{L}0-9._%+-]+@([\p{L}0-9.-]+\.\p{L}{2,})`)
	telephone  = regexp.MustCompile(`(?:\+|00)?\d[\d ]{6,}\d`)
	bare       = regexp.MustCompile(`(?:https?://|www\.)[^\s]+|\b[a-z0-9-]+\.(?:ly|gl|co|gd|me|cc|link)/[a-z0-9]+`)
	contacts   = words(`kontakt~|skriv~|ta kontakt|meld~|send~|søk~|sök~|hør~|kontakta~|ansök~|ansøg~|ota yhteyttä|lähetä~|hae|hakemu~|viesti~|contact~|write~|text|message~|apply|reach~`)
)

// onlyMessenger: a messaging app is named where one should write, and there is neither an address nor a web page beside it. The form of
// this site counts as no way to write, since a fraud leaves it there.
func onlyMessenger(text string, links []string) bool {
	for _, l := range links {
		if h := host(l); h == "wa.me" || h == "t.me" || h == "api.whatsapp.com" || h == "chat.whatsapp.com" {
			return true
		}
	}
	if address.MatchString(text) {
		return false
	}
	for sentence := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune("!?;\n", c) }) {
		for part := range strings.SplitSeq(sentence, ". ") {
			if messengers.MatchString(part) && contacts.MatchString(part) && !denies.MatchString(part) && named(part) {
				return true
			}
		}
	}
	return false
}

// named tells an app from the words signal and line in their own sense: those count beside a number only.
func named(part string) bool {
	return strongMessengers.MatchString(part) || telephone.MatchString(part)
}

var strongMessengers = words(`whats ?app~|telegram~|viber~|wechat~|snapchat~|t\.me|wa\.me`)

var freeHosts = []string{"gmail.com", "googlemail.com", "hotmail.com", "hotmail.no", "hotmail.se", "hotmail.dk", "outlook.com", "live.no", "live.se", "live.dk", "live.com",
	"yahoo.com", "yahoo.no", "yahoo.se", "yahoo.dk", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "mail.com", "mail.ru", "yandex.com", "yandex.ru",
	"luukku.com", "suomi24.fi", "online.no", "telia.com"}

// brands are employers whose name a fraud borrows, and which have addresses of their own.
var brands = []string{"equinor", "telenor", "dnb", "posten", "postnord", "ikea", "ericsson", "volvo", "spotify", "nordea", "kone", "nokia", "neste", "posti", "mærsk", "maersk",
	"novo nordisk", "lego", "vestas", "carlsberg", "danske bank", "swedbank", "sas", "norwegian", "finnair", "hydro", "aker", "statkraft", "vy", "h&m", "amazon", "google", "microsoft",
	"apple", "meta", "dhl", "fedex", "ups", "klarna", "rema 1000", "coop", "norgesgruppen", "schibsted", "telia", "kesko", "s-ryhmä", "prisma", "verisure", "securitas", "skatteetaten", "nav", "kommune", "kommun", "sykehus", "region"}

// freemail: the name of a known employer, or a public one, beside an address that anybody can have.
func freemail(text string, ad Ad) bool {
	found := false
	for _, m := range address.FindAllStringSubmatch(text, -1) {
		found = found || slices.Contains(freeHosts, strings.TrimSuffix(m[1], "."))
	}
	for _, l := range ad.Links {
		if rest, ok := strings.CutPrefix(strings.ToLower(l), "mailto:"); ok {
			_, h, _ := strings.Cut(rest, "@")
			h, _, _ = strings.Cut(h, "?")
			found = found || slices.Contains(freeHosts, h)
		}
	}
	if !found {
		return false
	}
	name := " " + strings.Join(strings.FieldsFunc(fold(ad.Employer), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '&' && c != '-' }), " ") + " "
	return slices.ContainsFunc(brands, func(b string) bool { return strings.Contains(name, " "+b+" ") })
}

var shorteners = []string{"bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "rebrand.ly", "rb.gy", "shorturl.at", "tiny.cc", "lnkd.in", "s.id", "v.gd", "t.ly"}

func shortened(text string, links []string) bool {
	for _, l := range append(bare.FindAllString(text, -1), links...) {
		if slices.Contains(shorteners, host(l)) {
			return true
		}
	}
	return false
}

func host(l string) string {
	if !strings.Contains(l, "://") {
		l = "https://" + l
	}
	u, err := url.Parse(l)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// Free reports whether anybody can have an address at the host.
func Free(host string) bool { return slices.Contains(freeHosts, strings.ToLower(host)) }
