// Package page holds the operator's pages of sites: the list and the form. Pages take words that are ready to be shown. Only web.go
// of package site renders them.
package page
