package application_test

import (
	"strconv"
	"strings"
	"testing"

	"verv/internal/store"
	"verv/internal/testbed"
)

// A page of a job's applications is as large with many as with few, says how many there are, and the spreadsheet has each once. How long it
// takes with five thousand is what BenchmarkPipeline measures.
func TestMany(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	member := r.as("member")
	sizes := map[string][]int{}
	for _, all := range []int{130, 260} {
		r.fill(130)
		rows := func(query string) int {
			t.Helper()
			a := member.get(r.table() + query)
			if a.Code != 200 {
				t.Fatalf("%s: %d", query, a.Code)
			}
			if !strings.Contains(a.text(), strconv.Itoa(all)) {
				t.Errorf("%q does not say that there are %d", query, all)
			}
			n := strings.Count(a.Body, `id="a-`)
			sizes[query] = append(sizes[query], n)
			return n
		}
		first := rows("")
		rows("?view=board")
		shown := first
		for page := 2; shown < all; page++ {
			n := strings.Count(member.get(r.table()+"?page="+strconv.Itoa(page)).Body, `id="a-`)
			if shown += n; n == 0 {
				t.Fatalf("%d of %d are on no page", all-shown, all)
			}
		}
		if lines := strings.Count(member.get("/employer/jobs/"+r.job.String()+"/applications.csv").Body, "\n"); lines != all+1 || shown != all {
			t.Errorf("%d: %d on pages, %d lines in the spreadsheet", all, shown, lines)
		}
	}
	for query, n := range sizes {
		if n[0] != n[1] || n[0] < 1 {
			t.Errorf("%q grows from %d to %d", query, n[0], n[1])
		}
	}
}
