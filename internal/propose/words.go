package propose

import (
	"strings"

	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/recommend"
	webpage "verv/internal/web/page"
)

// bars are the parts of a proposal in words and as bars, with what is missing and what nobody said.
func bars(t *locale.Words, b Body) (out []webpage.Usage) {
	for i, v := range b.Parts {
		p := match.Part(i)
		s := b.Stands(p)
		u := webpage.Usage{Label: t.Say(partKey(p)), Words: t.Say("propose.part." + string(s))}
		if s != Unsaid {
			u.Value, u.Most = int64(v), 1000
			u.Words = t.Say("propose.part.figure", "Word", u.Words, "Value", int64(v), "Most", u.Most, "Weight", int64(b.Weights[i]))
		}
		out = append(out, u)
	}
	return out
}

// partKey is what a part is called: those who read are not always those who begin.
func partKey(p match.Part) string {
	if p == match.Availability {
		return "propose.part.start"
	}
	return "recommend.part." + p.String()
}

// related is from where on an occupation counts as one beside the job's.
const related = 400

// labels are the reasons for a list: what is met, then what is missing.
func labels(t *locale.Words, b Body) (out []webpage.Label) {
	add := func(color webpage.Color, key string, args ...any) {
		out = append(out, webpage.Label{Word: t.Say(key, args...), Color: color})
	}
	switch o := b.Parts[match.Occupations]; {
	case o >= met:
		add(webpage.Success, "recommend.why.occupation")
	case o >= related:
		add(webpage.Success, "recommend.why.related")
	}
	if len(b.Skills) > 0 {
		add(webpage.Success, "recommend.why.skills", "Skills", strings.Join(recommend.SkillNames(t.Lang(), b.Skills), ", "))
	}
	for _, p := range []match.Part{match.Distance, match.Languages} {
		if b.Stands(p) == Met && !(p == match.Distance && b.Anywhere) {
			add(webpage.Success, "propose.why."+p.String())
		}
	}
	for _, p := range []match.Part{match.Distance, match.Languages} {
		if b.Stands(p) == Lacks {
			add(webpage.Neutral, "propose.lacks."+p.String())
		}
	}
	return out
}

// common are sentences about what both sides have.
func common(t *locale.Words, b Body) (out []string) {
	if len(b.Skills) > 0 {
		out = append(out, t.Say("recommend.skills", "Skills", strings.Join(recommend.SkillNames(t.Lang(), b.Skills), ", ")))
	}
	if len(b.Words) > 0 {
		out = append(out, t.Say("recommend.words", "Words", strings.Join(b.Words, ", ")))
	}
	return out
}
