package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// Load reads the file at path and then env (as of os.Environ), which wins, over the defaults, and validates the whole.
// The file is DefaultFile where path is empty, and then it may be absent. The error is Problems, with all of them, unless the file
// could not be read at all.
func Load(path string, env []string, readFile func(string) ([]byte, error)) (Config, error) {
	l := loader{config: Default(), origin: map[string]string{}}
	l.index()
	name := path
	if name == "" {
		name = DefaultFile
	}
	data, err := readFile(name)
	switch {
	case err == nil:
		l.file(name, data)
	case path != "" || !errors.Is(err, fs.ErrNotExist):
		return Config{}, fmt.Errorf("config: reading %s: %w", name, err)
	}
	l.environment(env)
	l.judge()
	return l.config, l.problems.err()
}

// loader fills one Config.
type loader struct {
	config   Config
	settings map[string]setting // by key
	sections map[string]bool    // keys that are tables: web, web.tls
	origin   map[string]string  // key to the place where it was set
	problems Problems
}

func (l *loader) index() {
	l.settings, l.sections = map[string]setting{}, map[string]bool{"retention": true}
	for _, s := range settings(&l.config) {
		if s.key == "retention" {
			continue // a table of classes: see retain
		}
		l.settings[s.key] = s
		for i, r := range s.key {
			if r == '.' {
				l.sections[s.key[:i]] = true
			}
		}
	}
}

// file takes in a TOML file.
func (l *loader) file(name string, data []byte) {
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		l.problems = append(l.problems, notTOML(name, err))
		return
	}
	lines := keyLines(data)
	for _, e := range flatten("", tree, l.sections) {
		l.take(e.key, e.value, fmt.Sprintf("%s:%d", name, lines.of(e.key)))
	}
}

// notTOML tells where a file breaks off. The parser's own words quote the file and are left out.
func notTOML(name string, err error) Problem {
	p := Problem{Where: name, Wrong: "this is not TOML", Mend: "put texts in quotation marks and name each key once"}
	if pe, ok := errors.AsType[toml.ParseError](err); ok {
		p.Where, p.Key = name+":"+strconv.Itoa(pe.Position.Line), pe.LastKey
	}
	return p
}

// environment takes in variables whose names begin with a section of ours. Others, such as those of the test scripts, are left alone
// unless they are all but one of ours.
func (l *loader) environment(env []string) {
	byName := map[string]string{}
	for key := range l.settings {
		byName[envName(key)] = key
	}
	set := map[string]string{}
	for _, e := range env {
		if name, value, ok := strings.Cut(e, "="); ok && strings.HasPrefix(name, "VERV_") {
			set[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		class, retention := strings.CutPrefix(name, "VERV_RETENTION_")
		switch key := byName[name]; {
		case key != "":
			l.take(key, set[name], name)
		case retention:
			l.take("retention."+strings.ToLower(class), set[name], name)
		default:
			l.unknownVariable(name, slices.Collect(maps.Keys(byName)))
		}
	}
}

func (l *loader) unknownVariable(name string, known []string) {
	near := nearest(name, known)
	section, _, _ := strings.Cut(strings.TrimPrefix(name, "VERV_"), "_")
	if near == "" && !l.sections[strings.ToLower(section)] {
		return
	}
	p := Problem{Where: name, Wrong: "no setting has this variable", Mend: "see docs/CONFIG.md"}
	if near != "" {
		p.Mend = "did you mean " + near + "?"
	}
	l.problems = append(l.problems, p)
}

// take sets one key to a value from a file or variable.
func (l *loader) take(key string, value any, where string) {
	if class, ok := strings.CutPrefix(key, "retention."); ok {
		l.retain(class, value, where)
		return
	}
	s, ok := l.settings[key]
	if !ok {
		l.unknownKey(key, where)
		return
	}
	want := assign(s, value)
	if want != "" {
		l.problems = append(l.problems, Problem{where, key, "this cannot be read", "write " + want})
		return
	}
	l.origin[key] = where
}

func (l *loader) unknownKey(key, where string) {
	p := Problem{Where: where, Key: key, Wrong: "there is no such setting", Mend: "see docs/CONFIG.md"}
	if l.sections[key] {
		p.Wrong, p.Mend = "this is a section", "write it as ["+key+"] with its keys below"
	} else if near := nearest(key, slices.Collect(maps.Keys(l.settings))); near != "" {
		p.Mend = "did you mean " + near + "?"
	}
	l.problems = append(l.problems, p)
}

// retain takes one retention class. Whether the class exists and the period is allowed, privacy decides.
func (l *loader) retain(class string, value any, where string) {
	var months int
	s := setting{value: reflect.ValueOf(&months).Elem()}
	key := "retention." + class
	if want := assign(s, value); want != "" {
		l.problems = append(l.problems, Problem{where, key, "this cannot be read", "write a whole number of months"})
		return
	}
	l.config.Retention[class] = months
	l.origin[key] = where
}

// assign puts a value of TOML, or the text of a variable, into a setting.
func assign(s setting, value any) (want string) {
	switch v := value.(type) {
	case string:
		return s.set(v)
	case int64:
		return s.set(strconv.FormatInt(v, 10))
	case bool:
		return s.set(strconv.FormatBool(v))
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			text, ok := item.(string)
			if !ok {
				return "a list of texts"
			}
			items[i] = text
		}
		return s.setList(items)
	}
	return "a text or a number"
}

// judge validates what was loaded and names the places. A key that could not be read is not blamed twice.
func (l *loader) judge() {
	var invalid Problems
	errors.As(l.config.Validate(), &invalid)
	for _, p := range invalid {
		if !l.problems.has(p.Key) {
			p.Where = l.origin[p.Key]
			l.problems = append(l.problems, p)
		}
	}
}
