package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Measure is what is counted. Those that end in days are counted by their class of days as well.
type Measure string

// The measures of applications, by the quarter in which the application was sent.
const (
	Applied   Measure = "applied"
	Read      Measure = "read" // opened by a member, or moved on
	Reviewed  Measure = "review"
	Met       Measure = "interview"
	Offered   Measure = "offer"
	Hired     Measure = "hired"
	Rejected  Measure = "rejected"
	Withdrawn Measure = "withdrawn"

	StayNew       Measure = "stay-new" // days in a stage that was left
	StayReview    Measure = "stay-review"
	StayInterview Measure = "stay-interview"
	StayOffer     Measure = "stay-offer"
	ToRead        Measure = "to-read" // days from sent to first opened
	ToAnswer      Measure = "to-answer"
)

// The measures of the form, by the quarter in which it was used.
const (
	FormBegun     Measure = "form-begun"
	FormChecked   Measure = "form-checked"
	FormSubmitted Measure = "form-submitted"
	FormSent      Measure = "form-sent"
)

// Steps is the funnel in order.
func Steps() []Measure { return []Measure{Applied, Read, Reviewed, Met, Offered, Hired} }

// Ends are the other ways an application can end.
func Ends() []Measure { return []Measure{Rejected, Withdrawn} }

// Stays are the stages in order.
func Stays() []Measure { return []Measure{StayNew, StayReview, StayInterview, StayOffer} }

// Waits are the times that people wait.
func Waits() []Measure { return []Measure{ToRead, ToAnswer} }

// FormSteps are the steps of the form in order.
func FormSteps() []Measure { return []Measure{FormBegun, FormChecked, FormSubmitted, FormSent} }

// Measures lists all measures.
func Measures() []Measure { return slices.Concat(Steps(), Ends(), Stays(), Waits(), FormSteps()) }

// Mark is one thing to count: a measure, and for times the class of days.
type Mark struct {
	Measure Measure
	Days    int // class of days; -1 where the measure has none
}

// once is a mark without days.
func once(m Measure) Mark { return Mark{m, -1} }

// lasting is a mark of a time.
func lasting(m Measure, d time.Duration) Mark { return Mark{m, class(int(d / (24 * time.Hour)))} }

const daysMost = 364

// class is the class of a number of days: each of the first fourteen by itself, then weeks, by their middle day.
func class(days int) int {
	switch {
	case days < 0:
		return 0
	case days < 14:
		return days
	case days >= daysMost:
		return daysMost
	}
	return days/7*7 + 3
}

// Counts are how many of each mark there are.
type Counts map[Mark]int

// Add adds other counts, n times; what comes to nothing is gone.
func (c Counts) Add(other Counts, n int) {
	for m, k := range other {
		if c[m] += k * n; c[m] <= 0 {
			delete(c, m)
		}
	}
}

// Of are the counts of one measure.
func (c Counts) Of(m Measure) Counts {
	out := Counts{}
	for k, n := range c {
		if k.Measure == m {
			out[k] = n
		}
	}
	return out
}

// Sum is how many there are in all.
func (c Counts) Sum() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// String is the text that is kept: applied=12 to-read@3=4, in order.
func (c Counts) String() string {
	marks := slices.SortedFunc(maps.Keys(c), func(a, b Mark) int {
		if a.Measure != b.Measure {
			return strings.Compare(string(a.Measure), string(b.Measure))
		}
		return a.Days - b.Days
	})
	var b strings.Builder
	for _, m := range marks {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(m.Measure))
		if m.Days >= 0 {
			b.WriteString("@" + strconv.Itoa(m.Days))
		}
		b.WriteString("=" + strconv.Itoa(c[m]))
	}
	return b.String()
}

// countMost is the most that one mark is believed to be.
const countMost = 1 << 40

// ParseCounts reads what String wrote. What it does not know, of a later or former version, it leaves out.
func ParseCounts(s string) Counts {
	out := Counts{}
	for s != "" {
		var one string
		one, s, _ = strings.Cut(s, " ")
		name, count, _ := strings.Cut(one, "=")
		name, days, timed := strings.Cut(name, "@")
		m := Mark{Measure(name), -1}
		n, err := strconv.Atoi(count)
		if err == nil && timed {
			m.Days, err = strconv.Atoi(days)
			timed = m.Days < 0
		}
		if _, known := index[m.Measure]; known && err == nil && !timed && n > 0 && n <= countMost && m.Days <= daysMost {
			out[m] = n
		}
	}
	return out
}

// measures is how many there are, and index where each stands among them.
const measures = 18

var index = func() map[Measure]int {
	out := map[Measure]int{}
	for i, m := range Measures() {
		out[m] = i
	}
	return out
}()
