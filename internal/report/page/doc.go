// Package page draws the pages of reports.
package page
