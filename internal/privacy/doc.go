// Package privacy says why: the purposes for which data may be used, their legal basis, the categories of data, how long
// each class is kept, and the inventory of every column of every table. It mints grants.
//
// A grant is the unforgeable proof that an actor may act for a purpose within a scope. Its fields are unexported, its zero
// value is refused everywhere, and Authorize is the one place that makes one. Authorize is called by packages web, task
// and testbed, by incoming mail, and by the verbs of cmd/verv that touch the domain; a street test holds that line.
//
// The inventory is read from the privacy lines in each room's schema.sql. A column without a line does not compile into a
// running Verv: store.Open refuses it and the inventory gate names it. From the lines come the record of processing
// activities (GDPR article 30), the export (15 and 20), the erasure plan (17) and the retention sweep (5(1)(e)).
//
// The package knows no table and opens nothing.
package privacy
