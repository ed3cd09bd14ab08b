package crash

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"verv/internal/access"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

var reHostPort = regexp.MustCompile(`host=(\S+) port=(\d+)`)

// thief stands between the store and PostgreSQL. Once armed it lets a commit through, waits until the server has answered, and cuts the
// connection instead of handing the answer on.
type thief struct {
	network, server string
	armed           atomic.Bool
	took            atomic.Int32
}

func (f *thief) serve(l net.Listener) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial(f.network, f.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		var stealing atomic.Bool
		go f.carry(server, client, func(b []byte) bool {
			if bytes.Contains(b, []byte("commit\x00")) && f.armed.CompareAndSwap(true, false) {
				stealing.Store(true)
			}
			return true
		})
		go f.carry(client, server, func([]byte) bool {
			if stealing.Load() {
				f.took.Add(1)
				return false
			}
			return true
		})
	}
}

// carry copies until an end is closed or pass says no.
func (f *thief) carry(to, from net.Conn, pass func([]byte) bool) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if n > 0 {
			if !pass(b[:n]) {
				return
			}
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// TestLostAnswer: a commit that PostgreSQL made and whose answer was lost on the way is an acknowledged write.
func TestLostAnswer(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		if os.Getenv(testbed.EnvData) == "" {
			t.Skip(testbed.EnvData + " is not set: PostgreSQL is left out")
		}
		b := testbed.New(t, store.Postgres, rooms(t))
		m := reHostPort.FindStringSubmatch(b.Conf.DSN)
		f := &thief{network: "tcp", server: m[1] + ":" + m[2]}
		if strings.HasPrefix(m[1], "/") {
			f.network, f.server = "unix", fmt.Sprintf("%s/.s.PGSQL.%s", m[1], m[2])
		}
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go f.serve(l)
		_, port, _ := net.SplitHostPort(l.Addr().String())
		b.Conf.DSN = reHostPort.ReplaceAllString(b.Conf.DSN, "host=127.0.0.1 port="+port)
		b.Restart()
		for number := range 5 {
			f.armed.Store(true)
			if err := write(b, testbed.NewID[access.SubjectID](b), number); err != nil {
				t.Errorf("a durable write was told as refused: %v", err)
			}
		}
		v, err := look(b)
		if err != nil || len(v.entries) != 5 || f.took.Load() != 5 {
			t.Errorf("%d entries, %d answers stolen, %v", len(v.entries), f.took.Load(), err)
		}
		show.Show(t, "store.durable", "lost-answer-is-a-refusal")
	})
}
