// Package site keeps the job sites of the installation: the hosts and the prefix each answers to, its name, language, colour, logo,
// country, its texts about the legal entity behind it, and its reach: whose jobs it lists.
//
// A site has no states: it exists from its creation on, and nothing deletes one while jobs point at it. The first site that was
// created is the default one; it answers where no other is asked for by name.
//
// Everybody may read a site, only an operator may create or change one. Which site a request is for is looked up before anybody
// is known, so the whole register lies in memory and is read again after a fact said that it changed.
//
// A job has one home among the sites; others list it when their market wants it (Site.Lists). The package holds nothing about a person,
// and never reads a job: that is up to the houses further along.
package site
