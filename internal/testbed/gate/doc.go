// Package gate holds the inventory gates: what lies in a live database, on the disk, in the module graph and in the committed files is
// held against what the privacy lines and the lists beside them declare, in both directions. What nobody declared turns a test red on
// the day it is born. It consists of tests alone; each has its planted fault in testdata/faults (make mutate).
package gate
