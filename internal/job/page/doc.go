// Package page holds the pages of jobs: the home page and the list, one advertisement, an employer's public page, and what members
// write and see. Pages take words that are ready to be shown; they decide nothing and read nothing. Only web.go of package job
// renders them.
package page
