// Package bare reads pages' worth of rows from an SQLite database of Verv with nothing in between: no grant, no scope, no record, no
// opened body. It is the other half of a comparison (verv bench web): what the same reads cost without what Verv does around them.
//
// It lies inside store because database drivers do. Cmd/verv alone may call it, on an installation that the benchmark has made for
// itself. It never writes, and never opens what is sealed: it has no keys.
package bare
