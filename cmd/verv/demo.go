package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/demo/world"
	"verv/internal/mail"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/server"
)

type demoVerb struct {
	Addr  string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve (${default}). Port 0 takes a free one."`
	Data  string `default:"./verv-demo" placeholder:"DIR" help:"Folder of the data (${default}); the keys lie in DIR-keys and DIR-root."`
	Reset bool   `help:"Throw away what is there and start over."`
	As    string `placeholder:"ROLE" enum:",candidate,recruiter,hiring-manager,owner,operator,officer" default:"" help:"Beside a running demonstration: print a link that enters once as a candidate, recruiter, hiring-manager, owner, operator or officer."`
	Name  string `arg:"" optional:"" help:"With --as: part of the name of the person, or of the employer."`
}

// Run makes a small world on the first start and serves it until it is stopped. Mail goes over a real SMTP conversation to a server in
// this process, which keeps it in memory for the pages under /_demo/mail.
func (v demoVerb) Run(o *outside) error {
	if v.As != "" {
		return v.enter(o)
	}
	if v.Name != "" {
		return errors.New("a name goes with --as")
	}
	return v.serve(o, nil)
}

func (v demoVerb) serve(o *outside, started func(url string)) error {
	addr, err := freeAddress(v.Addr)
	if err != nil {
		return err
	}
	p, err := takePlace(v.Data)
	if err != nil {
		return err
	}
	defer p.leave()
	if v.Reset || !p.mark.Seeded {
		if err := p.clear(); err != nil {
			return err
		}
	}
	post, err := caught.Start(o.now())
	if err != nil {
		return err
	}
	defer post.Close()
	w, err := world.Load()
	if err != nil {
		return err
	}
	d, err := openDemo(o, demoConfig(v.Data, addr), post)
	if err != nil {
		return err
	}
	defer d.house.Close()
	if err := d.prepare(o, p, w); err != nil {
		return err
	}
	d.house.Mux.Add(letterbox{post}.routes()...)
	d.house.Config.Web.Address = addr
	return d.house.Serve(o.ctx, func(net.Addr) {
		v.welcome(o, d.house.Config.Web.PublicURL, w)
		if started != nil {
			started(d.house.Config.Web.PublicURL)
		}
	})
}

// demo is a demonstration that is open.
type demo struct {
	house *server.House
	clock *strider
}

// openDemo makes keys and database where there are none, and builds the house.
func openDemo(o *outside, cfg config.Config, post *caught.Server) (*demo, error) {
	if _, err := ensureRoot(cfg.Keys.Root); err != nil {
		return nil, err
	}
	if err := migrate(o, cfg); err != nil {
		return nil, err
	}
	clock := &strider{wall: o.now}
	sender := mail.Server{Host: "127.0.0.1", Port: post.Port(), Encryption: mail.Required, Hello: "localhost", TLS: &tls.Config{RootCAs: post.Roots()}}
	h, err := server.Build(o.ctx, cfg, server.Options{Now: clock.Now, Wall: o.now, Log: demoLog(o), Plain: true, Version: commit, Hosts: []string{installationHost},
		Sender: recent{sender, clock.Now, o.now().Add(-24 * time.Hour)}})
	if err != nil {
		return nil, err
	}
	return &demo{h, clock}, nil
}

// demoLog shows what goes wrong. Each request would be too much between the lines that say how to enter.
func demoLog(o *outside) *slog.Logger { return logger(config.Log{Level: "warn"}, o.err) }

// prepare seeds on the first start; on each it makes sure that the address is a host of the site, and keeps the mark.
func (d *demo) prepare(o *outside, p *place, w world.World) error {
	url := d.house.Config.Web.PublicURL
	if !p.mark.Seeded {
		fmt.Fprintf(o.out, "Making the world: %d employers, %d jobs, %d candidates, %d applications ...\n", len(w.Employers), len(w.Jobs), len(w.Candidates),
			len(w.Applications))
		began := o.now()
		if err := newSeeder(o.ctx, d, w, hostsOf(url)).run(); err != nil {
			return fmt.Errorf("making the world: %w", err)
		}
		fmt.Fprintf(o.out, "Made in %s.\n", o.now().Sub(began).Round(100*time.Millisecond))
	}
	if err := d.reach(o.ctx, hostsOf(url)); err != nil {
		return err
	}
	return p.write(mark{URL: url, Seeded: true})
}

