// Command bundle makes assets/dist out of assets/css, assets/js, assets/icons.txt, assets/theme.json and the npm
// packages of the lock file. Run it from the root of the repository after npm ci:
//
//	go run ./assets/bundle
//
// It prints what each file weighs and fails when a budget is broken. It is the only place where Node runs, to turn
// theme.json into colours; nothing of it runs with Verv.
package main
