package search

import (
	"slices"
	"strings"
	"time"

	"verv/internal/match/query"
)

// A card remembers for a while what came into it when, so that a saved search can tell who is new in it. Of what went it remembers only that something
// did: what somebody took out of their CV is gone here as well.

// change is what came into a card at one moment.
type change struct {
	At    time.Time
	Words []string // that the card did not have before, each once
	Years int      // that it had before
	Moved bool     // it had another place
	Freed bool     // it could start on another day, or did not say when
	Lost  bool     // something that it had is gone
	All   bool     // so much came that it counts as a new card
}

const (
	remembered = 31 * 24 * time.Hour // no letter tells of more
	comingMost = 500                 // words of one change
	changeMost = 100                 // changes of one card; older ones are one with the card
)

// follow notes what is new in a card that was another before.
func (b *cardBody) follow(was cardBody, now time.Time) {
	b.Since = was.Since
	for _, c := range was.Changes {
		if now.Sub(c.At) < remembered {
			b.Changes = append(b.Changes, c)
		}
	}
	had, has := was.words(), b.words()
	c := change{At: now, Years: was.Years, Moved: b.Town != was.Town || b.County != was.County || b.Country != was.Country, Freed: b.Available != was.Available}
	for w := range has {
		if !had[w] {
			c.Words = append(c.Words, w)
		}
	}
	for w := range had {
		c.Lost = c.Lost || !has[w]
	}
	slices.Sort(c.Words)
	if len(c.Words) > comingMost {
		c.Words, c.All = nil, true
	}
	if c.Words == nil && !c.All && !c.Moved && !c.Freed && !c.Lost && b.Years == was.Years {
		return
	}
	b.Changes = append(b.Changes, c)
	b.Changes = b.Changes[max(0, len(b.Changes)-changeMost):]
}

// texts are all words of a card that are searched.
func (b *cardBody) texts() (out []*string) {
	out = append(out, &b.Title)
	for _, list := range [][]string{b.Skills, b.Languages, b.Employers, b.Roles, b.Texts, b.Education, b.Tongues} {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	return out
}

func (b *cardBody) words() map[string]bool {
	out := map[string]bool{}
	for _, s := range b.texts() {
		for _, w := range reWord.FindAllString(*s, -1) {
			out[strings.ToLower(w)] = true
		}
	}
	return out
}

// before is the card as it was at a moment, without what had gone since. Lost says that something had; there that it was there at all.
func (b cardBody) before(at time.Time) (was cardBody, lost, there bool) {
	if b.Since.After(at) {
		return was, false, false
	}
	was, there = b, true
	came := map[string]bool{}
	for _, c := range slices.Backward(b.Changes) {
		if !c.At.After(at) {
			break
		}
		for _, w := range c.Words {
			came[w] = true
		}
		was.Years, lost, there = c.Years, lost || c.Lost, there && !c.All
		if c.Moved {
			was.Town, was.County, was.Country = "", "", ""
		}
		if c.Freed {
			was.Available = ""
		}
	}
	return was.without(came), lost, there
}

// without is the card without some words.
func (b cardBody) without(words map[string]bool) cardBody {
	if len(words) == 0 {
		return b
	}
	for _, list := range []*[]string{&b.Skills, &b.Languages, &b.Employers, &b.Roles, &b.Texts, &b.Education, &b.Tongues} {
		*list = slices.Clone(*list)
	}
	for _, s := range b.texts() {
		*s = reWord.ReplaceAllStringFunc(*s, func(w string) string {
			if words[strings.ToLower(w)] {
				return ""
			}
			return w
		})
	}
	return b
}

// refuses reports whether a search shuts something out: losing a word can make somebody new in it.
func refuses(n query.Node) bool {
	switch n := n.(type) {
	case query.And:
		return slices.ContainsFunc(n, refuses)
	case query.Or:
		return slices.ContainsFunc(n, refuses)
	case query.Not:
		return true
	}
	return false
}
