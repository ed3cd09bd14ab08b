// Package link finds the concepts that a title in one language means.
//
// A query is compared with the labels of every imported language by characters and words (index), and with every concept by a small table of
// hashed n-grams that was trained on the labels (Table, Train). The parts are added with the weights in weight.go, each concept is listed once with
// its best label, and the group rule puts an occupation before a group of nearly the same name. docs/decisions has the constants with their figures.
//
// A Linker does not change after New and may be used by any number of goroutines. It reads no file and knows no person: titles are
// neither kept nor counted.
package link
