package server_test

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/promise/show"
)

const (
	envEgress = "VERV_TEST_EGRESS"       // "run" makes the child process walk the whole thread, "leak" also plants two connections
	envHosts  = "VERV_TEST_EGRESS_HOSTS" // the file that the child writes the hosts of its configuration to
	hooked    = "127.0.0.1:9"            // where the webhooks of the town lead: its host is on the list of webhook.hosts, and nobody listens
	blackHole = "192.0.2.1"              // documentation only: nobody answers (RFC 5737)
)

// No request leaves the machine: every connection that a process with the whole house in it attempts, while everybody opens every page and
// sends every form and all tasks run, goes to the loopback or to a socket file. A planted one is seen.
func TestEgress(t *testing.T) {
	show.Show(t, "egress.deny", "tracker-called-by-a-task")
	show.Show(t, "inventory.hosts", "host-nobody-configured")
	if slices.Contains(strings.Fields(strings.ReplaceAll(os.Getenv("VERV_SKIP"), ",", " ")), "crash") {
		t.Skip("VERV_SKIP names crash: strace is left out, so no connection is recorded")
	}
	if testing.Short() {
		t.Skip("make check needs no packages: make test records what is connected to, with strace")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("strace is missing: install the Debian package strace, or name crash in VERV_SKIP")
	}
	clean := egress(t, "run")
	if len(clean.out) > 0 {
		t.Errorf("connections left the machine: %v", clean.out)
	}
	if len(clean.strange) > 0 {
		t.Errorf("hosts were contacted that no setting names: %v; the settings name %v", clean.strange, clean.named)
	}
	if clean.attempts < 10 {
		t.Errorf("only %d connections were recorded: the recorder saw nothing", clean.attempts)
	}
	leaky := egress(t, "leak")
	if !slices.ContainsFunc(leaky.out, func(s string) bool { return strings.Contains(s, blackHole) }) {
		t.Errorf("the planted connection to %s was not seen: %v", blackHole, leaky.out)
	}
	if !slices.ContainsFunc(leaky.strange, func(s string) bool { return s == "INET 127.0.0.1 11" }) {
		t.Errorf("the planted connection to a host of this machine that no setting names was not seen: %v", leaky.strange)
	}
	t.Logf("%d attempts to connect, all to %v", clean.attempts, clean.named)
}

// attempted is what a process tried to reach.
type attempted struct {
	attempts int
	out      []string // left the machine
	strange  []string // named by no setting
	named    []string // the places that the configuration names, and the pages themselves, which browsers reach
}

// egress runs the thread in a process of its own under strace, and gives what it tried to reach.
func egress(t *testing.T, mode string) (seen attempted) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.CommandContext(t.Context(), "strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace,
		self, "-test.run=^TestEgressThread$", "-test.timeout=8m")
	hosts := filepath.Join(t.TempDir(), "hosts")
	cmd.Env = append(os.Environ(), envEgress+"="+mode, envHosts+"="+hosts)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the thread under strace: %v\n%s", err, said)
	}
	list, err := os.ReadFile(hosts)
	if err != nil {
		t.Fatal(err)
	}
	seen.named = strings.Fields(string(list))
	f, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if to, ok := target(in.Text()); ok {
			seen.note(to)
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return seen
}

func (s *attempted) note(to string) {
	s.attempts++
	if leaves(to) && !slices.Contains(s.out, to) {
		s.out = append(s.out, to)
	}
	_, rest, _ := strings.Cut(to, " ")
	place := strings.ReplaceAll(rest, " ", ":")
	known := slices.Contains(s.named, place) || to == "UNIX" && slices.ContainsFunc(s.named, func(n string) bool { return strings.HasPrefix(n, "/") })
	if !known && !slices.Contains(s.strange, to) {
		s.strange = append(s.strange, to)
	}
}

var (
	reFamily  = regexp.MustCompile(`sa_family=AF_(\w+)`)
	rePort    = regexp.MustCompile(`sin6?_port=htons\((\d+)\)`)
	reAddress = regexp.MustCompile(`(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"`)
)

// target is the address in a line of strace, as family, address and port.
func target(line string) (string, bool) {
	family := reFamily.FindStringSubmatch(line)
	if family == nil || family[1] == "NETLINK" { // which interfaces there are is asked of the kernel
		return "", false
	}
	if family[1] == "UNIX" {
		return "UNIX", true
	}
	part := func(re *regexp.Regexp) string {
		if m := re.FindStringSubmatch(line); m != nil {
			return m[1]
		}
		return "?"
	}
	return fmt.Sprintf("%s %s %s", family[1], part(reAddress), part(rePort)), true
}

// leaves reports whether an address is not on this machine. A question to a name server leaves it, wherever the first one stands.
func leaves(to string) bool {
	var family, addr, port string
	if n, _ := fmt.Sscan(to, &family, &addr, &port); n != 3 {
		return to != "UNIX"
	}
	ip, err := netip.ParseAddr(addr)
	return err != nil || !ip.Unmap().IsLoopback() || port == "53"
}

func TestLeaves(t *testing.T) {
	for line, want := range map[string]bool{
		`12 connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS`:                              true,
		`12 connect(5, {sa_family=AF_INET, sin_port=htons(5432), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`:                                         false,
		`12 connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0`:                                          true,
		`12 connect(5, {sa_family=AF_UNIX, sun_path="/run/pg/.s.PGSQL.5432"}, 110) = 0`:                                                             false,
		`12 connect(5, {sa_family=AF_INET6, sin6_port=htons(25), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0`:          false,
		`12 connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0`: true,
		`12 sendto(5, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(514), sin_addr=inet_addr("198.51.100.7")}, 16) = 1`:                             true,
		`12 connect(5, {sa_family=AF_VSOCK, svm_cid=2}, 16) = 0`:                                                                                    true,
	} {
		to, ok := target(line)
		if !ok || leaves(to) != want {
			t.Errorf("%s: %q leaves: %v, want %v", line, to, leaves(to), want)
		}
	}
}

// TestEgressThread is what the child process runs: the town is settled, everybody opens every page and sends every form, all tasks run, and
// days go by.
func TestEgressThread(t *testing.T) {
	mode := os.Getenv(envEgress)
	if mode == "" {
		return // only the child process of TestEgress runs it
	}
	if mode == "leak" {
		for _, to := range []string{net.JoinHostPort(blackHole, "80"), "127.0.0.1:11"} {
			if c, err := (&net.Dialer{Timeout: 50 * time.Millisecond}).DialContext(t.Context(), "tcp", to); err == nil {
				c.Close()
			}
		}
		note(t, "127.0.0.1:1")
		return
	}
	towns(t, func(t *testing.T, w *town) {
		note(t, append(w.Hosts(), strings.TrimPrefix(w.URL, "http://"), hooked)...)
		for _, name := range w.actors() {
			sent := map[string]bool{}
			for _, a := range w.walkers[name].crawl(w.starts(name)...) {
				for _, s := range a.sheets() {
					if to := w.local(s.action); s.method == "POST" && to != "" && !sent[shape(to)] && to != "/account/logout" {
						sent[shape(to)] = true
						w.walkers[name].post(to, s.filled())
					}
				}
			}
		}
		w.Must(w.Tasks.Plant(t.Context()))
		for range 4 {
			w.Run()
			w.Clock.Move(25 * time.Hour)
		}
	})
}

// note tells the parent which places the configuration names.
func note(t *testing.T, hosts ...string) {
	t.Helper()
	f, err := os.OpenFile(os.Getenv(envHosts), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(strings.Join(hosts, "\n") + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
