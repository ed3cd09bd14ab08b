// Package intake reads job advertisements that come from outside: it turns bytes somebody else wrote into records that
// this house can trust the shape of, or into a refusal with a reason. It is pure: no store, no clock, no network.
//
// Read understands four forms and finds out by itself which one it has:
//
//   - schema.org JobPosting as JSON-LD: one object, an array, a @graph, or one object per line;
//   - the same inside an HTML page, in every <script type="application/ld+json">;
//   - JSON Feed 1.1, with the JobPosting fields that the feed lacks in an extension object _verv or _jobs;
//   - the Indeed XML feed (<source><job>...).
//
// # States of a record
//
// A record is either taken (error nil) or refused (a *fault.Fault whose key is the machine reason and begins with
// "job.intake."). Both carry their number in the file, the line they begin at and, where it could be read, the source's
// own id. A broken record never stops those that can still be read; a file that breaks off, or grows over its limit,
// gives one refusal for all that would have followed. What was taken but left something behind says so in Notes.
//
// # Who may call it
//
// Only the job room's import, and tests. The import keys records by source, id and Hash: equal Hash means unchanged.
//
// # What it never does
//
// It never takes the contact person of an advertisement (applicationContact, the feed's author, Indeed's email): those
// are personal data of a third person, who has not been told. The record notes that a contact was left out. It cannot
// see a name that the advertiser wrote into the running text. It never fetches a URL, follows a reference out of the
// file, expands an entity or keeps markup that could run. It never guesses a zone: a date without one stays a date.
package intake
