// Package assets holds what a browser is given beside HTML: one style sheet, one script, the fonts and the icon sprite.
//
// The sources lie in css, js, icons.txt and theme.json; packages by other hands come through package-lock.json.
// `make assets` installs those, runs the program in assets/bundle and leaves the result in dist, which the binary
// embeds. dist is not committed, only its placeholder is: without a bundle Open still answers, Set.Err says
// ErrNotBundled, and pages are plain but whole.
//
// Two states: bundled, not bundled. Any room may call it. It never reads the disk, the network or the environment at
// run time, and it never serves a file that the manifest does not name.
package assets
