package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"verv/internal/config"
	"verv/internal/demo/world"
	"verv/internal/mail"
	"verv/internal/mail/caught"
	"verv/internal/server"
)

type demoVerb struct {
	Addr   string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve (${default}). Port 0 takes a free one."`
	Data   string `default:"./verv-demo" placeholder:"DIR" help:"Folder of the data (${default}); the keys lie in DIR-keys and DIR-root."`
	Size   string `default:"full" enum:"small,full" help:"How much to make on the first start: full is three sites in six languages, small is one of them with forty jobs."`
	Reset  bool   `help:"Throw away what is there and start over."`
	As     string `placeholder:"ROLE" enum:",candidate,recruiter,hiring-manager,owner,operator,officer" default:"" help:"Beside a running demonstration: print a link that enters once as a candidate, recruiter, hiring-manager, owner, operator or officer."`
	Site   string `placeholder:"SITE" help:"With --as: a part of the name of the site to enter."`
	Lang   string `placeholder:"LANG" enum:",nb,nn,sv,fi,da,en" default:"" help:"With --as: somebody who reads this language. With --sample: the language of the advertisements."`
	Sample int    `placeholder:"N" help:"Print N advertisements of the full demonstration and start nothing."`
	Name   string `arg:"" optional:"" help:"With --as: part of the name of the person, or of the employer."`
}

// Run makes a world on the first start and serves it until it is stopped. Mail goes over a real SMTP conversation to a server in
// this process, which keeps it in memory for the pages under /_demo/mail.
func (v demoVerb) Run(o *outside) error {
	if v.As != "" {
		return v.enter(o)
	}
	if v.Sample > 0 {
		return v.sample(o)
	}
	if v.Name != "" || v.Site != "" || v.Lang != "" {
		return errors.New("a name, --site and --lang go with --as, and --lang with --sample")
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
	cfg := demoConfig(v.Data, addr)
	all, err := v.worlds(o, p)
	if err != nil {
		return err
	}
	if !p.mark.Seeded {
		if err := v.make(o, p, cfg, post, all); err != nil {
			return err
		}
	}
	d, err := openDemo(o, cfg, post, false)
	if err != nil {
		return err
	}
	defer d.house.Close()
	if err := d.reach(o, all); err != nil {
		return err
	}
	m := p.mark
	m.URL = cfg.Web.PublicURL
	if err := p.write(m); err != nil {
		return err
	}
	d.house.Mux.Add(letterbox{post}.routes()...)
	d.house.Config.Web.Address = addr
	return d.house.Serve(o.ctx, func(net.Addr) {
		v.welcome(o, d.house.Config.Web.PublicURL, all)
		if started != nil {
			started(d.house.Config.Web.PublicURL)
		}
	})
}

// worlds are those that lie in the place, or that shall lie there.
func (v demoVerb) worlds(o *outside, p *place) ([]world.World, error) {
	if !p.mark.Seeded {
		return worldsOf(v.Size, o.now())
	}
	if v.Size == full && p.mark.Size != full {
		fmt.Fprintln(o.out, "A small world is here already, and stays; --reset makes a full one.")
	}
	return worldsOf(p.mark.Size, p.mark.Day)
}

// demo is a demonstration that is open.
type demo struct {
	house *server.House
	clock *strider
}

// openDemo makes keys and database where there are none, and builds the house. A hasty one waits for no disk.
func openDemo(o *outside, cfg config.Config, post *caught.Server, hasty bool) (*demo, error) {
	if _, err := ensureRoot(cfg.Keys.Root); err != nil {
		return nil, err
	}
	if err := migrate(o, cfg); err != nil {
		return nil, err
	}
	clock := &strider{wall: o.now}
	sender := mail.Server{Host: "127.0.0.1", Port: post.Port(), Encryption: mail.Required, Hello: "localhost", TLS: &tls.Config{RootCAs: post.Roots()}}
	h, err := server.Build(o.ctx, cfg, server.Options{Now: clock.Now, Wall: o.now, Log: demoLog(o), Plain: true, Version: commit, Hasty: hasty,
		Hosts:  []string{"localhost", "127.0.0.1", installationHost},
		Sender: recent{sender, clock.Now, o.now().Add(-24 * time.Hour)}})
	if err != nil {
		return nil, err
	}
	return &demo{h, clock}, nil
}

// demoLog shows what goes wrong. Each request would be too much between the lines that say how to enter.
func demoLog(o *outside) *slog.Logger { return logger(config.Log{Level: "warn"}, o.err) }

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
func (v demoVerb) welcome(o *outside, url string, all []world.World) {
	self := "verv"
	if filepath.Base(os.Args[0]) == self {
		self = os.Args[0]
	}
	self += " demo"
	if v.Data != "./verv-demo" {
		self += " --data " + v.Data
	}
	fmt.Fprintf(o.out, "\n%-20s%s/\n", all[0].Site.Name+" is up:", url)
	if len(all) > 1 {
		for i, at := range placed(all, url) {
			fmt.Fprintf(o.out, "%-20s%s/\n", "  "+all[i].Site.Name, at.url(url))
		}
	}
	fmt.Fprintf(o.out, "%-20s%s/_demo/mail\n\nEnter as somebody, from another terminal; each command prints a link that opens once:\n\n", "Mail that it sends:", url)
	for _, role := range demoRoles() {
		who := castOf(all, role)
		if len(who) == 0 {
			continue
		}
		fmt.Fprintf(o.out, "  %s --as %-15s %s\n", self, role, who[0].describe())
	}
	for _, w := range all[1:] {
		fmt.Fprintf(o.out, "  %s --as recruiter --site %s\n", self, w.Site.Key)
	}
	fmt.Fprintf(o.out, "\nA part of a name behind the role chooses somebody else, such as --as recruiter midtfjord; --lang sv somebody who reads Swedish.\n"+
		"Stop with Ctrl+C; the next start keeps what is here, and --reset starts over.\n\n")
}
