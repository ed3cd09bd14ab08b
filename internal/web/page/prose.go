package page

import (
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"
)

// reAway finds a link to another site in clean prose, whose only attributes are href and rel.
var reAway = regexp.MustCompile(`<a href="(https?://[^"]*)"(?: rel="[^"]*")?>(.*?)</a>`)

// Prose shows a text that somebody wrote. The markup must be clean (package prose); its links to other sites get what Away gives.
func Prose(t T, clean string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var mark strings.Builder
		if err := away(t).Render(ctx, &mark); err != nil {
			return err
		}
		_, err := io.WriteString(w, reAway.ReplaceAllStringFunc(clean, func(link string) string {
			m := reAway.FindStringSubmatch(link)
			return `<a class="ds-link" href="` + m[1] + `" rel="nofollow noreferrer noopener">` + m[2] + " " + mark.String() + "</a>"
		}))
		return err
	})
}
