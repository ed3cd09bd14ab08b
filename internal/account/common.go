package account

import "strings"

// commonWords are what people choose when they are asked for a password, in the languages of Verv: written down from experience of what is
// tried first, not copied from a leaked list.
const commonWords = `
password passord passordet lösenord losenord salasana adgangskode kodeord kodeordet hemmelig hemlig salainen secret
admin administrator root user bruker användare anvandare bruger guest gjest gäst test testing tester demo default
login logg inn logginn innlogging welcome velkommen välkommen valkommen tervetuloa hello hallo hei hej heihei hejhej moi terve
qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qaz wsx edc qazwsx
abc abcd abcde abcdef abcdefgh xyz iloveyou love elsker jegelskerdeg jagälskardig kjærlighet kärlek rakkaus
summer winter autumn spring sommer vinter høst host vår vaar sommar höst kesä kesa talvi syksy kevät forår efterår
january february march april may june july august september october november december
januar februar mars mai juni juli oktober desember januari februari maj augusti tammikuu helmikuu maaliskuu huhtikuu toukokuu
kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu marts
monday tuesday wednesday thursday friday saturday sunday mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag
oslo bergen trondheim stavanger stockholm göteborg malmö helsinki tampere turku københavn copenhagen aarhus norge noreg norway
sverige sweden suomi finland danmark denmark nordic norden
football fotball fotboll fodbold jalkapallo hockey brann rosenborg liverpool manchester united arsenal chelsea
master dragon monkey superman batman princess prinsesse prinsessa ninja shadow sunshine star wars starwars pokemon
letmein open sesame changeme change me trustno freedom whatever access system server computer internet google facebook apple samsung
hunter killer soccer baseball basketball jordan michael jennifer daniel thomas charlie robert andrew
mamma pappa mor far mamma1 äiti isä jesus gud god hund katt kissa koira kat perkele faen helvete satan
job jobb jobber arbeid arbete työ arbejde career karriere recruiting rekruttering søknad ansökan hakemus kandidat candidate
verv the and my min mitt mine ditt din er is are i you jeg du
`

var common, longestCommon = func() (map[string]bool, int) {
	set, longest := map[string]bool{}, 0
	for _, w := range strings.Fields(commonWords) {
		set[w] = true
		longest = max(longest, len(w))
	}
	return set, longest
}()
