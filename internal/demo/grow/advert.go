package grow

import (
	"strings"

	"verv/internal/demo/trade"
)

// advert is what one advertisement is put together from.
type advert struct {
	dice
	frame    trade.Frame
	field    trade.Field
	trade    trade.Trade
	rota     bool
	employer trade.Employer
	leads    trade.Lines // the employer's own in this language
	at       string      // where the employer is
	title    string      // a line of the trade's titles
	contact  string      // name
	does     string      // what the contact does
}

// shapes are the ways an advertisement can be built, the usual one twice.
var shapes = []func(*advert) []string{(*advert).bullets, (*advert).bullets, (*advert).prose, (*advert).short, (*advert).mixed, (*advert).offerFirst}

// text is the advertisement in the small language in which members write.
func (a *advert) text() string {
	blocks := append([]string{a.opening()}, pick(a.dice, shapes)(a)...)
	blocks = append(blocks, a.closing())
	return strings.Join(blocks, "\n\n") + "\n"
}

func (a *advert) say(lines trade.Lines) string {
	return upper(fill(pick(a.dice, lines), "{employer}", called(a.employer.Name), "{at}", a.at, "{seek}", sought(a.frame, a.title), "{name}", a.contact, "{role}", inside(a.does)))
}

// opening begins with the employer, with the field or with the work.
func (a *advert) opening() string {
	lead := a.say(a.field.Leads)
	if len(a.leads) > 0 && a.chance(65) {
		lead = a.say(a.leads)
	}
	scene := some(a.dice, a.trade.Scene, a.between(1, 2))
	switch a.IntN(4) {
	case 0:
		return strings.Join(scene, " ") + "\n\n" + lead + " " + a.say(a.frame.Openings)
	case 1:
		return lead + " " + strings.Join(scene, " ")
	case 2:
		return lead + "\n\n" + strings.Join(scene, " ")
	}
	return a.say(a.frame.Openings) + " " + strings.Join(scene, " ")
}

// hours is a sentence about when the work is done, now and then.
func (a *advert) hours() string {
	if !a.chance(60) {
		return ""
	}
	if a.rota {
		return " " + pick(a.dice, a.frame.Rota)
	}
	return " " + pick(a.dice, a.frame.Regular)
}

func (a *advert) closing() string {
	out := a.say(a.frame.Closings)
	if a.chance(70) {
		out += " " + a.say(a.frame.Contacts)
	}
	return out
}

// list is a heading with its lines.
func (a *advert) list(heads trade.Lines, lines []string) string {
	out := "## " + pick(a.dice, heads) + "\n"
	for _, l := range lines {
		out += "\n- " + upper(l)
	}
	return out
}

// sentence puts some of the lines into a sentence.
func (a *advert) sentence(frames trade.Lines, lines []string, n int) string {
	return fill(pick(a.dice, frames), "{list}", joined(a.frame, some(a.dice, simple(lines), n)))
}

func (a *advert) duties(n int) string {
	return a.list(a.frame.DutyHeads, some(a.dice, a.trade.Duties, n))
}

func (a *advert) demands(n int) string {
	return a.list(a.frame.MustHeads, a.needed(n))
}

// needed keeps the first demand, which is the one of the law or the schooling, where it stands.
func (a *advert) needed(n int) []string {
	return append([]string{a.trade.Must[0]}, some(a.dice, a.trade.Must[1:], n-1)...)
}

func (a *advert) needs() string {
	all := simple(a.trade.Must[1:])
	return fill(pick(a.dice, a.frame.MustProse), "{list}", joined(a.frame, append([]string{a.trade.Must[0]}, some(a.dice, all, 2)...)))
}

func (a *advert) offers(n int) string {
	return a.list(a.frame.OfferHeads, some(a.dice, a.field.Offers, n))
}

func (a *advert) bullets() []string {
	out := []string{a.duties(a.between(4, 6)), a.demands(a.between(3, 4))}
	if a.chance(70) {
		out = append(out, a.list(a.frame.NiceHeads, some(a.dice, a.trade.Nice, 2)))
	}
	out = append(out, pick(a.dice, a.field.Traits)+a.hours())
	return append(out, a.offers(a.between(3, 4)))
}

func (a *advert) prose() []string {
	return []string{
		a.sentence(a.frame.DutyProse, a.trade.Duties, 3) + a.hours(),
		a.needs() + " " + a.sentence(a.frame.NiceProse, a.trade.Nice, 1) + " " + pick(a.dice, a.field.Traits),
		a.sentence(a.frame.OfferProse, a.field.Offers, 3),
	}
}

func (a *advert) short() []string {
	return []string{a.sentence(a.frame.DutyProse, a.trade.Duties, 3), a.demands(3), a.sentence(a.frame.OfferProse, a.field.Offers, 2) + a.hours()}
}

func (a *advert) mixed() []string {
	return []string{a.duties(a.between(4, 5)), a.needs() + " " + pick(a.dice, a.field.Traits) + " " + a.sentence(a.frame.NiceProse, a.trade.Nice, 1), a.offers(3)}
}

func (a *advert) offerFirst() []string {
	return []string{a.offers(a.between(3, 5)), a.duties(a.between(3, 5)), a.demands(3), pick(a.dice, a.field.Traits) + a.hours()}
}
