package world

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t *testing.T) World {
	t.Helper()
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestCounts(t *testing.T) {
	w := load(t)
	jobs, people, stages, perJob := map[string]int{}, map[string]int{}, map[Stage]int{}, map[string]int{}
	open := 0
	for _, j := range w.Jobs {
		jobs[j.Language]++
		if j.DeadlineDays == 0 {
			open++
		}
	}
	for _, c := range w.Candidates {
		people[c.Language]++
	}
	for _, a := range w.Applications {
		stages[a.Stage]++
		perJob[a.Job]++
	}
	wantMap(t, "jobs", jobs, map[string]int{"nb": 24, "nn": 4, "sv": 4, "da": 3, "fi": 3, "en": 2})
	wantMap(t, "candidates", people, map[string]int{"nb": 38, "nn": 4, "sv": 6, "da": 4, "fi": 4, "en": 4})
	if len(w.Employers) != 5 || open != 2 {
		t.Errorf("employers %d, jobs without deadline %d; want 5 and 2", len(w.Employers), open)
	}
	if n := len(w.Applications); n < 80 || n > 90 {
		t.Errorf("%d applications, want 80 to 90", n)
	}
	if len(stages) != 7 {
		t.Errorf("stages in use: %v, want all seven", stages)
	}
	most := 0
	for _, n := range perJob {
		most = max(most, n)
	}
	if most != 14 {
		t.Errorf("the busiest job has %d applicants, want 14", most)
	}
	t.Logf("stages %v", stages)
}

func wantMap(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s in %s: %d, want %d", what, k, got[k], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: languages %v", what, got)
	}
}

func TestEveryEmployerHasWork(t *testing.T) {
	w := load(t)
	jobs, applied := map[string]int{}, map[string]bool{}
	currencies, pers, kinds := map[string]bool{}, map[Per]bool{}, map[QuestionKind]bool{}
	for _, j := range w.Jobs {
		jobs[j.Employer]++
		currencies[j.Pay.Currency], pers[j.Pay.Per] = true, true
		for _, q := range j.Questions {
			kinds[q.Kind] = true
		}
	}
	for _, e := range w.Employers {
		if jobs[e.Key] < 4 {
			t.Errorf("employer %s has %d jobs", e.Key, jobs[e.Key])
		}
	}
	for _, a := range w.Applications {
		applied[a.Candidate] = true
	}
	for _, c := range w.Candidates {
		if !applied[c.Key] {
			t.Errorf("candidate %s applied nowhere", c.Key)
		}
	}
	if len(currencies) != 4 || len(pers) != 3 || len(kinds) != 5 {
		t.Errorf("currencies %v, spans %v, question kinds %v", currencies, pers, kinds)
	}
}

func TestFilesAreSmall(t *testing.T) {
	err := fs.WalkDir(embedded, "data", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Size() > 120_000 {
			t.Errorf("%s has %d bytes", path, info.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key": "[[job]]\nkey = \"a\"\ntitel = \"b\"\n",
		"broken TOML": "[[job\n",
		"wrong type":  "[[job]]\nposted_days = \"three\"\n",
	} {
		_, err := read(fstest.MapFS{"a.toml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), "a.toml") {
			t.Errorf("%s: error %v, want one that names the file", name, err)
		}
	}
	if _, err := read(fstest.MapFS{"a.toml": {Data: []byte("[[job]]\nkey = \"a\"\n")}}); err != nil {
		t.Errorf("a right file is refused: %v", err)
	}
}
