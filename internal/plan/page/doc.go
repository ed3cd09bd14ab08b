// Package page is what the plans look like to the operator.
package page
