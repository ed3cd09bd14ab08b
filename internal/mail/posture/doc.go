// Package posture says how the domains of this installation stand with other mail servers: whether SPF (RFC 7208), DKIM (RFC 6376) and DMARC
// (RFC 7489) are published as they must be for letters to arrive, and whether replies find their way in by MX.
//
// It asks the resolver that it is handed for records of our own domains alone, judges them, and says what to publish. Records come from
// outside: the parsers are bounded and take nothing for granted. It keeps nothing, and never asks about anybody who gets a letter.
package posture
