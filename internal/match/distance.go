package match

// around calls each for the words that share their first or second byte, or have them swapped: one slip leaves at least that.
func (x *lexicon) around(word string, each func(atom uint32, word string)) {
	if len(word) < 2 {
		return
	}
	for b, atoms := range x.begin {
		if b[0] != word[0] && b[1] != word[1] && b[0] != word[1] && b[1] != word[0] {
			continue
		}
		for _, a := range atoms {
			each(a, x.name(a))
		}
	}
}

// distance counts the slips between two words (Damerau and Levenshtein, with each place touched once), and stops beyond most.
func distance(a, b string, most int) int {
	if len(a)-len(b) > 4*most || len(b)-len(a) > 4*most {
		return most + 1 // a letter has four bytes at most
	}
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) > most || len(t)-len(s) > most {
		return most + 1
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		least := row[0]
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
