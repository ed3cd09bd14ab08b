// Package page holds the pages of package console.
package page
