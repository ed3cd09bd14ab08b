// Package grow makes the worlds of the full demonstration out of what package trade knows: sites with employers, advertisements,
// candidates with their working lives, and what became of their applications. The hand-written world is part of the first of them.
//
// The same seed and day give the same worlds. Each part draws from dice of its own, so that a sentence more in one language moves nothing
// in another. Advertisements of one language are thrown again until none shares more than half of its five-word runs with another
// (see Overlap); what cannot be made different enough is an error and not a near copy.
//
// Nothing here knows the store: package world says what a world is and checks it, and verv demo seeds it.
package grow
