package main

import (
	"errors"

	"verv/internal/access"
	"verv/internal/plan"
	"verv/internal/privacy"
)

// planPlans makes two plans, once for the installation, and puts each site's employers on them in turn: on the small one, on the large one, and
// every third on none. The first has nearly as many jobs as the small plan has room for, so that its pages show a limit that is near.
func (s *seeder) planPlans() {
	s.plan(s.moment(1, 21, 30), "plans", func() error {
		g, err := verv(access.Operation(), privacy.Operate)
		if err != nil {
			return err
		}
		plans, err := s.house.Plans.List(s.ctx, g)
		if err != nil {
			return err
		}
		if len(plans) == 0 {
			_, small := s.house.Plans.Make(s.ctx, g, plan.Terms{Name: "Basis", Most: map[plan.Limit]int{plan.Jobs: 12, plan.Members: 6, plan.Clients: 0, plan.Webhooks: 1}})
			_, large := s.house.Plans.Make(s.ctx, g, plan.Terms{Name: "Pluss", Most: map[plan.Limit]int{plan.Jobs: 40, plan.Members: 50}})
			if err := errors.Join(small, large); err != nil {
				return err
			}
			if plans, err = s.house.Plans.List(s.ctx, g); err != nil {
				return err
			}
		}
		for i, e := range s.world.Employers {
			id, known := s.employers[e.Key]
			if !known || i%3 == 2 {
				continue
			}
			if err := s.house.Plans.Assign(s.ctx, g, id, plans[i%3].ID); err != nil {
				return err
			}
		}
		return nil
	})
}
