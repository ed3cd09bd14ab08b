//go:build browser

package chromium

import "fmt"

// opens finds what a page can open above itself, a dialog or a popover: what a person presses, or a dialog that only a key opens. Each kind is
// there once: the menu of one card is like that of the next.
const opens = `(()=>{
	const of=(e)=>e.tagName==="DIALOG"?e:document.getElementById(e.getAttribute("popovertarget")??e.dataset.confirm);
	const pressed=[...document.querySelectorAll("[popovertarget],[data-confirm]")].filter((e)=>of(e)&&e.checkVisibility());
	const keyed=[...document.querySelectorAll("dialog")].filter((d)=>!pressed.some((e)=>of(e)===d));
	const kind=(e)=>[e.tagName,e.className,of(e).tagName,of(e).tagName==="DIALOG"?of(e).id:of(e).className].join(" ");
	const all=[...pressed,...keyed];
	return all.filter((e,i)=>all.findIndex((o)=>kind(o)===kind(e))===i);
})()`

// opened is what is open.
const opened = `document.querySelector("dialog[open],[popover]:popover-open")`

// Opens is how many kinds of dialogs and popovers this page has.
func (tab *Tab) Opens() int {
	tab.t.Helper()
	return Eval[int](tab, opens+".length")
}

// Open opens the nth of them as a person does. False where nothing opened.
func (tab *Tab) Open(n int) bool {
	tab.t.Helper()
	return Eval[bool](tab, fmt.Sprintf(`(()=>{const e=%s[%d];if(!e)return false;e.tagName==="DIALOG"?e.showModal():e.click();
		document.getAnimations().forEach((a)=>a.finish());return !!%s})()`, opens, n, opened))
}

// Shut closes what is open.
func (tab *Tab) Shut() {
	tab.t.Helper()
	Eval[bool](tab, fmt.Sprintf(`(()=>{for(let e;(e=%s);)e.tagName==="DIALOG"?e.close():e.hidePopover();return true})()`, opened))
}

// AxeOpened runs axe on what is open.
func (tab *Tab) AxeOpened() Findings {
	tab.t.Helper()
	return tab.axe(opened, fmt.Sprintf(allRules, !tab.forced))
}
