package job

import "verv/internal/locale"

// Said is a filter in words, part by part; the name of its employer is the caller's to know.
func (f Filter) Said(t *locale.Words, employer string) []string {
	var out []string
	for _, p := range f.parts(t, employer) {
		out = append(out, p.label)
	}
	return out
}

// Facts are the points of an entry that a letter tells: place, form of employment, pay.
func (e Entry) Facts(t *locale.Words) []string {
	var out []string
	for _, s := range []string{e.EmployerName, e.Place, remoteText(t, e.Remote), KindText(t, e.Employment, e.Extent), PayText(t, e.Pay)} {
		if s != "" {
			out = append(out, s)
		}
	}
	if e.Deadline != "" {
		out = append(out, t.Say("job.deadline.on", "Date", lastDay(e.EndsAt)))
	}
	return out
}

// Address is the path of an advertisement's page.
func (e Entry) Address() string { return address(e.ID, e.Title) }
