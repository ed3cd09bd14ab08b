package page

import "verv/internal/web/page"

// Claims is the list of what is kept against claims, or one of it.
type Claims struct {
	Title, Lead, Empty string
	Crumbs             []page.Link
	Records            page.Records
	Terms              []page.Term
	Privacy            page.Privacy
}
