package match

import "slices"

// inOrder says whether a text (atom<<1 | stacked) has, side by side, one of each set of alternatives. Gaps are atom 0 and match nothing.
func inOrder(text []uint32, seq [][]uint32) bool {
	for i := range text {
		if text[i]&1 == 0 && beginsHere(text[i:], seq) {
			return true
		}
	}
	return false
}

func beginsHere(text []uint32, seq [][]uint32) bool {
	for _, want := range seq {
		found := false
		for i := 0; i < len(text) && (i == 0 || text[i]&1 == 1); i++ {
			found = found || slices.Contains(want, text[i]>>1)
		}
		if !found {
			return false
		}
		// on to the next place
		next := 1
		for next < len(text) && text[next]&1 == 1 {
			next++
		}
		text = text[min(next, len(text)):]
	}
	return true
}
