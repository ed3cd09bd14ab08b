//go:build browser

package chromium

import (
	_ "embed" // the probe
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/chromedp/cdproto/page"
)

// Findings are those of axe on one page.
type Findings struct{ Violations, Incomplete []string }

// Rules of axe that a look asks for: all of WCAG 2.2 A and AA and best practice, or those alone that colours can break. In forced colours
// axe cannot tell the contrast of text: it reads -webkit-text-fill-color, whose computed value Chromium does not force. The probe reads
// what is painted.
const (
	allRules    = `runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"],rules:{"color-contrast":{enabled:%t}}`
	colourRules = `runOnly:{type:"rule",values:["color-contrast","link-in-text-block"]}`
	placeRules  = `runOnly:{type:"rule",values:["target-size","scrollable-region-focusable","color-contrast","link-in-text-block"]}`
	forcedRules = `runOnly:{type:"rule",values:["link-in-text-block"]}` // where colours are forced
)

// runAxe does not preload style sheets: no rule that runs asks for them, and the page's policy would refuse what axe makes of them.
const runAxe = `axe.run(%s,{preload:false,%s,resultTypes:["violations","incomplete"]}).then(r=>({
	Violations:r.violations.flatMap(v=>v.nodes.map(n=>v.id+" "+n.target.join(" ")+" "+n.failureSummary)),
	Incomplete:r.incomplete.flatMap(v=>v.nodes.map(n=>v.id+" "+n.target.join(" ")+" "+(n.any[0]?.message??"")))}))`

// reviewed is what axe cannot decide and an eye has: letters in an SVG, which stand on the card like its other text, and
// fields of choice, whose arrow is drawn as a gradient, and labels to the right of a timeline's line, which is a pseudo element.
var reviewed = regexp.MustCompile(`^color-contrast ((svg\[.* > )?text\[|\.v-chart-quiet\[|#[\w-]+ .*background gradient$|\.ds-tag\[.*pseudo element$)`)

// Axe runs axe-core (WCAG 2.2 A and AA, best practice) on the page as it stands. What an eye has reviewed is left out.
func (tab *Tab) Axe() Findings {
	tab.t.Helper()
	return tab.axe("document", fmt.Sprintf(allRules, !tab.forced))
}

// AxeColours runs the rules of axe that another look of the same page can break.
func (tab *Tab) AxeColours() Findings {
	tab.t.Helper()
	if tab.forced {
		return tab.axe("document", forcedRules)
	}
	return tab.axe("document", colourRules)
}

// AxePlaces runs the rules of axe that longer words can break, and the window they stand in.
func (tab *Tab) AxePlaces() Findings {
	tab.t.Helper()
	return tab.axe("document", placeRules)
}

func (tab *Tab) axe(where, rules string) Findings {
	tab.t.Helper()
	tab.equip("axe")
	f := Eval[Findings](tab, fmt.Sprintf(runAxe, where, rules))
	undecided := f.Incomplete
	f.Incomplete = nil
	for _, s := range undecided {
		if !reviewed.MatchString(s) {
			f.Incomplete = append(f.Incomplete, s)
		}
	}
	return f
}

//go:embed probe.js
var probe string

// Lost is what cannot be seen in the colours as they are: the icon in a control, and in forced colours text, and the edge of a control that
// had one when Lost looked before, in the page's own colours.
func (tab *Tab) Lost() []string {
	tab.t.Helper()
	tab.equip("vervLook")
	return Eval[[]string](tab, "vervLook()")
}

// Focusing is what a look at the focus found, and the kinds of controls that it knows then.
type Focusing struct{ Found, Kinds []string }

// Unfocused looks at the controls, one of each kind that is not known, and finds those of which one does not see that they have the
// focus. Forced colours draw no shadows.
func (tab *Tab) Unfocused(known []string) Focusing {
	tab.t.Helper()
	tab.equip("vervLook")
	kinds, err := json.Marshal(known)
	if err != nil {
		tab.t.Fatal(err)
	}
	return Eval[Focusing](tab, fmt.Sprintf("vervFocus(%s)", kinds))
}

// Sight is a fingerprint of which elements can be seen, and of how they are painted.
type Sight struct{ Shown, Painted string }

// Sight takes the fingerprint of the page as it stands.
func (tab *Tab) Sight() Sight {
	tab.t.Helper()
	tab.equip("vervLook")
	return Eval[Sight](tab, "vervSeen()")
}

// equip puts axe and the probe into this page, and into those that follow.
func (tab *Tab) equip(global string) {
	tab.t.Helper()
	if Eval[bool](tab, "typeof "+global+`!=="undefined"`) {
		return
	}
	axe, err := os.ReadFile(filepath.Join(tab.root, "assets/node_modules/axe-core/axe.min.js"))
	if err != nil {
		tab.t.Skipf("axe-core is not installed, run make assets: %v", err)
	}
	for _, script := range []string{string(axe), probe} {
		call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		tab.do(evaluate(script))
	}
}
