//go:build browser

package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/testbed/chromium"
)

// jank is what a page did while it was watched: how long its longest task was, and how much of it jumped.
type jank struct {
	Longest, Blocking float64 // milliseconds; blocking is what long tasks took beyond 50 each
	Shift             float64 // of layout, without what somebody did
}

const readJank = `new Promise(done=>{const j={Longest:0,Blocking:0,Shift:0};
new PerformanceObserver(l=>{for(const e of l.getEntries()){j.Longest=Math.max(j.Longest,e.duration);j.Blocking+=e.duration-50}}).observe({type:"longtask",buffered:true});
new PerformanceObserver(l=>{for(const e of l.getEntries())if(!e.hadRecentInput)j.Shift+=e.value}).observe({type:"layout-shift",buffered:true});
requestAnimationFrame(()=>setTimeout(()=>done(j),200))})`

// scrolling goes through the board as a wheel does, in steps of a frame, and gives the longest time between two frames.
const scrolling = `new Promise(done=>{const e=document.scrollingElement;let worst=0,last=performance.now();
const step=now=>{worst=Math.max(worst,now-last);last=now;const was=e.scrollTop;e.scrollTop+=80;if(e.scrollTop===was)done(worst);else requestAnimationFrame(step)};
requestAnimationFrame(now=>{last=now;requestAnimationFrame(step)})})`

// BenchmarkKanban is the board of a job with a thousand applications, as a recruiter has it: the server's time for table and board, then in
// Chromium the load, a walk down the page, and a card that is moved by its menu. The bar is 150 ms on the server, and nothing that jumps.
func BenchmarkKanban(b *testing.B) {
	c := castOf(b)
	c.crowd(1000)
	list := "/employer/jobs/" + c.plain.String() + "/applications"
	table, board := c.serves(list), c.serves(list+"?view=board")
	v := c.visitor(b, chromium.Look{})
	v.as(c.recruiter)
	for b.Loop() {
		v.Visit(list + "?view=board")
		j := chromium.Eval[jank](v.Tab, readJank)
		b.ReportMetric(chromium.Eval[float64](v.Tab, `performance.getEntriesByType("navigation")[0].domComplete`), "ms/load")
		b.ReportMetric(j.Longest, "ms/longest-task")
		b.ReportMetric(j.Shift, "layout-shift")
		b.ReportMetric(chromium.Eval[float64](v.Tab, `document.querySelectorAll("[data-card]").length`), "cards")
		b.ReportMetric(chromium.Eval[float64](v.Tab, scrolling), "ms/worst-frame")
		began := time.Now()
		v.moves(chromium.Eval[string](v.Tab, `new Promise(done=>{const a=document.querySelector("[data-open]");a.scrollIntoView({block:"center"});requestAnimationFrame(()=>requestAnimationFrame(()=>done(a.textContent.trim())))})`), "Vurderes")
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/move")
		after := chromium.Eval[jank](v.Tab, readJank)
		b.ReportMetric(after.Shift-j.Shift, "layout-shift/move")
		c.pass(soon)
	}
	b.ReportMetric(table, "ms/table")
	b.ReportMetric(board, "ms/board")
}

// crowd has many apply to the plain job, and moves some of them on.
func (c *cast) crowd(n int) {
	c.T.Helper()
	assess := c.Grant(c.recruiter.Actor, access.OfEmployer(c.employer), privacy.Assess)
	for i := range n {
		v := c.applies(fmt.Sprintf("Søker %04d", i), fmt.Sprintf("s%d@post.example", i))
		if to := []application.Stage{"", "", "review", "interview"}[i%4]; to != "" {
			_, err := c.Applied.Move(c.T.Context(), assess, v, application.State{Stage: to})
			c.Must(err)
		}
	}
	c.pass(time.Minute)
}

// serves is the median of the server's milliseconds for a page.
func (c *cast) serves(path string) float64 {
	c.T.Helper()
	b := c.Enter(c.recruiter)
	var took []time.Duration
	for range 7 {
		began := time.Now()
		if b.Get(path); b.Status != http.StatusOK {
			c.T.Fatalf("%s: %d", path, b.Status)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return float64(took[3].Microseconds()) / 1000
}
