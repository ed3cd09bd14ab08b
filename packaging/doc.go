// Package packaging holds what an installation on Linux has besides the binary: the unit of systemd and its drop-in for TLS, the user, the
// folders, a configuration to begin with, and notes for proxies. A release carries them. The package has no code; its test holds the files
// to what the binary needs and to what the operator's guide says.
package packaging
