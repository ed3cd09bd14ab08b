package search

import (
	"fmt"
	"testing"

	"verv/internal/match/query"
	"verv/internal/promise/show"
)

// What was found is marked in what a card shows, and nowhere else: words that are searched and never shown are on no page.
func TestFoundIsShown(t *testing.T) {
	show.Show(t, "people.masked", "unshown-words-marked")
	c := Card{body: cardBody{Face: Face{Title: "Sykepleier på natt", Skills: []string{"Førstehjelp", "Nattarbeid"}}, Language: "nb", Roles: []string{"Hemmelig rolle"},
		Texts: []string{"Jeg var hemmelig agent."}}}
	for words, want := range map[string]string{
		"sykepleier":        "[{Sykepleier true} { på natt false}] []",
		"førstehjelp agent": "[] [{Førstehjelp true}]",
		"hemmelig agent":    "[] []",
		"":                  "[] []",
	} {
		n, err := query.Parse(words)
		if err != nil {
			t.Fatal(err)
		}
		title, more := c.found(n, "nb")
		if got := fmt.Sprint(title, " ", more); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
}
