package locale

import "verv/internal/fault"

// fallback is the sentence for a fault whose own key is missing.
var fallback = map[fault.Kind]string{
	fault.Internal: "fault.internal", fault.Invalid: "fault.form", fault.Malformed: "fault.malformed",
	fault.TooLarge: "fault.toolarge", fault.NotFound: "fault.notfound", fault.Withheld: "fault.notfound",
	fault.Gone: "fault.gone", fault.Conflict: "fault.conflict", fault.Login: "fault.login",
	fault.Confirm: "fault.confirm", fault.Limited: "fault.limited", fault.Locked: "fault.rests", fault.Unavailable: "fault.unavailable",
}

// Fault puts an error into words: one sentence, and one for each form field that is wrong (field name to sentence). An error
// that is no fault is told as our own mistake, without its text. No error is no words.
//
// NotFound and Withheld always say the same sentence, whatever key they carry: a stranger who could tell them apart would
// learn that there is something to find.
func (w *Words) Fault(err error) (sentence string, fields map[string]string) {
	f := fault.As(err)
	if f == nil {
		return "", nil
	}
	for _, d := range f.Fields {
		if fields == nil {
			fields = make(map[string]string, len(f.Fields))
		}
		fields[d.Name] = w.Say(d.Key, d.Args)
	}
	if f.Kind == fault.NotFound || f.Kind == fault.Withheld {
		return w.Say(fallback[fault.NotFound]), fields
	}
	if !w.Has(f.Key) {
		w.catalogue.miss(w.Tag, f.Key)
		return w.Say(fallback[f.Kind], "Count", max(1, len(f.Fields))), fields
	}
	return w.Say(f.Key, f.Args), fields
}
