// Package page has the one page of the feed house.
package page
