package match

import "slices"

// Part is a named part of a score between a job and a person.
type Part uint8

// The parts, in the order they are shown.
const (
	Occupations Part = iota
	SharedSkills
	Words
	Distance
	Languages
	Experience
	Pay
	Availability
	parts = 8
)

// Weights says how much each part counts; this is the one place. They are points of a hundred.
type Weights [parts]uint32

// DefaultWeights is what is used unless the caller says otherwise.
var DefaultWeights = Weights{Occupations: 30, SharedSkills: 25, Words: 10, Distance: 10, Languages: 10, Experience: 5, Pay: 5, Availability: 5}

func (p Part) String() string {
	return [...]string{"occupation", "skills", "words", "distance", "language", "experience", "pay", "availability"}[p]
}

// full is a part that is wholly met, and unknown one of which a side says nothing: neither for nor against.
const (
	full    = 1000
	unknown = 500
)

// shared is a saturating count, as in BM25: each further thing in common adds less. It is a table, because ranking reads it for every
// candidate.
type shared struct {
	shift uint
	of    [4096]uint16
}

func saturating(shift uint, half uint32) *shared {
	s := &shared{shift: shift}
	for i := range s.of {
		n := uint32(i) << shift
		s.of[i] = uint16(full * n / (n + half))
	}
	return s
}

func (s *shared) value(n uint32) uint32 { return uint32(s.of[min(n>>s.shift, uint32(len(s.of)-1))]) }

// Two rare skills in common make half of the part; so do four rare words.
var (
	skillsValue = saturating(3, 2*16*8)
	wordsValue  = saturating(8, 4*16*8*128)
)

// closeness is how near an occupation that is asked for stands to those somebody has: the share of its way up the tree that they have
// too, squared, so that a neighbour counts much and the same branch of trade little. Wu and Palmer's similarity, seen from the job.
func closeness(paths [][]uint32, has []uint32) uint32 {
	best := uint32(0)
	for _, p := range paths {
		common := uint32(0)
		for _, a := range p {
			if _, ok := slices.BinarySearch(has, a); ok {
				common++
			}
		}
		n := uint32(len(p))
		best = max(best, full*common*common/(n*n))
	}
	return best
}

// spoken is the share of the languages asked for.
func spoken(asked int, has int) uint32 {
	if asked == 0 {
		return full
	}
	return uint32(full * has / asked)
}

// way is full within 10 km and nothing from 100 km on.
func way(chord float32) uint32 {
	switch {
	case chord <= nearBy:
		return full
	case chord >= farOff:
		return 0
	}
	return uint32(full * (100 - kilometres(chord)) / 90)
}

var nearBy, farOff = reach(10), reach(100)

func experience(asked, has uint8) uint32 {
	if has >= asked {
		return full
	}
	return full * uint32(has) / uint32(asked)
}

// pay is nothing from a quarter below what is asked for.
func pay(offered, asked int32) uint32 {
	switch {
	case offered == 0 || asked == 0:
		return unknown
	case offered >= asked:
		return full
	}
	return uint32(max(0, full-4*full*int64(asked-offered)/int64(asked)))
}

// availability is nothing from ninety days after the start on. A job that names no day begins at once; a person who names none has not
// said.
func availability(start, available, today uint16) uint32 {
	if available == 0 {
		return unknown
	}
	late := int(max(available, today)) - int(max(start, today))
	return uint32(full * min(max(90-late, 0), 90) / 90)
}
