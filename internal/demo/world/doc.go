// Package world is the small seeded world of the demo, kept as data: one site, five employers with their members,
// forty advertisements, sixty candidates with their working lives, and what the candidates sent to the employers.
//
// Everything here is invented. No person, employer, school or address is real: web and e-mail addresses end in .example
// (RFC 2606, section 3), register numbers have a right check digit but come from series that no register has given out
// (neverGiven), and telephone numbers are either the Swedish series kept for fiction
// (PTS, 070-1740605 to 070-1740699) or lie outside the numbering plan of their country. Towns and postcodes are real,
// except the municipality Tindvik, which is on no map.
//
// Nothing here knows a date of today. What follows the day on which the demo is seeded is a number of days from that
// day: ahead of it (deadlines, starts) or before it (when an application came). Only working lives have dates, and they
// end in 2026. Where a text names a month, it is written as in late autumn: a world seeded in June still speaks of winter.
//
// Whoever seeds or describes the demo may call Load. The package reads nothing but its embedded files, writes nothing,
// and holds nothing that somebody seeds into a production installation.
package world
