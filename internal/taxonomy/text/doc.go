// Package text breaks words of the labour market into what a search compares: folded letters, tokens, stems, parts of compounds and
// character n-grams; and it tells nb, nn, sv, da, fi and en apart on one line.
//
// Everything is pure: no file, no clock, no state that changes after it was made. All of it takes any bytes of any length and answers in
// time proportional to them. Folding is one rule for the index and for the query; the original text stays with whoever shows it.
package text
