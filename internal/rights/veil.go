package rights

import (
	"slices"

	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/search"
)

// An employer that asked a person without its name stays unnamed on every page and in every copy of what is held, until both have said yes. The person
// reads what it does, that it was looked up, and each time it read; who it is stands in the access records, which the privacy officer reads.

// betrays are the columns that name an employer or its job.
var betrays = []string{"employer_id", "job_id", "run_id", "by_id"}

// veil takes the name of the holder out of what is held.
func (v *Held) veil(veils search.Veils) {
	if !slices.Contains(search.Classes(), v.Class) || !veils.Has(v.Employer) {
		return
	}
	v.veiled, v.Holder = true, ""
	if v.Class == privacy.ClassProposal {
		v.Thing = "" // a run, which is the employer's
	}
	for _, row := range v.rows {
		for _, name := range betrays {
			delete(row.Values, name)
		}
	}
}

// Name puts in the reader's language what stands in place of a name that must not be told. Until it is called there is none.
func (o *Overview) Name(t *locale.Words) {
	for i := range o.Held {
		if x := &o.Held[i]; x.veiled {
			x.Holder = search.Unnamed(t, o.veils[x.Employer])
		}
	}
	for i := range o.Reads {
		if x := &o.Reads[i]; x.veiled {
			x.Employer = search.Unnamed(t, o.veils[x.who.employer])
		}
	}
}

// holder is who has a part of a plan, in the reader's language; empty is the operator.
func (p Part) holder(t *locale.Words) string {
	if p.Veiled {
		return search.Unnamed(t, p.Branch)
	}
	return p.Holder
}
