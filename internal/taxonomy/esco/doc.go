// Package esco takes in what an operator imports beside the built-in taxonomy: the ESCO classification in its official CSV files and in
// the reduced layouts in which it is passed around, Norwegian postcodes, and places in the layout of GeoNames.
//
// A Corpus is made by a Reader from files and by Decode from what Encode wrote; then it does not change. Encoded, it carries version, sources and
// a checksum; a file that was cut or changed is refused whole. Reading is bounded in bytes, rows and label lengths, and a row that is wrong
// stops the import with file, line and column: half a classification is worse than the one before.
//
// ESCO is the European Commission's, reused under Decision 2011/833/EU. Nothing of it lies in the repository; wherever it is shown the
// sentence Attribution stands.
package esco
