package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// camera is one Chromium in front of the demonstration.
type camera struct {
	ctx     context.Context
	close   func()
	demo    *demonstration
	role    string // who is logged in
	taken   int
	pages   int
	wide    int
	missing []string
}

func newCamera(ctx context.Context, d *demonstration) (*camera, error) {
	alloc, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)...)
	tab, end := chromedp.NewContext(alloc)
	c := &camera{ctx: tab, demo: d, close: func() { end(); stop() }}
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// look is one way to look at a page.
type look struct {
	language, scheme, screen string
	width, height            int64
}

func (l look) String() string { return l.language + "-" + l.scheme + "-" + l.screen }

func looks(v view) []look {
	phone := func(lang, scheme string) look { return look{lang, scheme, "phone", 390, 844} }
	desktop := func(lang, scheme string) look { return look{lang, scheme, "desktop", 1280, 900} }
	if *quick {
		return []look{phone("nb", "light"), desktop("nb", "dark")}
	}
	out := []look{phone("nb", "light"), phone("nb", "dark"), desktop("nb", "light"), desktop("nb", "dark")}
	if *readme {
		return slices.DeleteFunc(out, func(l look) bool { return !slices.Contains(chosen, v.name+"-"+l.String()) })
	}
	if v.main {
		out = append(out, phone("fi", "light"), phone("fi", "dark"), desktop("fi", "light"), desktop("fi", "dark"))
	}
	return out
}

// takeAll takes a page's pictures in every look.
func (c *camera) takeAll(v view) error {
	if len(looks(v)) == 0 {
		return nil
	}
	if err := c.be(v); err != nil {
		return err
	}
	c.pages++
	for _, l := range looks(v) {
		there, err := c.open(v, l)
		if err != nil {
			return fmt.Errorf("%s: %w", l, err)
		}
		if !there {
			c.pages--
			c.missing = append(c.missing, v.name)
			return nil
		}
		if err := c.take(v, l); err != nil {
			return fmt.Errorf("%s: %w", l, err)
		}
	}
	return nil
}

// be logs in as whom the page is for. The role "link" stops before the button.
func (c *camera) be(v view) error {
	want := v.role + " " + v.who
	if want == c.role && v.role != "link" {
		return nil
	}
	if err := c.clear(); err != nil {
		return err
	}
	c.role = want
	if v.role == "" || v.role == "link" {
		return nil
	}
	link, err := c.demo.link(c.ctx, v.role, v.who)
	if err != nil {
		return err
	}
	if err := chromedp.Do(c.ctx, chromedp.Navigate(link)); err != nil {
		return err
	}
	return c.press(send)
}

func (c *camera) clear() error {
	return chromedp.Do(c.ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.ClearBrowserCookies, cdp.Empty{})
		return err
	}))
}

func script[T any](c *camera, s string) (T, error) {
	return chromedp.Run(c.ctx, chromedp.Evaluate[T](s, chromedp.EvalAwaitPromise))
}

// press runs a script that leads to another page, and waits until that is there.
func (c *camera) press(s string) error {
	if _, err := script[chromedp.Void](c, "window.before=true;"+s); err != nil {
		return err
	}
	for range 100 {
		done, err := script[bool](c, `!window.before&&document.readyState==="complete"`)
		if err == nil && done {
			return nil
		}
		if err := chromedp.Do(c.ctx, chromedp.Sleep(50*time.Millisecond)); err != nil {
			return err
		}
	}
	return errors.New("the page did not change")
}

