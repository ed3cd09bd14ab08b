//go:build browser

package chromium

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Focus is one stop of the tab key.
type Focus struct {
	Role, Name string
	Outline    bool // the stop can be seen
	Box        string
}

const focused = `(()=>{const e=document.activeElement;if(!e||e===document.body)return {Name:""};const s=getComputedStyle(e),r=e.getBoundingClientRect();
const name=(e.labels?.[0]?.innerText??e.innerText??e.getAttribute("aria-label")??"").trim().split("\n")[0];
return {Role:e.tagName.toLowerCase()+(e.type?" "+e.type:""),Name:name||e.getAttribute("aria-label")||e.id||e.tagName,
Outline:(s.outlineStyle!=="none"&&parseFloat(s.outlineWidth)>=1)||s.boxShadow!=="none",Box:[r.x,r.y,r.width,r.height].map(Math.round).join(" ")}})()`

// Key presses keys, one after the other: those of the text, or "\t", "\r" and " ".
func (tab *Tab) Key(keys string) *Tab {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(keys))
	return tab
}

// Enter presses the enter key and waits for the page that it leads to.
func (tab *Tab) Enter() *Tab {
	tab.t.Helper()
	return tab.Leave(kb.Enter)
}

// Leave presses a key that leads to another page and waits for it.
func (tab *Tab) Leave(key string) *Tab {
	tab.t.Helper()
	tab.load(chromedp.KeyEvent(key))
	return tab
}

// Escape presses the escape key.
func (tab *Tab) Escape() *Tab {
	tab.t.Helper()
	return tab.Key(kb.Escape)
}

// Focused is what has the focus now; its name is empty where nothing has.
func (tab *Tab) Focused() Focus {
	tab.t.Helper()
	return Eval[Focus](tab, focused)
}

// TabTo presses the tab key until the focus is on what begins with this name, and fails where it never comes there or cannot be seen.
func (tab *Tab) TabTo(name string) *Tab {
	tab.t.Helper()
	var stops []string
	for range 200 {
		f := tab.Key("\t").Focused()
		if strings.HasPrefix(f.Name, name) {
			if !f.Outline {
				tab.t.Errorf("%s: the focus on %q cannot be seen", tab.Path(), name)
			}
			return tab
		}
		stops = append(stops, f.Name)
	}
	tab.t.Fatalf("%s: the tab key does not come to %q but to %.400q", tab.Path(), name, stops)
	return tab
}

// Tabs presses the tab key until the page is through, and gives every stop.
func (tab *Tab) Tabs() []Focus {
	tab.t.Helper()
	var out []Focus
	for range 300 {
		f := tab.Key("\t").Focused()
		if f.Name == "" {
			return out
		}
		out = append(out, f)
	}
	tab.t.Fatalf("%s: the tab key never comes to the end: %s", tab.Path(), fmt.Sprint(out[len(out)-3:]))
	return nil
}
