package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// object is a JSON object.
type object map[string]any

var errSyntax = errors.New("not JSON")

// decode reads one JSON value; objects become object, numbers stay text.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errSyntax
	}
	return named(v), nil
}

func named(v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := make(object, len(v))
		for k, e := range v {
			o[k] = named(e)
		}
		return o
	case []any:
		for i := range v {
			v[i] = named(v[i])
		}
	}
	return v
}

// get is the value under the first of the names that has one.
func (o object) get(names ...string) any {
	for _, n := range names {
		if v, ok := o[n]; ok && v != nil {
			return v
		}
	}
	return nil
}

// text is the first text under the names.
func (o object) text(names ...string) string {
	for _, n := range names {
		if t := text(o[n]); t != "" {
			return t
		}
	}
	return ""
}

// text reads a value the way JSON-LD means it: a literal, an object with @value or name, or the first of a list.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case []any:
		for _, e := range v {
			if t := text(e); t != "" {
				return t
			}
		}
	case object:
		return v.text("@value", "value", "name")
	}
	return ""
}

// list makes one value a list of one.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// first is the first object in v, never nil.
func first(v any) object {
	for _, e := range list(v) {
		if o, ok := e.(object); ok {
			return o
		}
	}
	return object{}
}
