// Package trial measures linking on what is at hand, without a benchmark of others.
//
// Leave one label out: an alternative label of an occupation is taken out of the index, and asked for; its concept is the right answer.
// Concepts are split by a hash of their address into a part for training, one for development and one for the test, so that no table
// has seen a label of a concept that is asked for, in any language, and no constant was chosen on the test part. Titles: the built-in vocabulary
// is asked for the unit group of advertisement titles that were written apart from it.
//
// It prints nothing, reads no file and trains with the seed that it is given.
package trial
