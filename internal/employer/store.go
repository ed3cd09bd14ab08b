package employer

import (
	"strings"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
)

func (p Profile) args() store.Args {
	return store.Args{"name": p.Name, "name_key": Key(p.Name), "web": p.Web, "story": p.Story, "street": p.Street, "postcode": p.Postcode,
		"town": p.Town, "reply_days": p.ReplyDays, "reply_promise": p.ReplyPromise, "branch": p.Branch, "size": string(p.Size), "founded": p.Founded,
		"places": strings.Join(p.Places, "\n"), "benefits": strings.Join(p.Benefits, "\n"), "meet": strings.Join(p.Meet, "\n"), "accent": p.Accent, "logo": p.Logo,
		"framers": joined(p.Framers)}
}

func scanEmployer(row store.Row) (Employer, error) {
	var e Employer
	var size, places, benefits, meet, framers string
	err := row.Scan(&e.ID, &e.Site, &e.Source, &e.Name, &e.Number, &e.Country, &e.Web, &e.Story, &e.Street, &e.Postcode, &e.Town,
		&e.ReplyDays, &e.ReplyPromise, &e.Branch, &size, &e.Founded, &places, &benefits, &meet, &e.Accent, &e.Logo, &framers,
		&e.MadeAt, &e.ChangedAt, &e.VerifiedAt, &e.ClosedAt)
	e.Size, e.Places, e.Benefits, e.Meet, e.Framers = Size(size), lines(places), lines(benefits), lines(meet), strings.Fields(framers)
	return e, err
}

// scanMember opens the name as well.
func scanMember(r *store.Reader) func(store.Row) (Member, error) {
	return func(row store.Row) (Member, error) {
		m, sealed, err := scan(row)
		if err != nil || sealed == nil {
			return m, err
		}
		body, err := store.Unseal[memberBody](r, fieldMemberName, m.dossier, m.ID, sealed)
		m.Name = privacy.Hold(r.Grant(), privacy.Identity, body.Reveal(r.Grant()).Name)
		return m, err
	}
}

// scanShut leaves the name shut.
func scanShut(row store.Row) (Member, error) {
	m, _, err := scan(row)
	return m, err
}

func scan(row store.Row) (m Member, sealed store.Sealed, err error) {
	var role string
	err = row.Scan(&m.ID, &m.Subject, &m.Account, &m.dossier, &role, &sealed, &m.MadeAt, &m.JoinedAt, &m.EndedAt)
	m.Role = access.Role(role)
	return m, sealed, err
}

// scanOwn reads one's own memberships, which name their employer.
func scanOwn(row store.Row) (Member, error) {
	var m Member
	var e ID
	var role string
	var sealed store.Sealed
	err := row.Scan(&m.ID, &e, &m.Subject, &m.Account, &m.dossier, &role, &sealed, &m.MadeAt, &m.JoinedAt, &m.EndedAt)
	m.Role = access.Role(role)
	return m, err
}

// joined are hosts in one column.
func joined(hosts []string) string { return strings.Join(hosts, " ") }
