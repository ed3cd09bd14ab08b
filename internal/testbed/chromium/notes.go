//go:build browser

package chromium

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// watch counts what the policy refuses, from the first moment of every page.
const watch = `window.refused=[];addEventListener("securitypolicyviolation",e=>refused.push(e.violatedDirective+" "+e.blockedURI+" "+e.sample))`

// Request is one request of a page and what came over the line for it.
type Request struct {
	URL   string
	Kind  string // Document, Script, Stylesheet, Font, Image, ...
	Bytes int64  // with headers, compressed as it came
}

// notes is what a tab writes down. Events arrive on the browser's own goroutine.
type notes struct {
	origin string
	answer func() // answers a dialog; must not block

	mu       sync.Mutex
	ids      map[network.RequestID]int
	requests []Request // of the page that is shown
	foreign  []string  // of all pages
	console  []string  // of all pages
	document network.RequestID
	status   int64
	at       string
	ran      bool
	saved    int
}

func (n *notes) hear(ev any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		n.sent(ev)
	case *network.EventLoadingFinished:
		if i, ok := n.ids[ev.RequestID]; ok && i < len(n.requests) {
			n.requests[i].Bytes = int64(ev.EncodedDataLength)
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError || ev.Entry.Source == log.EntrySourceSecurity {
			n.console = append(n.console, fmt.Sprintf("%s: %s", n.at, ev.Entry.Text))
		}
	case *runtime.EventExceptionThrown:
		n.console = append(n.console, n.at+": "+ev.ExceptionDetails.Text)
	case *page.EventJavascriptDialogOpening:
		n.answer()
	case *page.EventFrameNavigated:
		if ev.Frame.ParentID == "" {
			n.at = ev.Frame.URL
		}
	}
}

func (n *notes) sent(ev *network.EventRequestWillBeSent) {
	u := ev.Request.URL
	if !strings.HasPrefix(u, n.origin+"/") && !slices.ContainsFunc([]string{"data:", "blob:", "about:"}, func(s string) bool { return strings.HasPrefix(u, s) }) {
		n.foreign = append(n.foreign, u+" from "+ev.DocumentURL)
	}
	if ev.Type == network.ResourceTypeDocument {
		n.document = ev.RequestID
	}
	if n.ids == nil {
		n.ids = map[network.RequestID]int{}
	}
	if !strings.HasPrefix(u, "data:") {
		n.ids[ev.RequestID] = len(n.requests)
		n.requests = append(n.requests, Request{URL: u, Kind: string(ev.Type)})
	}
}

// begin forgets the requests of the page before.
func (n *notes) begin() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.requests, n.ids, n.status = nil, nil, 0
}

func (n *notes) loaded(resp *network.Response) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if resp != nil {
		n.status, n.at = resp.Status, resp.URL
	}
}

func (n *notes) fresh() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	ran := n.ran
	n.ran = true
	return !ran
}

func (n *notes) path() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.TrimPrefix(n.at, n.origin)
}

// Path is where the tab is, with the query.
func (tab *Tab) Path() string { return tab.notes.path() }

// Status is that of the page that is shown.
func (tab *Tab) Status() int64 {
	tab.notes.mu.Lock()
	defer tab.notes.mu.Unlock()
	return tab.notes.status
}

// Requests are those of the page that is shown.
func (tab *Tab) Requests() []Request {
	tab.notes.mu.Lock()
	defer tab.notes.mu.Unlock()
	return slices.Clone(tab.notes.requests)
}

// Foreign are all requests so far that went to another host than the house.
func (tab *Tab) Foreign() []string {
	tab.notes.mu.Lock()
	defer tab.notes.mu.Unlock()
	return slices.Clone(tab.notes.foreign)
}

// Console is what the console complained of so far. That a page answered with an error status is no complaint: a test looks at Status.
// Neither is a feature in Permissions-Policy that Chromium has on other systems only (bluetooth, web-share).
func (tab *Tab) Console() []string {
	tab.notes.mu.Lock()
	defer tab.notes.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(tab.notes.console), func(s string) bool {
		return strings.Contains(s, "the server responded with a status of") || strings.Contains(s, "Permissions-Policy header: Unrecognized feature")
	})
}

// Refused is what the content policy refused on the page that is shown. Where scripts are off only the console and the house's own count tell.
func (tab *Tab) Refused() []string {
	tab.t.Helper()
	return Eval[[]string](tab, "window.refused??[]")
}

// HTML is the page as the house sent it.
func (tab *Tab) HTML() string {
	tab.t.Helper()
	tab.notes.mu.Lock()
	id := tab.notes.document
	tab.notes.mu.Unlock()
	return string(call(tab, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id}).Body)
}

// Host is where the tab is, without the path.
func (tab *Tab) Host() string {
	u, err := url.Parse(tab.origin)
	if err != nil {
		return ""
	}
	return u.Host
}
