// Package page has the pages of one's own CVs. It takes values and words; it knows no request and no store.
package page
