package job

import (
	"verv/internal/employer/prose"
	view "verv/internal/job/page"
	"verv/internal/job/wording"
	"verv/internal/locale"
)

// hints are quiet words on how a job is said, in the reader's language; what could be said instead is in the language of the text.
func hints(w *locale.Words, c Content) []view.Hint {
	var out []view.Hint
	for _, h := range wording.Find(c.Language, c.Title+"\n"+prose.Plain(c.Text)) {
		v := view.Hint{Kind: w.Say("job.wording.kind." + string(h.Kind)), Found: h.Found, Around: h.Sentence, Lang: c.Language,
			Instead: w.Say("job.wording.instead", "Text", h.Instead), Source: w.Say("job.wording.source", "Source", h.Source)}
		if h.Illegal {
			v.Illegal = w.Say("job.wording.illegal")
		}
		out = append(out, v)
	}
	return out
}
