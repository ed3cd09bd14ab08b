// Package analysis reads texts of the labour market for the matching engine: it makes terms of words (match.Analyzer), knows what stands
// above an occupation or a place (match.Tree), and finds the occupation of a title, the municipality of an address, and the skills,
// licences and education that a text names. Everything comes from the built-in taxonomy.
//
// # Terms
//
// A word is given whole and folded. Stacked on it stands its stem and, where a document is read, the stems of its parts if it is a compound:
// "lastebilsjåfør" is found by "sjåfør", and "lastebil sjåfør" finds it. A query is not taken apart: who asks for a lorry driver does not
// ask for every driver. Small words that say nothing are left out on both sides. What is derived is folded as well and has no
// language, so that a Swedish advertisement is found by a Norwegian stem where both are the same.
//
// # Cost
//
// What a word becomes is remembered, up to a bound. A text of 300 words takes about 20 µs where its words are known (BenchmarkIndex).
package analysis
