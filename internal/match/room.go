package match

// room is where an alert is made into bytes: what it takes is used again for the next, with nothing of the one before in it.
type room struct {
	plans  []*plan
	used   int
	parts  []*plan
	keys   []uint32
	record []byte
}

// take is a plan to be filled. Without a room it is a new one.
func (r *room) take(o op) *plan {
	if r == nil {
		return &plan{op: o}
	}
	if r.used == len(r.plans) {
		r.plans = append(r.plans, new(plan))
	}
	p := r.plans[r.used]
	r.used++
	p.op = o
	return p
}

// roomKept is how many plans are kept: one alert may be very large, and the next are not.
const roomKept = 1 << 10

// done leaves nothing of an alert behind.
func (r *room) done() {
	for _, p := range r.plans[:r.used] {
		clear(p.kids)
		clear(p.atoms)
		kids, atoms, weights := p.kids[:0], p.atoms[:0], p.weights[:0]
		*p = plan{}
		p.kids, p.atoms, p.weights = kids, atoms, weights
	}
	r.used = 0
	clear(r.parts[:cap(r.parts)])
	clear(r.keys[:cap(r.keys)])
	clear(r.record[:cap(r.record)])
	if len(r.plans) > roomKept || cap(r.record) > 16*roomKept {
		*r = room{}
	}
}
