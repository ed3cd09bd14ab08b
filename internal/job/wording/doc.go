// Package wording reads an advertisement for words that keep good people from applying, or that the law forbids to ask for: age, gender,
// mother tongue, health, family, religion, origin, work without pay. It gives hints, each with the sentence, what could be said instead,
// and the law or guidance behind it.
//
// The rules are tables, one file a language. A pattern is a regular expression between word ends in which ~ stands for the letters that
// an ending or a compound adds. A sentence that welcomes ("regardless of age") is never hinted at, nor is one that the rule's own
// exception matches: a hint that is wrong costs the trust in all others, so a rule rather stays silent.
//
// It is pure: no store, no clock, no catalogue. The job house shows the hints beside the text; only what is plainly illegal can stop a
// job, and only where the operator has chosen so.
package wording
