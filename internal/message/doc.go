// Package message keeps what an employer and an applicant write to each other about one application.
//
// A message of a member waits fifteen seconds before its letter leaves; until then it can be taken back and the person does not see it.
// A message of the person is there at once; the team is told that there is one, not what it says. Messages lie in the application's
// dossier and end with it.
//
// Members write and read within their employer (Write, Undo, Thread), the person within themselves (Answer, Own). Mail that comes in is
// handed to Receive; it is taken only for an address that was made here and from the address of the person whose thread it is. The
// package never shows a member's name or address to the person, nor the person's address to a member.
package message
