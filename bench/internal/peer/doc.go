// Package peer is what the programs of this module do alike: read a workload, ask an engine, write its answers, print what it took
// (bench/README.md). A program says how its engine takes in records and how it is asked.
//
// Everything is asked twice. The first round writes the answers and warms caches, the second is measured.
package peer
