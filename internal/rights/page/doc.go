// Package page has the pages of rights: a person's own privacy page, the download, the deletion, the officer's lists and the public privacy
// page. It takes values and words; it knows no request and no store.
package page
