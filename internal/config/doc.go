// Package config reads how an installation is set up: a TOML file (verv.toml) and the environment, which wins.
//
// Load gives a Config that is whole and valid, or every problem at once, each with the place (file and line, or the name of
// the variable), the key and the mend. A key that does not exist is a problem too: a setting that is misspelt must not look
// like one that is set. ForServe is what serving the public needs beyond that, such as whom to ask about privacy.
//
// A variable is named VERV_, the section and the key: web.tls.mode is VERV_WEB_TLS_MODE. Lists are written with commas.
//
// The struct tags are the manual: WriteDoc makes docs/CONFIG.md out of them (go test ./internal/config -update).
//
// Only cmd/verv and tests load a configuration; rooms are handed the values they need. The package never reads the
// environment or a file by itself, never writes, and never puts a value into an error: what is in the wrong place
// may be a password.
package config
