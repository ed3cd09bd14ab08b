package server_test

import (
	"verv/internal/cv"
	"verv/internal/privacy"
)

// recommended ranks the open jobs for anna, who asks for it.
func (w *town) recommended() {
	w.T.Helper()
	var v cv.ID
	w.Must(v.UnmarshalText([]byte(w.ids["cv of "+anna])))
	r, err := w.Recommend.Make(w.T.Context(), w.grant(anna, privacy.Profile), w.Site.ID, v)
	w.Must(err)
	if len(r.Jobs) == 0 {
		w.T.Fatal("no job of the town suits anna")
	}
}
