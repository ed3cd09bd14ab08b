package config

import "strings"

// Problem is one thing wrong with the configuration.
type Problem struct {
	Where string // file and line, or the variable; empty where nothing was set
	Key   string // the setting, such as web.tls.mode
	Wrong string // what is wrong; never the value
	Mend  string // what to do
}

func (p Problem) Error() string {
	var b strings.Builder
	if p.Where != "" {
		b.WriteString(short(p.Where) + ": ")
	}
	if p.Key != "" {
		b.WriteString(short(p.Key) + ": ")
	}
	b.WriteString(p.Wrong)
	if p.Mend != "" {
		b.WriteString("; " + p.Mend)
	}
	return b.String()
}

// Problems is every thing wrong, in the order of the settings.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return "configuration:\n  " + strings.Join(lines, "\n  ")
}

// err is nil when there is no problem.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// add notes a problem with a key.
func (ps *Problems) add(key, wrong, mend string) {
	*ps = append(*ps, Problem{Key: key, Wrong: wrong, Mend: mend})
}

// has reports whether the key is in trouble already.
func (ps Problems) has(key string) bool {
	for _, p := range ps {
		if p.Key == key {
			return true
		}
	}
	return false
}
