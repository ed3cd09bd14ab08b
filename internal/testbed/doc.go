// Package testbed boots the whole house for tests: either engine, an injected clock, caught mail, people to act as, faults to
// plant, and the means to look at every byte that is left.
//
// It also computes, from the code itself, what is committed beside it: the footprints of all statements, DATA.md, and the first
// migration (see testbed/generate). It is never linked into the product; the street test holds that.
package testbed
