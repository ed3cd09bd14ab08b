// Package page holds the parts that every page of Verv is made of: the frame (Layout), headings, cards, forms, tables
// and the lines that say who sees what. Houses on the street compose them in their own page folders.
//
// Parts are templ components. They know nothing of requests, sessions or the store: they take values and words that
// are already in the reader's language, or a T for the few sentences they say themselves (catalogue file page.toml).
// They have no state. Each works without JavaScript and under a Content-Security-Policy without 'unsafe-*': no inline
// script, no style attribute, no event attribute. The markup follows Designsystemet (ds-* classes, data-color,
// data-variant); what is Verv's own has v-* classes from assets/css.
//
// The package never reads personal data, never formats by itself what locale formats, and never writes unescaped
// text: the one data block (JSON-LD) is checked and escaped in jsonld.go.
package page
