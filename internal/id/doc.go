// Package id gives every noun its own identifier type, so that a job can never be passed where a candidate is meant.
//
// An identifier is a UUIDv7 (RFC 9562, section 5.7): it sorts by the moment it was made and says nothing else.
// It is a name, not a secret: whoever holds one may still read nothing without a grant. What must not be guessed
// (links in mail, sessions) is a token made by package crypt.
//
// A house declares its own noun once:
//
//	type noun struct{}
//	type ID = id.ID[noun]
package id
