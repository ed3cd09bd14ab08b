// Package plan keeps the plans of an installation: what an employer may have at once, and which employer is on which plan.
//
// # States
//
// A plan has a name in the operator's own words and a limit for each thing in Limits; a limit that is not set holds nothing back. A plan is
// current or archived. An archived one is given to nobody any more; whoever is on it stays on it. One current plan may be the standard: an
// employer that an operator adds or verifies starts on it.
//
// An employer is on one plan or on none, and on none nothing is limited: a firm that hosts Verv for itself never sees a plan.
//
// # How a limit holds
//
// Take stands in the use-case that takes a place, in its transaction and before it: opening a job, inviting a member, adding a client or a
// webhook. It locks the employer's line, so that of two at once one takes the last place. What is open when a plan shrinks stays open; nothing
// more is added until there is room.
//
// # Who may call it
//
// Operators keep the list and say who is on what. Members read their own employer's plan and use. Houses further along take places.
//
// # What it never does
//
// It never closes, removes or hides anything, and it knows no price: payment is no part of it.
package plan
