package workload

import (
	"math"
	"math/rand/v2"
)

// zipf draws ranks from 0 with probability 1/(rank+1)^s, by Vose's alias method.
type zipf struct {
	keep  []float64
	other []int32
}

func newZipf(n int, s float64) *zipf {
	z := &zipf{make([]float64, n), make([]int32, n)}
	sum := 0.0
	for i := range n {
		z.keep[i] = math.Pow(float64(i+1), -s)
		sum += z.keep[i]
	}
	var small, large []int32
	for i := range n {
		z.keep[i] *= float64(n) / sum
		if z.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		z.other[s] = l
		if z.keep[l] -= 1 - z.keep[s]; z.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		z.keep[i] = 1
	}
	return z
}

func (z *zipf) draw(r *rand.Rand) int {
	i := r.IntN(len(z.keep))
	if r.Float64() < z.keep[i] {
		return i
	}
	return int(z.other[i])
}
