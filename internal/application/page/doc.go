// Package page has the pages of applications: the way to one, one's own, and the team's. It takes values and words; it knows no
// request and no store.
package page
