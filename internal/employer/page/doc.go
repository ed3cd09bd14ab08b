// Package page holds the pages on which an owner edits the employer's profile and team, and an operator adds and verifies employers.
// Pages take words that are ready to be shown. Only web.go of package employer renders them.
package page
