package show

import (
	"fmt"
	"runtime"
	"testing"
)

// recorder stands in for the test that calls Show.
type recorder struct {
	testing.TB
	logged, fatal string
}

func (r *recorder) Helper()                         {}
func (r *recorder) Logf(format string, args ...any) { r.logged = fmt.Sprintf(format, args...) }
func (r *recorder) Fatalf(format string, args ...any) {
	r.fatal = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func call(key, fault string) *recorder {
	r := &recorder{}
	done := make(chan struct{})
	go func() { defer close(done); Show(r, key, fault) }()
	<-done
	return r
}

func TestShow(t *testing.T) {
	for _, tt := range []struct{ key, fault, want string }{
		{"store.scope", "statement-without-scope", "promise: store.scope fault=statement-without-scope"},
		{"web.csp", "one inline script planted", "promise: web.csp fault=one inline script planted"},
		{"store.scope", "", "promise: store.scope fault=-"},
	} {
		if r := call(tt.key, tt.fault); r.logged != tt.want || r.fatal != "" {
			t.Errorf("%q %q: logged %q, fatal %q", tt.key, tt.fault, r.logged, r.fatal)
		}
	}
	for _, tt := range []struct{ key, fault string }{
		{"Store.scope", "x"}, {"store", "x"}, {"", "x"}, {"store.scope fault=x", "x"}, {"store.scope", "failed"}, {"store.scope", " x"}, {"store.scope", "a\nb"}, {"store.scope", "a\tb"},
	} {
		if r := call(tt.key, tt.fault); r.logged != "" || r.fatal == "" {
			t.Errorf("%q %q: logged %q", tt.key, tt.fault, r.logged)
		}
	}
}