// reach makes the hosts those of the sites at this address, the first one being their own: the address may be another than last time.
func (d *demo) reach(ctx context.Context, hosts []string) error {
	public, err := privacy.Authorize(access.Verv("demo"), access.Public(), privacy.Publish)
	if err != nil {
		return err
	}
	all, err := d.house.Sites.List(ctx, public)
	if err != nil {
		return err
	}
	g, err := privacy.Authorize(access.Verv("demo"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	for _, s := range all {
		if strings.HasSuffix(s.Hosts[0], ".localhost") || slices.Equal(s.Hosts, hosts) {
			continue
		}
		c := s.Content
		c.Hosts = hosts
		if err := d.house.Sites.Change(ctx, g, s.ID, c); err != nil {
			return err
		}
	}
	return nil
}

// demoConfig is a configuration of the strictest profile, on embedded storage, for people who walk by hand.
func demoConfig(data, addr string) config.Config {
	c := config.Default()
	c.Profile = "strictest"
	c.Data.Dir, c.Keys.Dir, c.Keys.Root = data, keysOf(data), rootOf(data)
	c.Web.Address, c.Web.MetricsAddress, c.Web.PublicURL = addr, "", "http://"+publicAddress(addr)
	c.Web.TLS.Mode, c.Web.Drain = "none", 2*time.Second
	c.Mail.From = "post@fjordjobb.example"
	c.Operator = config.Operator{Name: "Fjordjobb Drift AS", RegisterNumber: "319999906", Address: "Kaigata 4, 6585 Tindvik", Country: "NO",
		PrivacyContact: "personvern@fjordjobb.example"}
	c.Limits.Requests = 6000
	c.Webhook = config.Webhook{Hosts: []string{"127.0.0.1"}, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	return c
}

// publicAddress is the address as a browser on this machine takes it.
func publicAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// hostsOf lists the hosts that the site answers on: that of the address first.
func hostsOf(url string) []string {
	host, _, err := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	if err != nil {
		host = "localhost"
	}
	hosts := []string{host}
	for _, h := range []string{"localhost", "127.0.0.1"} {
		if h != host {
			hosts = append(hosts, h)
		}
	}
	return hosts
}

// freeAddress gives port 0 its number before anything is built: letters carry it.
func freeAddress(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", errors.New("--addr takes HOST:PORT")
	}
	if port != "0" {
		return addr, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err = net.SplitHostPort(l.Addr().String())
	return net.JoinHostPort(host, port), err
}

// welcome says where everything is.
func (v demoVerb) welcome(o *outside, url string, w world.World) {
	self := "verv"
	if filepath.Base(os.Args[0]) == self {
		self = os.Args[0]
	}
	self += " demo"
	if v.Data != "./verv-demo" {
		self += " --data " + v.Data
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	fmt.Fprintf(o.out, "\n%-20s%s/\n%-20shttp://%s/\n%-20s%s/_demo/mail\n\nEnter as somebody, from another terminal; each command prints a link that opens once:\n\n", w.Site.Name+" is up:", url,
		"All its job sites:", net.JoinHostPort(installationHost, port), "Mail that it sends:", url)
	for _, role := range demoRoles() {
		who := castOf(w, role)
		if len(who) == 0 {
			continue
		}
		fmt.Fprintf(o.out, "  %s --as %-15s %s\n", self, role, who[0].describe())
	}
	fmt.Fprintf(o.out, "\nA part of a name behind the role chooses somebody else, such as --as recruiter midtfjord.\nStop with Ctrl+C; the next start keeps what is here, and --reset starts over.\n\n")
}
