// Package titles is advertisement titles in six languages with the unit groups that are right for them, written before and apart from the built-in
// vocabulary, which is measured on them and was never changed because of one.
package titles
