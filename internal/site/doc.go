// Package site keeps the job sites of the installation: the hosts each answers to, its name, language, accent, country and the
// text about the legal entity behind it.
//
// A site has no states: it exists from its creation on, and nothing deletes one while jobs point at it. The first site that was
// created is the default one; it answers where no other is asked for by name.
//
// Everybody may read a site, only an operator may create or change one. Which site a request is for is looked up before anybody
// is known, so the whole register lies in memory and is read again after a fact said that it changed.
//
// The package holds nothing about a person, and never decides what is shown on a site: that is up to the houses further along.
package site
