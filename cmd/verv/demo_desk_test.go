package main

import (
	"testing"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/privacy"
	"verv/internal/report"
)

// roomsAreFull looks whether those as whom one enters first have something before them.
func roomsAreFull(t *testing.T, d *demo, s *seeder) {
	h, ctx := d.house, t.Context()
	rec, err := s.as("tk-tomasz", privacy.Assess)
	must(t, err)
	n, err := h.Applied.Backlog(ctx, rec)
	must(t, err)
	filters, _, err := h.Applied.Filters(ctx, rec)
	must(t, err)
	cards, err := h.Applied.Templates(ctx, rec)
	must(t, err)
	hr, err := s.as("tk-tomasz", privacy.Recruit)
	must(t, err)
	kept, err := h.Jobs.Templates(ctx, hr)
	must(t, err)
	if n.Todos != 2 || n.Reviews != 1 || len(filters) != 1 || len(cards) != 1 || len(kept) != 1 {
		t.Errorf("before the recruiter: %+v, %d filters, %d scorecards, %d templates", n, len(filters), len(cards), len(kept))
	}
	named, staged := 0, 0
	for _, v := range s.sent {
		if s.employerOf(v.Application) != "tindvik" || v.Stage == world.Withdrawn {
			continue
		}
		o, err := h.Applied.Open(ctx, rec, v.id)
		must(t, err)
		for _, note := range o.Notes {
			named += len(note.Mentions)
		}
		if o.Stages.At(o.StageID, o.Stage).Name == deskWordsOf["nb"].stage {
			staged++
		}
	}
	if named != 1 || staged != 1 {
		t.Errorf("%d mentions, %d at the stage of the employer's own", named, staged)
	}
	quarter := report.QuarterOf(s.now)
	figures, err := h.Reports.Report(ctx, hr, report.Filter{Period: report.Period{From: report.QuarterOf(s.now.AddDate(0, -9, 0)), To: quarter}})
	must(t, err)
	if figures.Empty() || !figures.Form[0].Known || len(figures.Lead.Jobs) == 0 {
		t.Errorf("the reports are empty: %+v", figures)
	}
	agent, err := s.as("hb-jonas", privacy.Recruit)
	must(t, err)
	clients, err := h.Employers.Clients(ctx, agent)
	must(t, err)
	op, err := privacy.Authorize(s.operator, access.Operation(), privacy.Moderate)
	must(t, err)
	queue, err := h.Jobs.Queue(ctx, op)
	must(t, err)
	if len(clients) != 2 || len(queue) != 2 {
		t.Errorf("the agency has %d clients, %d jobs wait for the operator", len(clients), len(queue))
	}
}
