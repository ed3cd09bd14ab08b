// Package prose is the small language in which members write: paragraphs, headings, lists, strong and emphasised words, links. It
// turns what was typed into clean HTML, and clean HTML back into what can be typed, so that a plain text field is enough.
//
//	## Heading        ### smaller heading
//	- item            1. item in order
//	**strong**        *emphasis*        [words](https://address)
//
// Pasted HTML is taken too: what is not of the above is dropped, its text kept. Houses with texts of their own call it (employer,
// job). It is pure, and what it gives out holds no script, no style, no image and no address but http, https and mailto.
package prose
