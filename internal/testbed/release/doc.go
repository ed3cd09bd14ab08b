// Command release makes what goes out: for each platform one static binary in an archive with licences, notices of other people's work, a
// bill of materials (CycloneDX 1.6), the documentation and what systemd needs, and SHA256SUMS over all. Run it by make release.
//
// The same commit gives the same bytes, wherever and whenever it is built by the same Go: paths are trimmed, times are those of the commit,
// and archives are written in one order. -twice builds one platform once more, in another folder and with an empty cache, and compares.
//
// It never publishes anything, and refuses a work tree with changes, because nobody could build that again.
package main
