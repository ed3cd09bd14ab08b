//go:build browser

package chromium

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take before a test gives up on it.
const patience = 20 * time.Second

// Browser is one Chromium.
type Browser struct {
	ctx  context.Context
	root string // of the module
}

// Start starts a Chromium that ends with the test. It skips the test where there is none.
func Start(t testing.TB) *Browser {
	t.Helper()
	root, err := module()
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-domain-reliability", true))
	alloc, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		wait, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_ = chromedp.Cancel(wait)
		end()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no Chromium: %v", err)
	}
	return &Browser{ctx, root}
}

// module is the folder of go.mod above the package under test.
func module() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", os.ErrNotExist
		}
		dir = up
	}
	return "", err
}

// Look is how somebody looks at pages.
type Look struct {
	Language string // of the browser, such as "nb"
	Width    int64  // of the window; 0 is a desk's 1280
	Dark     bool
	Contrast bool // forced colours, as Windows' contrast themes
	NoScript bool
	Bypass   bool // the content policy is off: for what a test itself puts into the page
	Fresh    bool // nothing is kept from page to page
}

// Tab is one person's window. Its methods fail the test when the page does not do what a person expects.
type Tab struct {
	Downloads string // where downloads land

	t      testing.TB
	ctx    context.Context
	origin string
	root   string
	notes  *notes
	forced bool // the colours are
}

// Tab opens a window of its own for one person at the house's address, such as http://127.0.0.1:8080.
func (b *Browser) Tab(t testing.TB, origin string, look Look) *Tab {
	t.Helper()
	n := &notes{origin: strings.TrimSuffix(origin, "/")}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(n.hear))
	t.Cleanup(end)
	tab := &Tab{Downloads: t.TempDir(), t: t, ctx: ctx, origin: n.origin, root: b.root, notes: n}
	n.answer = func() { go tab.acceptDialog() }
	tab.do(chromedp.Func(func(ctx context.Context, s *chromedp.Target) error {
		if _, err := cdp.Call(ctx, s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch}); err != nil {
			return err
		}
		if look.Bypass {
			if _, err := cdp.Call(ctx, s, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true}); err != nil {
				return err
			}
		}
		_, err := cdp.Call(ctx, s, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: look.Fresh})
		return err
	}))
	tab.Language(look.Language)
	tab.Script(!look.NoScript)
	tab.Colours(look.Dark, look.Contrast)
	tab.Width(look.Width)
	tab.keepDownloads()
	return tab
}

func (tab *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if tab.notes.fresh() {
		ctx = tab.ctx // the first call binds the tab's life to its context
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.t.Fatalf("%s: %v", tab.notes.path(), err)
	}
}

// call sends one command of the protocol.
func call[P, R any](tab *Tab, cmd cdp.Command[P, R], params P) R {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		tab.t.Fatalf("%s: %v", tab.notes.path(), err)
	}
	return r
}

// Language sets what the browser asks for.
func (tab *Tab) Language(tag string) {
	tab.t.Helper()
	if tag != "" {
		call(tab, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": tag}})
	}
}

// Script turns JavaScript on or off for the pages to come.
func (tab *Tab) Script(on bool) {
	tab.t.Helper()
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// Colours sets what the reader's system asks for.
func (tab *Tab) Colours(dark, contrast bool) {
	tab.t.Helper()
	tab.forced = contrast
	scheme, forced := "light", "none"
	if dark {
		scheme = "dark"
	}
	if contrast {
		forced = "active"
	}
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "forced-colors", Value: forced}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// Width sets the width of the window in CSS pixels; 0 is 1280.
func (tab *Tab) Width(px int64) {
	tab.t.Helper()
	if px == 0 {
		px = 1280
	}
	tab.Size(px, 900)
}

// Size sets the window in CSS pixels. In a tall one nothing at the foot of the window covers the page.
func (tab *Tab) Size(width, height int64) {
	tab.t.Helper()
	tab.do(chromedp.EmulateViewport(width, height))
}

func (tab *Tab) keepDownloads() {
	tab.t.Helper()
	id := chromedp.FromContext(tab.ctx).BrowserContextID
	_, err := chromedp.CallBrowser(tab.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: id, DownloadPath: tab.Downloads, EventsEnabled: new(true)})
	if err != nil {
		tab.t.Fatal(err)
	}
}

// acceptDialog leaves a page that asks whether it may be left: a test knows what it does.
func (tab *Tab) acceptDialog() {
	_, _ = chromedp.Call(tab.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
}

// Visit opens an address of the house: a path, or a whole address as it stands in a letter.
func (tab *Tab) Visit(address string) *Tab {
	tab.t.Helper()
	if u, err := url.Parse(address); err == nil && !u.IsAbs() {
		address = tab.origin + address
	}
	tab.load(chromedp.Func(func(ctx context.Context, s *chromedp.Target) error {
		res, err := cdp.Call(ctx, s, page.Navigate, page.NavigateParams{URL: address})
		if err == nil && res.ErrorText != "" {
			tab.t.Logf("%s: %s", address, res.ErrorText)
		}
		return err
	}))
	return tab
}

// load does what leads to another page and waits until that has loaded.
func (tab *Tab) load(step chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	before := tab.notes.path()
	tab.notes.begin()
	resp, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		tab.t.Fatalf("from %s: no page came: %v\n%s", before, err, tab.Text())
	}
	tab.notes.loaded(resp)
}

// Eval runs a script of the test in the page; the protocol does so beside the page's policy, and where scripts are off.
func Eval[T any](tab *Tab, script string) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tab.t.Fatalf("%s: %.80s: %v", tab.notes.path(), script, err)
	}
	return v
}

// Picture is the whole page as PNG.
func (tab *Tab) Picture() []byte {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tab.t.Fatal(err)
	}
	return png
}
