package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verv/internal/config"
)

// pages are the written ones; DATA.md and CONFIG.md are made from the code and have tests of their own.
func pages(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found...)
	}
	out = slices.DeleteFunc(out, func(p string) bool {
		return slices.Contains([]string{"DATA.md", "CONFIG.md"}, filepath.Base(p))
	})
	if len(out) < 20 {
		t.Fatalf("only %d pages were read: the test saw nothing", len(out))
	}
	return out
}

// TestPages looks up everything that a page names.
func TestPages(t *testing.T) {
	s, checked := readSource(t), 0
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		wrong, n := s.judge(filepath.Dir(page), string(text))
		checked += n
		for _, w := range wrong {
			t.Errorf("%s: %s", strings.TrimPrefix(page, root+"/"), w)
		}
	}
	if checked < 500 {
		t.Errorf("only %d names were checked: the test saw too little", checked)
	}
}

// TestPagesFault plants a fault of each sort and needs it to be found, beside a right one that must not be.
func TestPagesFault(t *testing.T) {
	s := readSource(t)
	for _, c := range []struct{ name, right, wrong string }{
		{"file", "`internal/store/db.go`", "`internal/store/dc.go`"},
		{"pattern", "`profiles/*.toml`", "`profiles/*.yaml`"},
		{"function", "`store.DB.Write`", "`store.DB.Wrote`"},
		{"unexported", "`store.committer.submit`", "`store.committer.submits`"},
		{"bare function", "`postForm()`", "`postForms()`"},
		{"name in the source", "`ledger.erase`", "`ledger.erased-twice`"},
		{"target", "`make check`", "`make chek`"},
		{"verb", "`verv import jobs`", "`verv export jobs`"},
		{"flag", "`verv demo --reset`", "`verv demo --rest`"},
		{"fence", "```sh\nmake check && verv doctor\n```", "```sh\nmake check && verv doktor\n```"},
		{"fence target", "```sh\n  make test\n```", "```sh\n  make tests\n```"},
		{"stranger in a fence", "```sh\ngit clone ADDRESS\n```", "```sh\nmystery --now\n```"},
		{"setting", "```toml\n[web]\naddress = \":8080\"\n```", "```toml\n[web]\nadress = \":8080\"\n```"},
		{"setting in a sentence", "`web.tls.acme_hosts`", "`web.tls.acme_house`"},
		{"variable", "`VERV_SKIP`", "`VERV_SKIPS`"},
		{"link", "[x](README.md)", "[x](READMEE.md)"},
		{"machine", "text", "see /" + "work/main for it"},
	} {
		if wrong, _ := s.judge(root, c.right); len(wrong) > 0 {
			t.Errorf("%s: %q was refused: %v", c.name, c.right, wrong)
		}
		if wrong, _ := s.judge(root, c.wrong); len(wrong) != 1 {
			t.Errorf("%s: %q gave %v", c.name, c.wrong, wrong)
		}
	}
}

