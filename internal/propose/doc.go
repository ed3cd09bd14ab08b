// Package propose ranks people for a job whose employer asks for it, and says why. It is the other side of package recommend.
//
// # States
//
// Nobody is ranked by themselves, and nobody by opening a page: a member presses a button on the page of an open job. A press is a run (Make): those who
// agreed to be proposed (search.House.Propose) and did not shut the employer out are compared with the job, and the twenty who suit best are kept as
// proposals, each with the parts of its score. A run says who pressed, when, by which version of the rules and of what (a SHA-256 of the job, and of each person); it can
// be worked out again (Again). A member may decide that somebody is not for this job, with a reason (Pass): the later runs of the job leave them out.
//
// A job shows its last run while it is open. Runs stay as the log that the law asks for, six months: a proposal in a dossier of its person, so that erasure takes
// it; the run itself names nobody who was compared, nor how many.
//
// # Who sees what
//
// Members who may search people, under the rules of people search: an employer that was looked up, so many cards a day, an access record for each page. Each card
// that is shown is read again in the store. The person reads who proposed them for what and why (Mine), and what was decided about them by nobody else than
// in the copy of their data. An employer that asked without its name is not named there either, until both said yes.
//
// # What it never does
//
// It decides nothing: a proposal is a card on a page, and a person writes to a person or does not (GDPR article 22; regulation (EU) 2024/1689, annex III, 4(a)).
// Name, contact, sex, age, origin and picture are in no type that is compared. Who objects, with one press, is in no run from then on, and no employer
// reads an earlier proposal any more.
package propose
