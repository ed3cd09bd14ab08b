package text

// Dice is a small generator of numbers that look random and are the same for the same seed on every machine (SplitMix64). It is for training and
// measuring; nothing secret may come from it.
type Dice uint64

// Next is the next number.
func (d *Dice) Next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below is a number from 0 to n-1.
func (d *Dice) Below(n int) int { return int(d.Next() % uint64(n)) }

// Share is a number from 0 to just below 1.
func (d *Dice) Share() float64 { return float64(d.Next()>>11) / (1 << 53) }

// Order is the numbers below n, shuffled.
func (d *Dice) Order(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := d.Below(i + 1)
		out[i], out[j] = out[j], i
	}
	return out
}
