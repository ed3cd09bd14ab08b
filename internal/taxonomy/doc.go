// Package taxonomy is what Verv knows of the labour market without asking anybody: the groups of ISCO-08, occupations with the titles that
// people use, skills, terms (languages, licences, education, work time, employment, remote work, seniority) and the places of the Nordic
// countries, in nb, nn, sv, fi, da and en.
//
// The words lie in words/*.tsv, are marked "source: general knowledge" and were written for Verv; nothing in them is copied from a classification of
// others. BuiltIn parses them once, when first asked. A Taxonomy does not change after it was read and may be used by any number of goroutines.
//
// Below it: text (folding, stems, compounds, language), esco (what an operator imports), link (titles to concepts), trial (how well that
// goes). The room is a pure leaf: no store, no network, no clock, and nothing about persons.
package taxonomy
