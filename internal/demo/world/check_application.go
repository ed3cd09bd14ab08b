package world

import (
	"slices"
	"strconv"
	"strings"
)

func checkApplication(f *faults, ix index, a Application) {
	at := "application " + a.Candidate + " to " + a.Job
	_, known := ix.candidates[a.Candidate]
	f.unless(known, "%s: unknown candidate", at)
	j, known := ix.jobs[a.Job]
	if !known {
		f.add("%s: unknown job", at)
		return
	}
	f.unless(a.DaysAgo >= 0 && a.DaysAgo <= j.PostedDays, "%s: sent before the job was posted", at)
	words := len(strings.Fields(a.Letter))
	f.unless(words >= 35 && words <= 150, "%s: letter has %d words", at, words)
	checkStage(f, at, a, j)
	checkAnswers(f, at, a.Answers, j.Questions)
	for _, n := range a.Notes {
		f.unless(ix.employerOf[n.Member] == j.Employer, "%s: note by %q, no member of the employer", at, n.Member)
		f.unless(n.Score >= 1 && n.Score <= 5 && n.Text != "", "%s: note scores %d", at, n.Score)
		f.unless(n.DaysAgo >= 0 && n.DaysAgo <= a.DaysAgo, "%s: note is older than the application", at)
	}
	previous := a.DaysAgo
	for _, m := range a.Messages {
		f.unless(m.From == FromCandidate || ix.employerOf[m.From] == j.Employer, "%s: message from %q", at, m.From)
		f.unless((m.File == "") == (m.Says == ""), "%s: a file without words, or words without a file", at)
		f.unless(m.DaysAgo >= 0 && m.DaysAgo <= previous && m.Text != "", "%s: messages are not in order", at)
		previous = m.DaysAgo
	}
}

// checkStage refuses a world in which somebody was interviewed or chosen for a job that is read after its deadline,
// and one in which somebody got an answer without a word.
func checkStage(f *faults, at string, a Application, j Job) {
	stages := []Stage{New, Review, Interview, Offer, Hired, Rejected, Withdrawn}
	f.unless(slices.Contains(stages, a.Stage), "%s: stage %q", at, a.Stage)
	early := slices.Contains([]Stage{Interview, Offer, Hired}, a.Stage) && !j.Rolling
	f.unless(!early, "%s: %s before the deadline", at, a.Stage)
	f.unless(a.Stage != New || len(a.Notes)+len(a.Messages) == 0, "%s: new, but somebody wrote about it", at)
	told := slices.Contains([]Stage{Offer, Hired, Rejected}, a.Stage)
	f.unless(!told || len(a.Messages) > 0, "%s: %s without a message", at, a.Stage)
	f.unless(a.Stage != Withdrawn || (len(a.Messages) > 0 && a.Messages[0].From == FromCandidate),
		"%s: withdrawn without a word from the candidate", at)
}

func checkAnswers(f *faults, at string, answers map[string]string, questions []Question) {
	asked := map[string]bool{}
	for _, q := range questions {
		asked[q.Key] = true
		answer, given := answers[q.Key]
		f.unless(given || !q.Required, "%s: required question %q is not answered", at, q.Key)
		f.unless(!given || rightAnswer(q, answer), "%s: answer to %q is no %s", at, q.Key, q.Kind)
	}
	for key := range answers {
		f.unless(asked[key], "%s: answers %q, which nobody asked", at, key)
	}
}

func rightAnswer(q Question, answer string) bool {
	switch q.Kind {
	case YesNo:
		return answer == "yes" || answer == "no"
	case Choice:
		return slices.Contains(q.Options, answer)
	case Number, Date:
		n, err := strconv.Atoi(answer)
		return err == nil && n >= 0
	default:
		return strings.TrimSpace(answer) != ""
	}
}
