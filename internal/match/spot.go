package match

import "math"

const earth = 6371.0 // km, the mean radius

// spot is a point as a unit vector: the chord between two of them needs no trigonometry, and is exact to half a metre.
type spot [3]float32

// nowhere is further from every spot than any circle reaches.
var nowhere = spot{9, 9, 9}

func spotOf(p Point) spot {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return spot{float32(math.Cos(lat) * math.Cos(lon)), float32(math.Cos(lat) * math.Sin(lon)), float32(math.Sin(lat))}
}

func spotsOf(points []Point) []spot {
	out := make([]spot, len(points))
	for i, p := range points {
		out[i] = spotOf(p)
	}
	return out
}

// chord is the square of the straight line between two spots.
func (s spot) chord(o spot) float32 {
	x, y, z := s[0]-o[0], s[1]-o[1], s[2]-o[2]
	return float32(x*x) + float32(y*y) + float32(z*z)
}

// reach is the chord of a way of km on the earth.
func reach(km float64) float32 {
	half := math.Sin(min(km/earth/2, math.Pi/2))
	return float32(4 * half * half)
}

// kilometres is the way on the earth over a chord.
func kilometres(chord float32) float64 {
	return 2 * earth * math.Asin(min(1, math.Sqrt(float64(chord))/2))
}
