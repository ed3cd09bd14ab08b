// Package page has the page of one thread, the same from both sides. It takes values and words; it knows no request and no store.
package page
