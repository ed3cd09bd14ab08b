// Package docs holds the written documentation to the code. It consists of tests alone.
//
// What stands between backticks in README.md, CONTRIBUTING.md, SECURITY.md and docs/ is a name of something: a file, a function, a
// verb, a make target, a setting. The tests look each of them up in the source and fail where it is gone, so that a rename cannot
// leave a page behind. Examples of the configuration are loaded by package config, links must lead somewhere.
//
// It reads the work tree and nothing else. It cannot tell whether a sentence is true.
package docs
