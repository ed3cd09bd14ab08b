package trace

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

type inner struct {
	text string
	raw  []byte
	id   [4]byte
}

type outer struct {
	mu    sync.Mutex
	by    map[string]*inner
	any   any
	swap  atomic.Pointer[inner]
	self  *outer
	lists [][]string
}

// A mark is found wherever it lies, each time in the place where it was put, and nowhere in a structure without one.
func TestMarks(t *testing.T) {
	fresh := func() *outer {
		o := &outer{by: map[string]*inner{"a": {text: "plain"}}, any: []string{"x"}, lists: [][]string{{"y"}}}
		o.swap.Store(&inner{})
		o.self = o
		return o
	}
	for name, put := range map[string]func(*outer){
		".by{}.text: text":     func(o *outer) { o.by["a"].text = "is MARKed" },
		".by{key}: text":       func(o *outer) { o.by["marked"] = nil },
		".by{}.raw: bytes":     func(o *outer) { o.by["a"].raw = bytes.Clone([]byte("a mark"))[:1] },
		".any[]: text":         func(o *outer) { o.any = []string{"mark"} },
		".swap.id: identifier": func(o *outer) { o.swap.Load().id = [4]byte([]byte("mark")) },
		".lists[][]: text":     func(o *outer) { o.lists[0] = slices.Concat(o.lists[0], []string{"mark"})[:1] },
	} {
		o := fresh()
		if found := Marks(o, []byte("mark")); len(found) > 0 {
			t.Fatalf("before anything was planted: %v", found)
		}
		put(o)
		if found := slices.Collect(maps.Keys(Marks(o, []byte("mark")))); len(found) != 1 || found[0] != name {
			t.Errorf("planted at %s, found at %v", name, found)
		}
	}
}
