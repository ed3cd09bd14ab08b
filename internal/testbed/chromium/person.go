//go:build browser

package chromium

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Roles as Chromium tells them to assistive technology.
var (
	asButton = []string{"button"}
	asLink   = []string{"link"}
	asTicked = []string{"checkbox", "radio"}
	asFolded = []string{"DisclosureTriangle", "DisclosureTriangleGrouped"}
	asField  = []string{"textbox", "searchbox", "spinbutton", "combobox", "Date", "DateTime", "listbox", "TextField"}
)

type thing struct {
	id   cdp.BackendNodeID
	role string
	name string
}

// find is what has a role and exactly this name; nil when there is nothing. Of several the first one counts.
func (tab *Tab) find(roles []string, name string) []thing {
	tab.t.Helper()
	list := call(tab, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: tab.object("document"), AccessibleName: strings.Join(strings.Fields(name), " ")})
	var out []thing
	for _, n := range list.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		if r := word(n.Role); slices.Contains(roles, r) {
			out = append(out, thing{n.BackendDOMNodeID, r, word(n.Name)})
		}
	}
	return out
}

// object is a handle of what an expression gives; empty when that is nothing.
func (tab *Tab) object(expression string) runtime.RemoteObjectID {
	tab.t.Helper()
	return call(tab, runtime.Evaluate, runtime.EvaluateParams{Expression: expression}).Result.ObjectID
}

func word(v *accessibility.Value) string {
	var s string
	if v != nil {
		_ = json.Unmarshal([]byte(v.Value), &s)
	}
	return s
}

func (tab *Tab) must(roles []string, name string) thing {
	tab.t.Helper()
	list := tab.find(roles, name)
	if len(list) == 0 {
		tab.t.Fatalf("%s: there is no %s named %q; the page says:\n%s", tab.Path(), strings.Join(roles, " or "), name, tab.Text())
	}
	return list[0]
}

// on calls a function of JavaScript with the thing as this, and decodes what it gives.
func on[T any](tab *Tab, th thing, function string, args ...any) T {
	tab.t.Helper()
	obj := call(tab, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: th.id})
	p := runtime.CallFunctionOnParams{FunctionDeclaration: function, ObjectID: obj.Object.ObjectID, ReturnByValue: new(true)}
	for _, a := range args {
		raw, err := json.Marshal(a)
		if err != nil {
			tab.t.Fatal(err)
		}
		p.Arguments = append(p.Arguments, &runtime.CallArgument{Value: raw})
	}
	res := call(tab, runtime.CallFunctionOn, p)
	var out T
	if res.ExceptionDetails != nil {
		tab.t.Fatalf("%s: %q: %s", tab.Path(), th.name, res.ExceptionDetails.Text)
	}
	if len(res.Result.Value) > 0 {
		if err := json.Unmarshal([]byte(res.Result.Value), &out); err != nil {
			tab.t.Fatal(err)
		}
	}
	return out
}

// point scrolls the thing to the middle and says where a finger would touch it; what lies above it is told.
const point = `function(){this.scrollIntoView({block:"center",behavior:"instant"});const r=this.getClientRects()[0];if(!r)return {};
const x=r.x+r.width/2,y=r.y+r.height/2,e=document.elementFromPoint(x,y);
return {x,y,over:e&&(this.contains(e)||[...(this.labels??[])].some(l=>l.contains(e)))?"":(e?.outerHTML??"nothing").slice(0,80)}}`

func (tab *Tab) click(th thing) chromedp.Action[chromedp.Void] {
	tab.t.Helper()
	at := on[struct {
		X, Y float64
		Over *string
	}](tab, th, point)
	switch {
	case at.Over == nil:
		tab.t.Fatalf("%s: %s %q is not shown", tab.Path(), th.role, th.name)
	case *at.Over != "":
		tab.t.Fatalf("%s: %s %q cannot be touched: %s lies over it", tab.Path(), th.role, th.name, *at.Over)
	}
	return chromedp.MouseClickXY(at.X, at.Y)
}

// Press clicks the button and waits for the page that it leads to.
func (tab *Tab) Press(name string) *Tab {
	tab.t.Helper()
	tab.load(tab.click(tab.must(asButton, name)))
	return tab
}

// Follow clicks the link and waits for the page that it leads to.
func (tab *Tab) Follow(name string) *Tab {
	tab.t.Helper()
	tab.load(tab.click(tab.must(asLink, name)))
	return tab
}

// Touch clicks a button, link or fold that stays on the page: a dialog, a menu.
func (tab *Tab) Touch(name string) *Tab {
	tab.t.Helper()
	tab.do(tab.click(tab.must(slices.Concat(asButton, asFolded, asLink), name)))
	return tab
}

