package grow

import (
	"hash/fnv"
	"math/rand/v2"
)

// dice are thrown for one part of a world.
type dice struct{ *rand.Rand }

// throw makes the dice of a part: they depend on the seed and the part's name alone.
func throw(seed uint64, part string) dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part))
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// between gives a number from least to most, both included.
func (d dice) between(least, most int) int {
	if most <= least {
		return least
	}
	return least + d.IntN(most-least+1)
}

// chance is true in so many of a hundred throws.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// pick takes one of a list; of an empty list the zero value.
func pick[T any](d dice, all []T) T {
	if len(all) == 0 {
		var none T
		return none
	}
	return all[d.IntN(len(all))]
}

// some takes n of a list, in a new order; fewer where the list is shorter.
func some[T any](d dice, all []T, n int) []T {
	n = min(max(n, 0), len(all))
	out := make([]T, 0, n)
	for _, i := range d.Perm(len(all))[:n] {
		out = append(out, all[i])
	}
	return out
}

// usual takes one of a list whose first are the most usual.
func usual[T any](d dice, all []T) T {
	a, b := d.IntN(len(all)), d.IntN(len(all))
	return all[min(a, b)]
}

// weighted takes one of a list by weights.
func weighted[T any](d dice, all []T, weight func(T) int) (T, bool) {
	total := 0
	for _, v := range all {
		total += weight(v)
	}
	if total == 0 {
		var none T
		return none, false
	}
	n := d.IntN(total)
	for _, v := range all {
		if n -= weight(v); n < 0 {
			return v, true
		}
	}
	return all[len(all)-1], true
}
