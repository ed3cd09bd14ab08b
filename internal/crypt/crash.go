package crypt

// CrashPoint is called with the name of each step after which a kill must do no harm. It does nothing in production;
// a test sets it, before it opens a keystore, to kill the process at a named step.
var CrashPoint = func(name string) {}

func crashPoint(name string) { CrashPoint(name) }

// CrashPoints lists every name that CrashPoint is called with, so that a test can walk them all.
func CrashPoints() []string {
	return []string{
		"keystore.create.before-commit", "keystore.create.after-commit",
		"keystore.shred.before-commit", "keystore.shred.after-commit", "keystore.shred.after-checkpoint",
		"keystore.rotate.after-epoch-file", "keystore.rotate.before-commit", "keystore.rotate.after-commit",
		"keystore.rotate.after-checkpoint", "epoch.destroy.after-overwrite", "epoch.destroy.after-remove",
		"keystore.rotate.done",
		"keystore.claim.before-commit", "keystore.claim.after-commit",
		"keystore.bury.before-commit", "keystore.bury.after-commit",
		"keystore.restore.before-commit", "keystore.restore.after-commit",
	}
}