var (
	reFence    = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```")
	reSpan     = regexp.MustCompile("`([^`\n]+)`")
	reLink     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	reMachine  = regexp.MustCompile(`(^|[\s(` + "`" + `"])/(work|tmp/brief)\b`)
	rePath     = regexp.MustCompile(`^(\.ci|cmd|internal|docs|scripts|profiles|assets|testdata)/[\w./*-]+$`)
	reDecl     = regexp.MustCompile(`^([a-z]\w*)\.[A-Za-z]\w*(\.[A-Za-z]\w*)?$`)
	reBare     = regexp.MustCompile(`^[A-Za-z]\w*\(\)$`)
	reDotted   = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][\w-]*)+$`)
	reVariable = regexp.MustCompile(`^VERV_[A-Z_]+$`)
	reCommand  = regexp.MustCompile(`^(make|verv)( |$)`)
)

// judge gives everything that is wrong with a page in dir, and how many names it looked up.
func (s *source) judge(dir, text string) (wrong []string, checked int) {
	say := func(w string) {
		checked++
		if w != "" {
			wrong = append(wrong, w)
		}
	}
	if m := reMachine.FindString(text); m != "" {
		say("a path of one machine: " + m)
	}
	for _, m := range reFence.FindAllStringSubmatch(text, -1) {
		switch m[1] {
		case "sh":
			for _, line := range commands(m[2]) {
				say(s.command(line))
			}
		case "toml":
			say(setting(m[2]))
		}
	}
	text = reFence.ReplaceAllString(text, "")
	for _, m := range reLink.FindAllStringSubmatch(text, -1) {
		say(link(dir, m[1]))
	}
	for _, m := range reSpan.FindAllStringSubmatch(text, -1) {
		say(s.span(m[1]))
	}
	return wrong, checked
}

// span judges what stands between two backticks. What looks like no name of ours is left alone.
func (s *source) span(name string) string {
	switch m := reDecl.FindStringSubmatch(name); {
	case rePath.MatchString(name):
		if found, err := filepath.Glob(filepath.Join(root, name)); err != nil || len(found) == 0 {
			return "no file " + name
		}
	case reCommand.MatchString(name):
		return s.command(name)
	case reBare.MatchString(name):
		if !s.declared[name] {
			return "no function " + name
		}
	case m != nil && s.packages[m[1]] && s.declared[name]:
	case reVariable.MatchString(name):
		if !strings.Contains(s.text, name) {
			return "no variable " + name
		}
	case reDotted.MatchString(name):
		if !s.declared[name] && !strings.Contains(s.text, name) && !isFile(name) {
			return "nothing is called " + name
		}
	case m != nil && s.packages[m[1]]:
		return "no declaration " + name
	}
	return ""
}

// isFile reports whether the name is one of a file somewhere, named without its folder.
func isFile(name string) bool {
	for _, pattern := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		if found, _ := filepath.Glob(filepath.Join(root, pattern, name)); len(found) > 0 {
			return true
		}
	}
	return slices.Contains([]string{"verv.toml", "verv.db", "keystore.db", "root.key"}, name)
}

// commands are the single commands of a block, without comments, joined lines and what only connects them.
func commands(block string) []string {
	block = strings.ReplaceAll(block, "\\\n", " ")
	var out []string
	for _, line := range strings.Split(block, "\n") {
		line, _, _ = strings.Cut(line, " #")
		for _, c := range regexp.MustCompile(`&&|\|\||\||;`).Split(line, -1) {
			if c = strings.TrimSpace(c); c != "" && !strings.HasPrefix(c, "#") {
				out = append(out, c)
			}
		}
	}
	return out
}

// tools of the operating system that a block may use beside our own commands.
var tools = []string{"cd", "git", "head", "cut", "sort", "uniq", "curl", "sudo", "systemctl", "install", "useradd", "chmod", "openssl"}

func (s *source) command(line string) string {
	words := strings.Fields(strings.ReplaceAll(line, "go run ./cmd/verv", "verv"))
	if len(words) > 2 && words[0] == "sudo" && words[1] == "-u" {
		words = words[3:]
	}
	for len(words) > 0 && (strings.Contains(words[0], "=") || words[0] == "sudo") {
		words = words[1:]
	}
	switch {
	case len(words) == 0 || slices.Contains(tools, words[0]):
		return ""
	case words[0] == "make":
		return s.target(words[1:])
	case strings.TrimPrefix(words[0], "./bin/") == "verv":
		return s.verb(words[1:])
	}
	return "no command of ours: " + line
}

func (s *source) target(words []string) string {
	for _, w := range words {
		if !strings.Contains(w, "=") && !s.targets[w] {
			return "no make target " + w
		}
	}
	return ""
}

func (s *source) verb(words []string) string {
	name := ""
	for len(words) > 0 {
		next := strings.TrimSpace(name + " " + words[0])
		if _, ok := s.verbs[next]; !ok && !s.begins(next) {
			break
		}
		name, words = next, words[1:]
	}
	flags, ok := s.verbs[name]
	if !ok || name == "" && len(words) > 0 && !strings.HasPrefix(words[0], "-") {
		return fmt.Sprintf("no verb in %q", strings.Join(words, " "))
	}
	for _, w := range words {
		flag, _, _ := strings.Cut(strings.TrimPrefix(w, "--"), "=")
		if strings.HasPrefix(w, "--") && !flags[flag] {
			return fmt.Sprintf("verv %s has no flag --%s", name, flag)
		}
	}
	return ""
}

func (s *source) begins(name string) bool {
	for v := range s.verbs {
		if strings.HasPrefix(v, name+" ") {
			return true
		}
	}
	return false
}

// setting loads an example of the configuration as serve would.
func setting(block string) string {
	_, err := config.Load("verv.toml", nil, func(string) ([]byte, error) { return []byte(block), nil })
	if err != nil {
		return err.Error()
	}
	return ""
}

func link(dir, to string) string {
	if strings.Contains(to, "://") || strings.HasPrefix(to, "#") || strings.HasPrefix(to, "mailto:") {
		return ""
	}
	to, _, _ = strings.Cut(to, "#")
	if _, err := os.Stat(filepath.Join(dir, to)); err != nil {
		return "a link that leads nowhere: " + to
	}
	return ""
}
