// Package message keeps what an employer and an applicant write to each other about one application.
//
// # States
//
// A message of a member waits fifteen seconds before its letter leaves; until then it can be taken back, files and all, and the person does not
// see it. A message of the person is there at once; the team is told that there is one, at each member's own pace, not what it says. Messages
// and their files lie in the application's dossier and end with it. What is new to a member is derived from the access records; the person
// says themselves that they have read a thread (See), and no employer is told.
//
// A Template is an employer's own text under a name, in one or more languages, with the merge fields of the reject texts. The reader's
// language picks the text (Texts.For). It is archived, and only then deleted: never under somebody's hands; of two who change it at once the second keeps
// what was typed.
//
// # What holds
//
// An attachment is what it is found to be, whatever it says it is: PDF, DOCX, PNG, JPEG or text, five of at most 5 MB. It is sealed before its
// message is written. Mail that comes in is handed to Receive; it is taken only for an address that was made here. From the address of the
// person it lands in the thread, with what it quotes folded; from any other it lies aside for the person alone, who says whether it is theirs
// (Claim). What a program sent by itself lands nowhere, and a loop stops at thirty a day.
//
// # How it grows
//
// A page of a thread costs one row for each message and one name for each file. The inbox and the marks of what is unread read the person's
// messages of half a year; at 50,000 of them in one employer that is the statement to look at first.
//
// # Who may call it
//
// Members within their employer: Write, WriteAll, Undo, Thread, TeamTalks, WalkTalks, Attach, Open and the templates. The person within themselves: Answer,
// Own, OwnTalks, See, Claim, Attach, Open. House application asks Said, Unread and UnreadOwn. The package never shows a member's name or
// address to the person, nor the person's address to a member.
package message
