package console

import (
	"context"
	"errors"
	"os"
	"syscall"

	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/mail"
)

// Bounds is what an installation allows itself.
type Bounds struct {
	Apart bool // it refuses keys that are not apart
	Plain bool // it may speak plain http: the demo, and a machine of one's own
}

// Before looks at what can be seen while the stores do not open: configuration, keys, disk and mail settings. The doctor starts with it.
func Before(cfg config.Config, b Bounds) []Finding {
	out := []Finding{lookAtConfig(cfg, b.Plain)}
	out = append(out, lookAtKeys(cfg, b.Apart)...)
	return append(out, lookAtDisk(cfg.Data.Dir), lookAtMail(cfg))
}

// Unopened is what is wrong with an installation whose stores do not open.
func Unopened(err error) Finding {
	return found(OfDatabase, Wrong, "database.shut", "Problem", err.Error())
}

func lookAtConfig(cfg config.Config, plain bool) Finding {
	err := cfg.ForServe()
	if !plain {
		err = errors.Join(err, cfg.InClear())
	}
	if err != nil {
		return found(OfConfig, Wrong, "config", "Problem", err.Error())
	}
	return fine(OfConfig)
}

func lookAtKeys(cfg config.Config, apart bool) []Finding {
	var out []Finding
	for _, p := range crypt.CheckPlaces(cfg.Data.Dir, cfg.Keys.Dir, cfg.Keys.Root) {
		state := Look
		if apart {
			state = Wrong
		}
		out = append(out, found(OfKeys, state, "keys."+string(p.What), "Place", p.Path, "Other", p.Other))
	}
	out = orFine(OfKeys, out)
	root, err := crypt.OpenRoot(cfg.Keys.Root)
	if err != nil {
		return append(out, found(OfRoot, Wrong, "root"))
	}
	root.Wipe()
	return append(out, fine(OfRoot))
}

const (
	spare  = 1 << 30   // free bytes below which somebody should look
	scarce = 100 << 20 // below which it is wrong
)

func lookAtDisk(dir string) Finding {
	free, ok := Free(dir)
	switch {
	case !ok:
		return found(OfDisk, Wrong, "disk.unseen")
	case free < scarce:
		return found(OfDisk, Wrong, "disk.low", "Free", free>>20)
	case free < spare:
		return found(OfDisk, Look, "disk.low", "Free", free>>20)
	}
	return fine(OfDisk)
}

// Free is how many bytes the disk under a folder has left.
func Free(dir string) (bytes int64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail * uint64(s.Bsize)), true
}

func lookAtMail(cfg config.Config) Finding {
	m := cfg.Mail
	if m.Host == "" {
		return found(OfMail, Look, "mail.none")
	}
	if m.DKIM.Domain == "" {
		return found(OfMail, Look, "mail.unsigned")
	}
	if _, err := os.Stat(m.DKIM.KeyFile); err != nil {
		return found(OfMail, Wrong, "mail.key")
	}
	return fine(OfMail)
}

// Reach asks the mail server whether it answers as it must. No server is no fault of its own: see Before.
func Reach(ctx context.Context, m config.Mail) []Finding {
	if m.Host == "" {
		return nil
	}
	s := mail.Server{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password.Reveal(), Encryption: mail.Encryption(m.STARTTLS), Hello: "localhost"}
	if err := s.Check(ctx); err != nil {
		return []Finding{found(OfMail, Wrong, "mail.silent")}
	}
	return nil
}
