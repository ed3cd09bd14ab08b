// Package page has the pages of saved searches: to make one, one's own, and what the links of letters ask. It takes values and words; it knows no
// request and no store.
package page
