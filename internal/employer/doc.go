// Package employer keeps who hires: the public profile of each employer, and its team.
//
// # States
//
// An employer is unverified (an import read its name in an advertisement) or verified (an operator has looked it up by its register
// number). A member is invited, then joined, then ended; the row stays until its dossier ends, so that what the member wrote keeps
// an author. An employer has at least one owner at any time after the first has joined.
//
// An employer has settings (Setting): whether jobs are approved before they open, after how many days a closed job is archived, and
// whether it is an agency. An agency keeps a list of clients (Clients); one that leaves the list stays with the jobs that name it.
//
// An employer is open until an operator closes it for good (Close). A closed one has no page and no team; open jobs are closed, and whoever
// applied is told. Its name stays for the applications that name it.
//
// # Who may call it
//
// Everybody may read a profile. Owners change it and the settings, invite, remove and change roles. Operators create and verify. The import of jobs
// finds or adds unverified employers (Match). Houses further along ask for names (Name, Members).
//
// # What it never does
//
// It never keeps an address of a member: that is the account house's. It never shows a member to the public. It never says whether
// an address that was invited had an account.
package employer
