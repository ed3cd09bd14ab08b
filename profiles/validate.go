package profiles

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

const defaultCountry = "default"

// Bounds of what a profile may promise.
const (
	lowestAge  = 13 // GDPR article 8(1): no member state may go lower
	highestAge = 21
)

var country = regexp.MustCompile(`^[A-Z]{2}$`)

// Validate says everything that is wrong with the profile at once, by the name of the setting.
func (p Profile) Validate() error {
	var errs []error
	note := func(wrong bool, format string, args ...any) {
		if wrong {
			errs = append(errs, fmt.Errorf("profiles: "+format, args...))
		}
	}
	note(!country.MatchString(p.Jurisdiction), "jurisdiction %q: want a country code such as NO", p.Jurisdiction)
	note(!slices.Contains([]string{"EEA", "EU", "home"}, p.Residency) && !country.MatchString(p.Residency),
		"residency %q: want EEA, EU, home or a country code", p.Residency)
	note(p.Keys.Apart != Refuse && p.Keys.Apart != Warn, "keys.apart %q: want %s or %s", p.Keys.Apart, Refuse, Warn)
	note(p.Answer.Days < 1 || p.Answer.Days > 30, "answer.days %d: want 1 to 30", p.Answer.Days)
	note(p.Answer.CalendarMonths != 1, "answer.calendar_months %d: the law says 1", p.Answer.CalendarMonths)
	for _, c := range p.Pay.In {
		note(!country.MatchString(c), "pay.in %q: want country codes such as NO", c)
	}
	return errors.Join(append(append(errs, p.Retention.check()...), p.Age.check()...)...)
}

func (r Retention) check() []error {
	var errs []error
	for _, s := range []struct {
		name           string
		value, ceiling int
		unit           string
	}{
		{"inactive_account", r.InactiveAccount, 36, "months"},
		{"draft", r.Draft, 1, "months"},
		{"unconfirmed_hours", r.UnconfirmedHours, 72, "hours"},
		{"application", r.Application, 24, "months"},
		{"claim_copy", r.ClaimCopy, 36, "months"},
		{"message", r.Message, 3, "months"},
		{"audit", r.Audit, 60, "months"},
		{"access_log", r.AccessLog, 60, "months"},
		{"security_event_days", r.SecurityEventDays, 365, "days"},
		{"export_days", r.ExportDays, 30, "days"},
	} {
		if s.value < 1 || s.value > s.ceiling {
			errs = append(errs, fmt.Errorf("profiles: retention.%s %d: want 1 to %d %s", s.name, s.value, s.ceiling, s.unit))
		}
	}
	if r.ClaimCopy < r.Application {
		errs = append(errs, fmt.Errorf("profiles: retention.claim_copy %d ends before retention.application %d: both count from the application's end",
			r.ClaimCopy, r.Application))
	}
	if r.AccessLog < r.Application {
		errs = append(errs, fmt.Errorf("profiles: retention.access_log %d ends before retention.application %d: a candidate could not see who read it",
			r.AccessLog, r.Application))
	}
	return errs
}

func (a Age) check() []error {
	var errs []error
	for _, where := range slices.Sorted(maps.Keys(a.Limit)) {
		if where != defaultCountry && !country.MatchString(where) {
			errs = append(errs, fmt.Errorf("profiles: age.limit: %q is neither a country code nor %q", where, defaultCountry))
		}
		if years := a.Limit[where]; years < lowestAge || years > highestAge {
			errs = append(errs, fmt.Errorf("profiles: age.limit.%s %d: want %d to %d years", where, years, lowestAge, highestAge))
		}
	}
	for _, where := range []string{"NO", "SE", "FI", "DK", defaultCountry} {
		if _, ok := a.Limit[where]; !ok {
			errs = append(errs, fmt.Errorf("profiles: age.limit.%s is missing", where))
		}
	}
	return errs
}
