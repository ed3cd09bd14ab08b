// Package consent keeps what people agreed to, as events that are only ever added: given or withdrawn, when, in which words, in which
// language, on which page, for whom, until when (GDPR article 7(1); ISO/IEC TS 27560).
//
// The present state is a fold over the events: the last one counts, and one that has run out counts as withdrawn. Nothing but a
// person's own act makes an event: visiting, staying and silence make none. Terms of use are no consent and have no topic here.
//
// Any house may ask (Holds); only the person gives and withdraws. A withdrawal holds for the very next transaction.
//
// A topic may let a retention class live longer (Clock): the dossier that the person spoke of ends with the consent instead of on its ordinary
// date, and goes back to that date in the transaction in which the consent is withdrawn.
//
// A purpose may rest on consent alone (Covers): the store opens and closes a body for it only while the person agrees, and what is kept for it
// ends by a task when they no longer do.
package consent
