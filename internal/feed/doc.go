// Package feed gives open jobs to other programs and other pages: JSON Feed 1.1, RSS 2.0 and Indeed's XML for each site, the first two for
// each employer as well, and a list that an employer's own pages may show inside of theirs.
//
// It has no states and no tables: a feed is what the job house lists, in other words. A feed answers 304 to who has it already, names its
// language, and leads on to its next page. What it writes, package intake of another installation reads.
//
// Everybody may read a feed. The list inside other pages reads and sets no cookie, runs no script, and can be shown by the hosts alone
// that the employer named.
//
// It never names a person: an advertisement names an employer.
package feed
