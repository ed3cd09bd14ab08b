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

// player is somebody of the world whom one can enter as.
type player struct {
	name, address, what string
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

// castOf lists everybody with a role, the one who shows most first.
func castOf(w world.World, role string) []player {
	var out []player
	switch role {
	case "candidate":
		for _, c := range w.Candidates {
			out = append(out, player{name: c.Name, address: c.Email, persona: access.Candidate, what: c.Headline})
		}
	case "operator":
		out = append(out, player{name: w.Operator.Name, address: w.Operator.Email, persona: access.Operator})
	case "officer":
		out = append(out, player{name: w.Officer.Name, address: w.Officer.Email, persona: access.Officer})
	default:
		for _, e := range w.Employers {
			for _, m := range e.Members {
				if string(m.Role) == role {
					out = append(out, player{name: m.Name, address: m.Email, persona: access.Member, role: access.Role(m.Role), what: e.Name})
				}
			}
		}
	}
	return out
}

// choose finds the first whose name, employer or headline has the words in it; no words choose the first.
func choose(cast []player, words string) (player, error) {
	for _, p := range cast {
		if strings.Contains(strings.ToLower(p.describe()+" "+p.address), strings.ToLower(strings.TrimSpace(words))) {
			return p, nil
		}
	}
	return player{}, fmt.Errorf("nobody of this role is called %q", words)
}

// enter prints a link that opens once, within ten minutes. Whoever can read the keys beside the data may enter as anybody; the link
// says so by its kind, and the session counts as one with a second factor.
func (v demoVerb) enter(o *outside) error {
	m, err := readMark(v.Data)
	if err != nil {
		return err
	}
	w, err := world.Load()
	if err != nil {
		return err
	}
	who, err := choose(castOf(w, v.As), v.Name)
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
	fmt.Fprintf(o.out, "%s/account/link/%s\n", m.URL, token)
	fmt.Fprintf(o.err, "enters once as %s (%s), within ten minutes\n", who.describe(), v.As)
	return nil
}
