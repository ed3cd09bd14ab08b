package trace

import (
	"bytes"
	"reflect"
	"strings"
)

// See is shown a value, with the way to it.
type See func(path string, v reflect.Value)

// Walk calls see for every value that is reachable from v, unexported ones and the room behind a slice's end included. What skip names it does not
// enter; nil skips nothing.
func Walk(v any, skip func(reflect.Type) bool, see See) {
	w := walker{seen: map[place]bool{}, skip: skip, see: see}
	w.walk(reflect.ValueOf(v), "")
}

// place is a value that was seen: at one address lie a struct and its first field.
type place struct {
	at uintptr
	of reflect.Type
}

type walker struct {
	seen map[place]bool
	skip func(reflect.Type) bool
	see  See
}

func (w *walker) walk(v reflect.Value, path string) {
	if !v.IsValid() || w.skip != nil && w.skip(v.Type()) {
		return
	}
	w.see(path, v)
	switch v.Kind() {
	case reflect.Pointer:
		if p := (place{v.Pointer(), v.Type()}); !v.IsNil() && !w.seen[p] {
			w.seen[p] = true
			w.walk(v.Elem(), path)
		}
	case reflect.Interface:
		w.walk(v.Elem(), path)
	case reflect.Struct:
		if to := swapped(v); to.IsValid() {
			w.walk(to, path)
			return
		}
		for i := range v.NumField() {
			w.walk(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if v.Cap() > 0 {
			v = v.Slice3(0, v.Cap(), v.Cap())
		}
		w.each(v, path)
	case reflect.Array:
		w.each(v, path)
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			w.walk(it.Key(), path+"{key}")
			w.walk(it.Value(), path+"{}")
		}
	}
}

func (w *walker) each(v reflect.Value, path string) {
	if plain(v.Type().Elem().Kind()) && w.skip != nil {
		return // numbers are looked at as a whole by whoever looks through a program
	}
	for i := range v.Len() {
		w.walk(v.Index(i), path+"[]")
	}
}

func plain(k reflect.Kind) bool { return k >= reflect.Bool && k <= reflect.Complex128 }

// swapped is where an atomic.Pointer leads, as a pointer.
func swapped(v reflect.Value) reflect.Value {
	t := v.Type()
	if t.PkgPath() != "sync/atomic" || !strings.HasPrefix(t.Name(), "Pointer[") {
		return reflect.Value{}
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Type.Kind() == reflect.Array && f.Type.Elem().Kind() == reflect.Pointer {
			return reflect.NewAt(f.Type.Elem().Elem(), v.FieldByName("v").UnsafePointer())
		}
	}
	return reflect.Value{}
}

// Marks finds where what is reachable from v holds one of the marks: as text, as bytes, or as an identifier of the same bytes. Upper and lower case are
// one. What is not of this program, and the words and trees that everybody shares, hold nobody and are not entered.
func Marks(v any, marks ...[]byte) map[string]int {
	out := map[string]int{}
	find := func(path, kind string, held []byte) {
		low := bytes.ToLower(held)
		for _, m := range marks {
			if bytes.Contains(held, m) || bytes.Contains(low, bytes.ToLower(m)) {
				out[path+": "+kind]++
			}
		}
	}
	Walk(v, foreign, func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			find(path, "text", []byte(v.String()))
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.Uint8 && v.Cap() > 0 {
				find(path, "bytes", v.Slice3(0, v.Cap(), v.Cap()).Bytes())
			}
		case reflect.Array:
			if v.Type().Elem().Kind() == reflect.Uint8 {
				b := make([]byte, v.Len())
				for i := range b {
					b[i] = byte(v.Index(i).Uint())
				}
				find(path, "identifier", b)
			}
		}
	})
	return out
}

// foreign is a struct of another program, or one that holds what everybody shares.
func foreign(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	p := t.PkgPath()
	if t.Kind() != reflect.Struct || p == "" || p == "sync/atomic" {
		return t.Kind() == reflect.Func || t.Kind() == reflect.Chan
	}
	return !strings.HasPrefix(p, "verv/") || strings.HasPrefix(p, "verv/internal/taxonomy") || strings.HasPrefix(p, "verv/internal/locale") || strings.HasPrefix(p, "verv/assets")
}