// Fill types into the field with this label, instead of what stood there.
func (tab *Tab) Fill(label, text string) *Tab {
	tab.t.Helper()
	th := tab.must(asField, label)
	kind := on[string](tab, th, `function(){return this.tagName==="SELECT"?"select":this.type}`)
	switch kind {
	case "date", "select", "number":
		if ok := on[bool](tab, th, set, text); !ok {
			tab.t.Fatalf("%s: %q has no choice %q", tab.Path(), label, text)
		}
	default:
		on[any](tab, th, `function(){this.focus();if(this.isContentEditable)getSelection().selectAllChildren(this);else this.select()}`)
		if text == "" {
			tab.do(chromedp.KeyEvent("\b"))
			return tab
		}
		call(tab, input.InsertText, input.InsertTextParams{Text: text})
	}
	return tab
}

// set puts a value into a field that is not typed into, and tells the page as the browser would.
const set = `function(v){if(this.tagName==="SELECT"){const o=[...this.options].find(o=>o.label.trim()===v||o.value===v);if(!o)return false;this.value=o.value}
else this.value=v;this.dispatchEvent(new Event("input",{bubbles:true}));this.dispatchEvent(new Event("change",{bubbles:true}));return true}`

// Tick ticks a box or picks one of several.
func (tab *Tab) Tick(label string) *Tab {
	tab.t.Helper()
	th := tab.must(asTicked, label)
	tab.do(tab.click(th))
	if !on[bool](tab, th, `function(){return this.checked}`) {
		tab.t.Fatalf("%s: %q was clicked and is not ticked", tab.Path(), label)
	}
	return tab
}

// Attach puts a file into the field for files. A page has one.
func (tab *Tab) Attach(name string, content []byte) *Tab {
	tab.t.Helper()
	file := filepath.Join(tab.t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		tab.t.Fatal(err)
	}
	field := tab.object(`document.querySelector("input[type=file]")`)
	if field == "" {
		tab.t.Fatalf("%s: there is no field for files", tab.Path())
	}
	call(tab, dom.SetFileInputFiles, dom.SetFileInputFilesParams{ObjectID: field, Files: []string{file}})
	return tab
}

// Text is what can be seen on the page, on one line.
func (tab *Tab) Text() string {
	tab.t.Helper()
	return strings.Join(strings.Fields(Eval[string](tab, `document.body?.innerText??""`)), " ")
}

// Sees fails when a text cannot be seen.
func (tab *Tab) Sees(texts ...string) *Tab {
	tab.t.Helper()
	all := tab.Text()
	for _, s := range texts {
		if s = strings.Join(strings.Fields(s), " "); s == "" || !strings.Contains(all, s) {
			tab.t.Fatalf("%s (%d) does not say %q but:\n%s", tab.Path(), tab.Status(), s, all)
		}
	}
	return tab
}

// Lacks fails when a text can be seen.
func (tab *Tab) Lacks(texts ...string) *Tab {
	tab.t.Helper()
	all := tab.Text()
	for _, s := range texts {
		if strings.Contains(all, s) {
			tab.t.Fatalf("%s says %q:\n%s", tab.Path(), s, all)
		}
	}
	return tab
}

// Until waits for an expression to hold, for pages that change without leaving.
func (tab *Tab) Until(expression string) *Tab {
	tab.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if Eval[bool](tab, "!!("+expression+")") {
			return tab
		}
	}
	tab.t.Fatalf("%s: it never comes to hold that %s; the page says:\n%s", tab.Path(), expression, tab.Text())
	return tab
}

// Has reports whether there is a button or link with this name.
func (tab *Tab) Has(name string) bool {
	tab.t.Helper()
	return len(tab.find(slices.Concat(asButton, asLink), name)) > 0
}

// Download clicks what leads to a file and gives its content.
func (tab *Tab) Download(name string) []byte {
	tab.t.Helper()
	tab.do(tab.click(tab.must(slices.Concat(asButton, asLink), name)))
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		list, err := filepath.Glob(filepath.Join(tab.Downloads, "*"))
		if err != nil {
			tab.t.Fatal(err)
		}
		for _, f := range list {
			if b, err := os.ReadFile(f); err == nil && len(b) > 0 && !strings.HasSuffix(f, ".crdownload") && !strings.HasPrefix(filepath.Base(f), ".") {
				_ = os.Remove(f)
				return b
			}
		}
	}
	tab.t.Fatalf("%s: %q gave no file", tab.Path(), name)
	return nil
}
