package job

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/fault"
	"verv/internal/web"
)

// Step is one step of the way from application to answer.
type Step struct {
	Name string `json:"name"`
	Day  string `json:"day,omitempty"`  // expected, 2006-01-02; may be empty
	Week bool   `json:"week,omitempty"` // only the week of Day is known
	Who  string `json:"who,omitempty"`  // who meets or decides, by what they do
	Was  string `json:"was,omitempty"`  // the day that was announced first, when it has moved since
}

// tidySteps drops steps without a name; a week is kept as its Monday.
func tidySteps(steps []Step) []Step {
	var out []Step
	for _, s := range steps {
		if s.Name, s.Who = strings.TrimSpace(s.Name), strings.TrimSpace(s.Who); s.Name == "" {
			continue
		}
		if s.Day == "" {
			s.Week, s.Was = false, ""
		}
		if t, err := time.Parse(time.DateOnly, s.Day); err == nil && s.Week {
			s.Day = t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
		}
		out = append(out, s)
	}
	return out
}

func checkSteps(f *fault.Form, steps []Step) {
	if len(steps) > stepsMost {
		f.Add("step", "form.many", fault.Args{"Max": stepsMost})
	}
	for i, s := range steps {
		for name, text := range map[string]string{"step": s.Name, "stepwho": s.Who} {
			if utf8.RuneCountInString(text) > lineMax {
				f.Add(web.RowName(name, i), "form.long", fault.Args{"Max": lineMax})
			}
		}
		if s.Day != "" && !validDay(s.Day) || s.Was != "" && !validDay(s.Was) {
			f.Add(web.RowName("stepday", i), "form.date")
		}
	}
}

// slipped notes on each step the day that readers were told first, when it has another now. A step is known by its name. It is for jobs
// that everybody can read: what a draft said was told to nobody.
func slipped(before, after []Step) []Step {
	out := slices.Clone(after)
	for i := range out {
		out[i].Was = ""
		at := slices.IndexFunc(before, func(s Step) bool { return s.Name == out[i].Name })
		if at < 0 {
			continue
		}
		first := before[at].Was
		if first == "" {
			first = before[at].Day
		}
		if first != out[i].Day {
			out[i].Was = first
		}
	}
	return out
}

// usualSteps are what most employers do, in the language of the advertisement: texts of the catalogue by this name.
func usualSteps() []string { return []string{"read", "talk", "references", "answer"} }
