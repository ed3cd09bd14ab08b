// Package recommend ranks the open jobs of a site for a candidate who asks for it, and says why.
//
// # States
//
// Nobody is ranked by themselves: there is nothing until the person presses the button. A press is a run: what the person's profile and CV say is
// compared with every open job of the site (match.RankJobs), and those of the twenty best that suit by occupation or skills are kept with each part of their scores, the version of the rules and
// a hash of what went in. So a run says which wishes it met, and can be worked out again (Again). A run stays until the person stops, which is one
// press and deletes all of them; of more than runsMost the oldest goes. A profile that ends takes its runs along: they lie in the same dossier.
//
// # What goes in
//
// What people search would index of a visible person (search.Person): words about work, occupations, place, skills, languages, years, first day. Name, contact,
// sex, age, origin and picture are not in the type that is compared, and a test swaps them.
//
// # Who may call it
//
// The person alone: Make, Last, Explain, Again, Stop. No employer, officer or operator has a way to a run, and no ranking of this house decides
// anything: whoever is recommended applies like everybody (GDPR article 22; regulation (EU) 2024/1689, annex III, 4(a)).
package recommend
