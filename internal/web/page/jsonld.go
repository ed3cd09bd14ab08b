package page

import (
	"encoding/json"
	"strings"

	"github.com/a-h/templ"
)

// inScript replaces what could end a script element or start a comment in it. Inside JSON these characters occur in
// strings only, where \u escapes mean the same.
var inScript = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`, "\u2028", `\u2028`, "\u2029", `\u2029`)

// jsonld is a data block: browsers do not run it and Content-Security-Policy does not look at it. What is not JSON is
// left out, since nobody could read it anyway.
func jsonld(text string) templ.Component {
	if !json.Valid([]byte(text)) {
		return templ.NopComponent
	}
	return templ.Raw(`<script type="application/ld+json">` + inScript.Replace(text) + `</script>`)
}
