package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"
)

// printPeers prints every program's figures with how many times Verv's they are. It fails if an answer is not Verv's, or a program did
// not come to its end: figures of another work do not compare.
func (b benchMatch) printPeers(w io.Writer, all []peerFigure) error {
	out := w
	if b.Format == "table" {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		out = t
	}
	fmt.Fprintln(out, "\npeer\twhat\tof\tcalls\tmean-us\tp50-us\tp99-us\thits\tbytes\tbuild-s\tclock\tx-mean\tx-p99\tx-bytes\tx-build\tslope\tanswers")
	failed := 0
	for i, p := range all {
		if p.failed {
			failed++
		}
		if p.ours == nil {
			fmt.Fprintf(out, "%s\t%s\n", p.peer, "failed: "+p.answers)
			continue
		}
		build, timesBytes, timesBuild := "", "", ""
		if p.ourBuild != nil {
			build, timesBytes = fmt.Sprintf("%.1f", p.build.Seconds()), times(p.f.bytes, p.ourBuild.bytes)
			timesBuild = times(float64(p.build), float64(p.ourBuild.mean)*float64(p.ourBuild.n))
		}
		fmt.Fprintf(out, "%s\t%s\t%d\t%d\t%s\t%s\t%s\t%.0f\t%.0f\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.peer, p.f.what, p.f.n, p.f.calls, micros(p.f.mean), micros(p.f.p50),
			micros(p.f.p99), p.f.hits, p.f.bytes, build, p.clock, times(float64(p.f.mean), float64(p.ours.mean)), times(float64(p.f.p99), float64(p.ours.p99)),
			timesBytes, timesBuild, grows(all[:i], p), p.answers)
	}
	if failed > 0 {
		return fmt.Errorf("%d lines of peers failed or have other answers", failed)
	}
	return nil
}

// times is how many times Verv's a figure is.
func times(theirs, ours float64) string {
	if ours <= 0 {
		return ""
	}
	return fmt.Sprintf("%.3g", theirs/ours)
}

// grows is the slope from the same program's smallest size, on logarithmic scales.
func grows(before []peerFigure, p peerFigure) string {
	i := slices.IndexFunc(before, func(o peerFigure) bool { return o.peer == p.peer && o.f.what == p.f.what && o.f.n < p.f.n })
	if i < 0 {
		return ""
	}
	return slope(before[i].f.mean, p.f.mean, before[i].f.n, p.f.n)
}

// slope is the power of n by which the time grows.
func slope(from, to time.Duration, n, m int) string {
	if from <= 0 || to <= 0 || n <= 0 || n == m {
		return ""
	}
	return fmt.Sprintf("%.2f", math.Log(float64(to)/float64(from))/math.Log(float64(m)/float64(n)))
}
