package peer

import "math"

const earth = 6371.0 // km, the mean radius

// Spot is a place on the unit sphere. Within a circle is within a chord, which needs no trigonometry for each person.
func Spot(lat, lon float64) (x, y, z float64) {
	lat, lon = lat*math.Pi/180, lon*math.Pi/180
	return math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)
}

// Chord is the square of the straight line under a way of km on the ground.
func Chord(km float64) float64 {
	half := math.Sin(min(km/earth/2, math.Pi/2))
	return 4 * half * half
}
