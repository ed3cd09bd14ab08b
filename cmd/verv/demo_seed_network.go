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

// planNetwork brings the sites beside the first one: a network of one branch, and two career sites, one at a host of its own and one under a
// path of the first site. Browsers lead every name under localhost to this machine.
func (s *seeder) planNetwork() {
	if s.world.Site.Key != networked {
		return
	}
	s.plan(s.moment(history-10, 10, 0), "network", func() error {
		g, err := privacy.Authorize(access.Verv("demo"), access.Operation(), privacy.Operate)
		if err != nil {
			return err
		}
		o := s.house.Config.Operator
		legal := strings.Join([]string{o.Name, "Org.nr. " + o.RegisterNumber, o.Address}, "\n")
		for _, c := range []site.Content{
			{Hosts: []string{"helse.localhost"}, Name: "Helsejobb", Language: "nb", Accent: "teal", Market: site.Market{Reach: site.Network, Branches: []string{"health", "care"}},
				Texts: []site.Text{{Kind: site.Terms, Language: "nb", Body: "Helsejobb viser ledige jobber i helse og omsorg.\n\nDet er gratis å lese og søke, og du trenger ikke konto."}}},
			{Hosts: []string{"takelur.localhost"}, Name: "Jobb i Tåkelur", Language: "nb", Accent: "violet", Market: site.Market{Reach: site.Career, Employer: s.employers["takelur"]}},
			{Hosts: s.at.hosts, Prefix: "/midtfjord", Name: "Midtfjord sykehus", Language: "nb", Accent: "blue", Market: site.Market{Reach: site.Career, Employer: s.employers["midtfjord"]}},
		} {
			c.Country, c.Legal = "NO", legal
			if _, err := s.house.Sites.Create(s.ctx, g, c); err != nil {
				return err
			}
		}
		return nil
	})
}
