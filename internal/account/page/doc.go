// Package page shows the account: the doors to it, and its settings. Its parts take words and values and know nothing of sessions or of
// the store. Every page works without JavaScript.
package page
