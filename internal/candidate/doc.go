// Package candidate keeps what a person who seeks work says of themselves: name, headline, place, telephone, links.
//
// A profile is unconfirmed (it came with a CV that somebody brought in; it ends after 72 hours with its dossier), then own (class
// self; the clock starts anew at each use, at most once a day). It is private: nobody but the person sees it, and an employer
// sees what an application carries, never the profile itself.
//
// The person's address is the account house's and is not copied here. How to be reached lies in another body than the working
// life, because their purposes differ.
//
// Houses cv and application call Find, Ensure and Touch within their own transactions. The package never shows a profile to
// anybody else, never lists people, and has no statement that could.
package candidate