// open brings a page onto the screen; there is false when no link leads to it.
func (c *camera) open(v view, l look) (there bool, err error) {
	if err := c.dress(l); err != nil {
		return false, err
	}
	start := c.demo.url + "/" + l.language + v.path
	if v.role == "link" {
		if start, err = c.demo.link(c.ctx, "candidate", ""); err != nil {
			return false, err
		}
	}
	if err := chromedp.Do(c.ctx, chromedp.Navigate(start)); err != nil {
		return false, err
	}
	for _, hop := range v.hops {
		next, err := c.find(hop)
		if err != nil || next == "" {
			return false, err
		}
		if err := chromedp.Do(c.ctx, chromedp.Navigate(next)); err != nil {
			return false, err
		}
		if ok, err := c.found(v); !ok || err != nil {
			return false, err
		}
	}
	if v.act != "" {
		if err := c.press(v.act); err != nil {
			return false, err
		}
	}
	if v.name == "apply-receipt" {
		if err := c.press(send); err != nil {
			return false, err
		}
	}
	return c.found(v)
}

// found reports whether the page that came is no error page, but for the one that shall be.
func (c *camera) found(v view) (bool, error) {
	status, err := script[int](c, `performance.getEntriesByType("navigation")[0].responseStatus`)
	return status < 400 || status == 422 || v.name == "error-404" && status == 404, err
}

// dress sets screen and scheme.
func (c *camera) dress(l look) error {
	return chromedp.Do(c.ctx, chromedp.EmulateViewport(l.width, l.height), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: l.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

var reLanguage = regexp.MustCompile(`^/(nb|nn|sv|fi|da|en)(/|$)`)

// find gives the first link of the page that fits. In the list of jobs it takes that of the job with the most applications.
func (c *camera) find(hop *regexp.Regexp) (string, error) {
	all, err := script[[][2]string](c, `[...document.querySelectorAll("main a[href]")].map(a=>[a.pathname,
		[...a.closest("tr")?.cells??[]].map(d=>d.innerText.trim()).find(t=>/^[0-9]+$/.test(t))??""])`)
	if err != nil {
		return "", err
	}
	found, most := "", -1
	for _, a := range all {
		plain := reLanguage.ReplaceAllString(a[0], "/")
		if !hop.MatchString(plain) {
			continue
		}
		n := 0
		if s := hop.String(); s == "^"+table+"$" || s == "^"+managed+"$" {
			n, _ = strconv.Atoi(a[1]) // a row that says none has none
		}
		if n > most {
			found, most = c.demo.url+a[0], n
		}
	}
	return found, nil
}

// take keeps the whole page, and of a chosen one the first screen.
func (c *camera) take(v view, l look) error {
	name := v.name + "-" + l.String()
	over, err := script[int](c, "document.fonts.ready.then(()=>document.scrollingElement.scrollWidth-document.scrollingElement.clientWidth)")
	if err != nil {
		return err
	}
	if over > 0 {
		c.wide++
		fmt.Printf("%s is %d px wider than the screen\n", name, over)
	}
	tall, err := script[int](c, "document.scrollingElement.scrollHeight")
	if err != nil {
		return err
	}
	shot := chromedp.FullScreenshot(100)
	if tall > tallMost {
		fmt.Printf("%s is %d px long: only its first screen is taken\n", name, tall)
		shot = chromedp.CaptureScreenshot()
	}
	png, err := chromedp.Run(c.ctx, shot)
	if err != nil {
		return err
	}
	c.taken++
	if err := os.WriteFile(filepath.Join(*out, name+".png"), png, 0o644); err != nil {
		return err
	}
	if *docs == "" || !slices.Contains(chosen, name) {
		return nil
	}
	if png, err = chromedp.Run(c.ctx, chromedp.CaptureScreenshot()); err != nil {
		return err
	}
	if png, err = shrink(png); err != nil {
		return err
	}
	if len(png) > docsMost {
		fmt.Printf("%s has %d kB, more than the README wants\n", name, len(png)>>10)
	}
	if err := os.MkdirAll(*docs, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*docs, name+".png"), png, 0o644)
}

// tallMost is the longest page that Chromium pictures whole.
const tallMost = 16_000

// docsMost is the size of a picture in the README, in bytes.
const docsMost = 150 << 10
