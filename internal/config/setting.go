package config

import (
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// setting is one leaf of the Config: a key that a file or a variable can set.
type setting struct {
	key   string // web.tls.mode
	tag   reflect.StructTag
	value reflect.Value
}

// env is the setting's variable.
func (s setting) env() string { return envName(s.key) }

func envName(key string) string {
	return "VERV_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// settings lists the leaves of c in the order of the structs.
func settings(c *Config) []setting { return leaves("", reflect.ValueOf(c).Elem()) }

func leaves(prefix string, v reflect.Value) (out []setting) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := prefix + f.Tag.Get("toml")
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[Secret]() {
			out = append(out, leaves(key+".", v.Field(i))...)
			continue
		}
		out = append(out, setting{key, f.Tag, v.Field(i)})
	}
	return out
}

// set reads text into the setting. It says what is wanted when the text does not fit.
func (s setting) set(text string) (want string) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return "text without control characters"
	}
	if one, ok := s.tag.Lookup("one"); ok && !oneOf(text, one) {
		return "one of " + strings.ReplaceAll(strings.Trim(one, "|"), "|", ", ")
	}
	switch p := s.value.Addr().Interface().(type) {
	case *string:
		*p = strings.TrimSpace(text)
	case *Secret:
		*p = NewSecret(text)
	case *bool:
		b, err := strconv.ParseBool(text)
		*p, want = b, wanted(err, "true or false")
	case *int:
		n, err := strconv.Atoi(strings.TrimSpace(text))
		*p, want = n, wanted(err, "a whole number")
	case *Size:
		n, err := ParseSize(text)
		*p, want = n, wanted(err, "a size such as 10MB or 512KiB")
	case *time.Duration:
		d, err := time.ParseDuration(text)
		*p, want = d, wanted(err, "a time such as 20s or 2m")
	default:
		return s.setList(split(text))
	}
	return want
}

// setList reads items into a setting that is a list.
func (s setting) setList(items []string) (want string) {
	switch p := s.value.Addr().Interface().(type) {
	case *[]string:
		*p = items
	case *[]netip.Prefix:
		*p = nil
		for _, item := range items {
			prefix, err := parsePrefix(item)
			if err != nil {
				return "networks such as 10.0.0.0/8, or addresses"
			}
			*p = append(*p, prefix)
		}
	default:
		return "a single value"
	}
	return ""
}

// parsePrefix reads a network, or an address as the network of itself.
func parsePrefix(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

// split reads a list written with commas.
func split(text string) (items []string) {
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func oneOf(text, alternatives string) bool {
	for a := range strings.SplitSeq(alternatives, "|") {
		if a == text {
			return true
		}
	}
	return false
}

func wanted(err error, want string) string {
	if err != nil {
		return want
	}
	return ""
}

// Default is the configuration of an installation that sets nothing.
func Default() Config {
	var c Config
	c.Retention = map[string]int{}
	for _, s := range settings(&c) {
		if d, ok := s.tag.Lookup("default"); ok {
			if want := s.set(d); want != "" {
				panic("config: the default of " + s.key + " is not " + want)
			}
		}
	}
	return c
}
