// Package page draws the pages on which an employer's owner oversees webhooks.
package page
