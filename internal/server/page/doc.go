// Package page holds the pages of the roof: the operator's tasks and state of the installation.
package page
