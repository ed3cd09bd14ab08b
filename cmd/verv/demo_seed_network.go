package main

import (
	"strings"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/site"
)

// installationHost is the demonstration's own address, which leads to its sites.
const installationHost = "verv.localhost"

// networked is the key of the world whose employers have sites of their own.
const networked = "fjordjobb"

// branchOf is what an employer of the world does, in the words of the sites.
var branchOf = map[string]string{"Kommune": "public", "Sykehus": "health", "Programvare": "it", "Bygg og anlegg": "building", "Hotell og restaurant": "hospitality"}

// presence is how an employer of the world shows itself. Applicants meet roles: the page names no member.
func presence(e world.Employer) employer.Presence {
	p := employer.Presence{Branch: branchOf[e.Branch], Places: []string{e.Place.Town}}
	for _, m := range e.Members {
		if m.Role == world.HiringManager {
			p.Meet = append(p.Meet, m.Title)
		}
	}
	return p
}

// planNetwork brings the sites beside the first one, a minute apart so that every list has them in one order: a network of one branch, and two
// career sites, one at a host of its own and one under a path of the first site's address. Browsers lead every name under localhost to this
// machine. An employer that a world lacks has no career site.
func (s *seeder) planNetwork() {
	if s.world.Site.Key != networked {
		return
	}
	terms := "Helsejobb viser ledige jobber i helse og omsorg.\n\nDet er gratis å lese og søke, og du trenger ikke konto."
	s.planSite(0, "", site.Content{Hosts: []string{"helse.localhost"}, Name: "Helsejobb", Accent: "teal",
		Market: site.Market{Reach: site.Network, Countries: []string{"NO"}, Branches: []string{"health", "care"}}, Texts: []site.Text{{Kind: site.Terms, Language: "nb", Body: terms}}})
	s.planSite(1, "takelur", site.Content{Hosts: []string{"takelur.localhost"}, Name: "Jobb i Tåkelur", Accent: "violet"})
	s.planSite(2, "midtfjord", site.Content{Hosts: s.at.shared(), Prefix: "/midtfjord", Name: "Midtfjord sykehus", Accent: "blue"})
}

// planSite brings one of them; with the key of an employer it is that employer's career site.
func (s *seeder) planSite(nth int, of string, c site.Content) {
	if _, known := s.looks.employers[of]; of != "" && !known {
		return
	}
	s.plan(s.moment(history-10, 10, nth), "site "+c.Name, func() error {
		g, err := verv(access.Operation(), privacy.Operate)
		if err != nil {
			return err
		}
		if of != "" {
			c.Market = site.Market{Reach: site.Career, Employer: s.employers[of]}
		}
		c.Language, c.Country, c.Legal = "nb", "NO", s.legal()
		_, err = s.house.Sites.Create(s.ctx, g, c)
		return err
	})
}

// legal is who stands behind every site.
func (t *story) legal() string {
	o := t.house.Config.Operator
	return strings.Join([]string{o.Name, "Org.nr. " + o.RegisterNumber, o.Address}, "\n")
}
