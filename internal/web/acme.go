package web

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"verv/internal/fault"
)

// ACME fetches certificates (RFC 8555). It is the one part of web that speaks to the network on its own, and only to the
// directory that the operator named.
type ACME struct {
	manager *autocert.Manager
}

// NewACME fetches certificates for the hosts of sites and for home, from directory (empty is Let's Encrypt), and keeps them
// with the account's key in the folder cache. mail is where the authority writes when a certificate is about to end.
func NewACME(directory, mail, cache string, home []string, sites Sites) *ACME {
	client := &acme.Client{DirectoryURL: directory, UserAgent: "verv"}
	if directory == "" {
		client.DirectoryURL = autocert.DefaultACMEDirectory
	}
	return &ACME{&autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(cache), Email: mail, Client: client, HostPolicy: knownHosts(home, sites),
	}}
}

// knownHosts lets nobody make us ask for certificates for names that are not ours: authorities count.
func knownHosts(home []string, sites Sites) autocert.HostPolicy {
	own := autocert.HostWhitelist(home...)
	return func(ctx context.Context, host string) error {
		if own(ctx, host) == nil {
			return nil
		}
		_, err := sites.ByHost(ctx, host)
		if fault.Is(err, fault.NotFound) {
			return fmt.Errorf("web: no certificate for a host that is no site's")
		}
		return err
	}
}

func (a *ACME) config() *tls.Config {
	c := a.manager.TLSConfig()
	c.MinVersion = tls.VersionTLS12
	return c
}

func (a *ACME) challenge(next http.Handler) http.Handler { return a.manager.HTTPHandler(next) }
