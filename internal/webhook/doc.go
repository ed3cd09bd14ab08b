// Package webhook tells an employer's own systems what happened: a signed POST for each fact that they asked to hear of.
//
// # States
//
// A webhook is open until a member ends it, its receiver answers Gone, or it has failed for five days on end. A delivery waits, is
// delivered, or has failed for good after its last try; it can be sent again from the log, which is kept for thirty days.
//
// # What holds
//
// The message is the one of Standard Webhooks 1.0: webhook-id (the same in every try), webhook-timestamp, and webhook-signature over the
// three of them. It holds a kind, a moment and identifiers, never a word about a person: what happened is fetched by the API, where
// permission, purpose and access records are. The secret is derived from the installation's root key, so that no copy of the database
// holds it; a new one signs beside the old one for a day.
//
// Facts are read by a cursor that moves in the transaction that writes the deliveries: each fact makes at most one delivery for a
// webhook, and a kill loses none. A receiver must stand hearing the same delivery twice, and hearing two in another order.
//
// # Who may call whom
//
// Owners add and end webhooks of their employer. The operator says which hosts may be called at all (webhook.hosts); without that there
// are none. An address is called by https, without redirects, and only when it is public, so that no employer can reach into the
// operator's network (webhook.networks names exceptions).
package webhook
