// Command verv is the whole of Verv: one binary, one verb for each thing its owner does.
//
// The verbs that touch the domain (setup, import, mail receive, demo) make their own grants, as web and tasks do; everything else is the
// houses' business.
package main
