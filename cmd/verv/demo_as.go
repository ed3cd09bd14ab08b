package main

import (
	"fmt"
	"strings"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/server"
)

// player is somebody of a world whom one can enter as.
type player struct {
	name, address, what string
	language, site      string
	world               int // which of the worlds
	persona             access.Persona
	role                access.Role
}

func (p player) describe() string {
	if p.what == "" {
		return p.name
	}
	return p.name + ", " + p.what
}

func demoRoles() []string {
	return []string{"candidate", "recruiter", "hiring-manager", "owner", "operator", "officer"}
}

// castOf lists everybody with a role, the one who shows most first. The operator and the officer are the same on every site.
func castOf(all []world.World, role string) []player {
	var out []player
	for i, w := range all {
		w.Operator, w.Officer = all[0].Operator, all[0].Officer
		for _, p := range castIn(w, role) {
			p.world, p.site = i, w.Site.Key+" "+w.Site.Name
			out = append(out, p)
		}
	}
	return out
}

func castIn(w world.World, role string) []player {
	var out []player
	switch role {
	case "candidate":
		for _, c := range w.Candidates {
			out = append(out, player{name: c.Name, address: c.Email, persona: access.Candidate, what: c.Headline, language: c.Language})
		}
	case "operator", "officer":
		who, persona := w.Operator, access.Operator
		if role == "officer" {
			who, persona = w.Officer, access.Officer
		}
		if who.Email != "" {
			out = append(out, player{name: who.Name, address: who.Email, persona: persona, language: who.Language})
		}
	default:
		for _, e := range w.Employers {
			for _, m := range e.Members {
				if string(m.Role) == role {
					out = append(out, player{name: m.Name, address: m.Email, persona: access.Member, role: access.Role(m.Role), what: e.Name, language: m.Language})
				}
			}
		}
	}
	return out
}

// choose finds the first whose name, employer or headline has the words in it, on the site and in the language that are asked for; what
// is not asked for chooses nobody out.
func (v demoVerb) choose(cast []player) (player, error) {
	has := func(text, part string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(part)))
	}
	for _, p := range cast {
		if has(p.describe()+" "+p.address, v.Name) && has(p.site, v.Site) && (v.Lang == "" || v.Lang == p.language) {
			return p, nil
		}
	}
	return player{}, fmt.Errorf("nobody of this role fits %q", strings.TrimSpace(strings.Join([]string{v.Name, v.Site, v.Lang}, " ")))
}

// enter prints a link that opens once, within ten minutes. Whoever can read the keys beside the data may enter as anybody; the link
// says so by its kind, and the session counts as one with a second factor.
func (v demoVerb) enter(o *outside) error {
	m, err := readMark(v.Data)
	if err != nil {
		return err
	}
	all, err := worldsOf(m.Size, m.Day)
	if err != nil {
		return err
	}
	who, err := v.choose(castOf(all, v.As))
	if err != nil {
		return err
	}
	h, err := server.Build(o.ctx, demoConfig(v.Data, strings.TrimPrefix(m.URL, "http://")), server.Options{Now: o.now, Log: demoLog(o), Plain: true, Version: commit})
	if err != nil {
		return err
	}
	defer h.Close()
	g, err := privacy.Authorize(access.Verv("demo.as"), access.Operation(), privacy.Account)
	if err != nil {
		return err
	}
	token, err := h.Accounts.EnterAs(o.ctx, g, who.address, who.persona, who.role)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Withheld) {
		return fmt.Errorf("%s is not here any more: choose somebody else, or start over with --reset", who.name)
	}
	if err != nil {
		return err
	}
	at := m.URL
	if len(all) > 1 {
		at = placed(all, m.URL)[who.world].url(m.URL)
	}
	fmt.Fprintf(o.out, "%s/account/link/%s\n", at, token)
	fmt.Fprintf(o.err, "enters once as %s (%s, %s), within ten minutes\n", who.describe(), v.As, all[who.world].Site.Name)
	return nil
}
