package rights

import (
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// The public pages about data.
const (
	pathNotice  = "/privacy"
	pathCookies = "/privacy/cookies"
)

// noticePage is the public privacy page of a site: GDPR article 13, paragraph by paragraph.
func (h *House) noticePage(r *web.Request, n Notice) page.Board {
	t := r.Words
	site := r.Site.Name
	if site == "" {
		site = n.Controller.Name
	}
	say := func(key string, args ...any) string { return t.Say("rights.notice."+key, args...) }
	b := page.Board{Title: say("title"), Lead: say("lead", "Site", site, "Operator", n.Controller.Name)}
	b.Parts = append(b.Parts, page.Part{Title: say("who"), Terms: controllerTerms(t, n), Lead: say("who.text")})
	b.Parts = append(b.Parts, page.Part{Title: say("why"), Lead: say("why.text"), Table: purposeTable(t, n)})
	b.Parts = append(b.Parts, page.Part{Title: say("balance"), Lead: say("balance.text"), Terms: balanceTerms(t, n)})
	b.Parts = append(b.Parts, page.Part{Title: say("receivers"), Lead: say("receivers.text")})
	b.Parts = append(b.Parts, page.Part{Title: say("abroad"), Lead: say("abroad.text")})
	b.Parts = append(b.Parts, page.Part{Title: say("long"), Lead: say("long.text"), Table: classTable(t, n)})
	var rights []webpage.Term
	for _, key := range []string{"see", "correct", "delete", "move", "object", "withdraw", "complain"} {
		rights = append(rights, webpage.Term{Name: say("right." + key), Text: say("right."+key+".text", "Authority", n.Authority.Name)})
	}
	b.Parts = append(b.Parts, page.Part{Title: say("rights"), Lead: say("rights.text"), Terms: rights})
	b.Parts = append(b.Parts, page.Part{Title: say("must"), Lead: say("must.text")})
	b.Parts = append(b.Parts, page.Part{Title: say("automatic"), Lead: say("automatic.text")})
	b.Parts = append(b.Parts, page.Part{Title: say("cookies"), Lead: say("cookies.text"), Table: cookieTable(t)})
	b.Actions = []webpage.Link{{URL: r.Path(Path), Label: say("own")}, {URL: r.Path(pathCookies), Label: say("cookies")}}
	return b
}

// cookiePage is what the privacy page says of cookies, at an address of its own.
func cookiePage(r *web.Request) page.Board {
	t := r.Words
	title := t.Say("rights.notice.cookies")
	return page.Board{Title: title, Lead: t.Say("rights.notice.cookies.text"), Parts: []page.Part{{Table: cookieTable(t)}},
		Crumbs: []webpage.Link{{URL: r.Path(pathNotice), Label: t.Say("rights.notice.title")}, {URL: r.Path(pathCookies), Label: title}}}
}

func controllerTerms(t *locale.Words, n Notice) []webpage.Term {
	var out []webpage.Term
	for _, x := range []struct{ key, text string }{{"name", n.Controller.Name}, {"number", n.Controller.RegisterNumber}, {"address", n.Controller.Address},
		{"contact", n.Controller.Contact}} {
		if x.text != "" {
			out = append(out, webpage.Term{Name: t.Say("rights.notice." + x.key), Text: x.text})
		}
	}
	if a := n.Authority; a.Name != "" {
		term := webpage.Term{Name: t.Say("rights.notice.authority"), Text: a.Name}
		if a.URL != "" {
			term.Body = webpage.Away(t, a.URL, a.Name)
		}
		out = append(out, term)
	}
	return out
}

func purposeTable(t *locale.Words, n Notice) webpage.Records {
	out := webpage.Records{ID: "purposes", Caption: t.Say("rights.notice.why"), Hide: true, Columns: columns(t, "why", "what", "basis")}
	for _, p := range n.Purposes {
		what := joined(categoryWords(t, p.Categories))
		if len(p.Categories) == 0 {
			what = t.Say("rights.notice.no-data")
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: t.Say("privacy.purpose." + string(p.Purpose))}, {Text: what}, {Text: t.Say(basisKey(p.Ground.Basis))}})
	}
	return out
}

// balanceTerms say why a legitimate interest outweighs (article 13(1)(d)).
func balanceTerms(t *locale.Words, n Notice) []webpage.Term {
	var out []webpage.Term
	for _, p := range n.Purposes {
		if p.Ground.Basis == privacy.Interest {
			out = append(out, webpage.Term{Name: t.Say("privacy.purpose." + string(p.Purpose)), Text: t.Say("privacy.balance." + string(p.Purpose))})
		}
	}
	return out
}

func classTable(t *locale.Words, n Notice) webpage.Records {
	out := webpage.Records{ID: "classes", Caption: t.Say("rights.notice.long"), Hide: true, Columns: columns(t, "what", "long", "from")}
	for _, c := range n.Classes {
		out.Rows = append(out.Rows, []webpage.Cell{{Text: t.Say("privacy.class." + string(c.Class))}, {Text: periodWords(t, c.Rule.Period)},
			{Text: t.Say("privacy.event." + string(c.Class))}})
	}
	return out
}

// periodWords writes a period in months, days or hours, whichever is whole.
func periodWords(t *locale.Words, p privacy.Period) string {
	switch {
	case p.Months > 0:
		return t.Say("unit.span.months", "Count", p.Months)
	case p.Hours%24 == 0:
		return t.Say("unit.span.days", "Count", p.Hours/24)
	}
	return t.Say("unit.span.hours", "Count", p.Hours)
}

func cookieTable(t *locale.Words) webpage.Records {
	out := webpage.Records{ID: "cookies", Caption: t.Say("rights.notice.cookies"), Hide: true, Columns: columns(t, "cookie", "why", "long")}
	for _, c := range web.Cookies() {
		life := t.Say("rights.notice.cookie.session")
		switch days := int(c.Life.Hours() / 24); {
		case days > 0:
			life = t.Say("unit.span.days", "Count", days)
		case c.Life > 0:
			life = t.Say("rights.notice.cookie.once")
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: c.Name}, {Text: t.Say(c.Purpose)}, {Text: life}})
	}
	return out
}
