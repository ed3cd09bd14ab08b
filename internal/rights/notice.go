package rights

import (
	"slices"
	"strings"

	"verv/internal/privacy"
)

// Notice is what every reader may know of how the installation treats data (GDPR article 13). All of it is derived from what the program
// runs by: purposes and their grounds, the inventory, the retention schedule.
type Notice struct {
	Controller Controller
	Purposes   []NoticePurpose
	Classes    []NoticeClass
	Authority  Authority
}

// NoticePurpose is one purpose with what it may use.
type NoticePurpose struct {
	Purpose    privacy.Purpose
	Ground     privacy.Ground
	Categories []privacy.Category
}

// NoticeClass is one retention class.
type NoticeClass struct {
	Class privacy.Class
	Rule  privacy.Rule
}

// Authority is where a person complains (article 77).
type Authority struct{ Name, URL string }

// authorities are those of the countries that Verv knows.
var authorities = map[string]Authority{
	"NO": {"Datatilsynet", "https://www.datatilsynet.no"},
	"SE": {"Integritetsskyddsmyndigheten (IMY)", "https://www.imy.se"},
	"FI": {"Tietosuojavaltuutetun toimisto", "https://tietosuoja.fi"},
	"DK": {"Datatilsynet", "https://www.datatilsynet.dk"},
}

// Notice derives the privacy page. A purpose without any personal column is named too: saying that it uses nothing is information.
func (h *House) Notice() Notice {
	n := Notice{Controller: h.Controller, Authority: authorities[h.Controller.Country]}
	if name, at, ok := strings.Cut(h.Controller.Authority, ", https://"); ok {
		n.Authority = Authority{Name: name, URL: "https://" + at}
	} else if name != "" {
		n.Authority = Authority{Name: name}
	}
	for _, p := range privacy.Purposes() {
		ground, _ := privacy.GroundOf(p)
		one := NoticePurpose{Purpose: p, Ground: ground}
		for _, c := range h.DB.Inventory().ForPurpose(p) {
			one.Categories = once(one.Categories, c.Category)
		}
		slices.Sort(one.Categories)
		n.Purposes = append(n.Purposes, one)
	}
	for _, c := range privacy.Classes() {
		rule, _ := h.Retention.Rule(c)
		n.Classes = append(n.Classes, NoticeClass{c, rule})
	}
	return n
}

// basisKey is the catalogue key of a legal basis.
func basisKey(b privacy.Basis) string {
	switch b {
	case privacy.Consent:
		return "privacy.basis.consent"
	case privacy.Contract:
		return "privacy.basis.contract"
	case privacy.Obligation:
		return "privacy.basis.obligation"
	}
	return "privacy.basis.interest"
}
