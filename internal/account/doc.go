// Package account is the login of one person: address, password, second factor, sessions, one-time links, and the personas that the
// person is here.
//
// An account is unconfirmed (made by a sign-up, an application or an invitation; ends after 72 hours by its retention class), then
// confirmed (a link in a mail was used; ends with inactivity, the clock moves at most once a day). Its subject is the account's own
// and has the account's identifier. The keystore alone knows which account holds an address: a claim without a row, left by a crash, is
// built up by whoever comes next under the identifier that the claim names.
//
// Each persona is its own subject and has its own copy of address, name and language in a dossier of its own (table reach).
// The copy is chosen over a reference because a persona must be readable within its own scope, and because erasing one persona
// must leave the other whole. The task account.copy keeps the copies true to the account.
//
// A session is half (password right, second factor still to come: it is a visitor's), then whole. Its token is new at each log-in,
// second step and change of persona. A link is used once, by POST; opening it changes nothing. Known and unknown addresses go the same way:
// one hash, one answer; only the mail tells the truth.
//
// What waits at an edge: whoever knows an address can shut the password of its account for a while by failing on purpose; the link by
// mail stays open. A password chosen before the address was confirmed is dropped when a second sign-up for the address follows, so that nobody
// can lay a password under somebody else's account.
//
// Houses further along call Guest, Confirmed, Address, Invite, NewLink, Follow; package server calls SessionByToken; rights calls
// Personas and Leave; the ledger calls Addresses and Release; cmd/verv calls Bootstrap and EnterAs. The package never logs, never shows whether an address is known, never
// keeps a token or an address in clear, and never calls a house after it.
package account
