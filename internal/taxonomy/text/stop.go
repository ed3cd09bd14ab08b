package text

import "strings"

// stops are the words that say nothing of what somebody does, in small letters.
var stops = map[string]map[string]bool{
	"nb": words("og i på for til av med en et ei den det de som eller ved hos om fra å er vi du våre vår din søker søkes innen mv m.v samt etc"),
	"nn": words("og i på for til av med ein eit ei den det dei som eller ved hos om frå å er vi du våre vår din søkjer søkjast innan mv samt etc"),
	"sv": words("och i på för till av med en ett den det de som eller vid hos om från att är vi du våra vår din söker sökes inom mm samt etc m.m"),
	"da": words("og i på for til af med en et den det de som eller ved hos om fra at er vi du vores din søger søges inden mv samt etc der"),
	"fi": words("ja tai sekä on että etsii haemme haetaan me sinä eli ym"),
	"en": words("and of the a an in on for to with or at by from as is we you our your"),
	"de": words("und der die das in im für zu zur von mit ein eine oder bei am auf"),
}

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// Stop says that a word in small letters carries no meaning of its own in that language.
func Stop(lang, word string) bool { return stops[lang][word] }
