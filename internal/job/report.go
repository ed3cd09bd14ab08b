package job

import (
	"context"
	"encoding/base64"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

type reportNoun struct{}

// ReportID identifies what somebody reported.
type ReportID = id.ID[reportNoun]

// Complaint is what is wrong with an advertisement.
type Complaint string

// The complaints.
const (
	ReportScam           Complaint = "scam"
	ReportDiscrimination Complaint = "discrimination"
	ReportExpired        Complaint = "expired"
	ReportPay            Complaint = "pay"
	ReportDuplicate      Complaint = "duplicate"
	ReportOther          Complaint = "other"
)

// Complaints lists what can be chosen, in the order of the form.
func Complaints() []Complaint {
	return []Complaint{ReportScam, ReportDiscrimination, ReportExpired, ReportPay, ReportDuplicate, ReportOther}
}

const (
	reportLeast = 10
	reportMost  = 4000
	addressMost = 254
)

// Report is what somebody said is wrong with an advertisement.
type Report struct {
	ID         ReportID
	Subject    access.SubjectID // of its own
	At         time.Time
	Reason     Complaint
	Text       string
	Reachable  bool // there is an address for the answer
	AnsweredAt time.Time
	Ruling     Ruling
	AgainAt    time.Time // when the reporter said that the answer is wrong
	Again      string
	dossier    crypt.DossierID
}

// waits is from when on the report waits for an answer; zero when it has one.
func (v Report) waits() time.Time {
	switch {
	case v.AnsweredAt.IsZero():
		return v.At
	case v.AgainAt.After(v.AnsweredAt):
		return v.AgainAt
	}
	return time.Time{}
}

// Reported is what somebody typed.
type Reported struct {
	Reason   Complaint
	Text     string
	Address  string // may be empty
	Language string
	Client   netip.Addr
}

func (v Reported) check() (Reported, error) {
	v.Text, v.Address = strings.TrimSpace(v.Text), strings.TrimSpace(v.Address)
	var f fault.Form
	known := false
	for _, c := range Complaints() {
		known = known || c == v.Reason
	}
	if !known {
		f.Add("reason", "form.choice")
	}
	switch n := utf8.RuneCountInString(v.Text); {
	case n < reportLeast:
		f.Add("text", "job.report.text.short", fault.Args{"Min": reportLeast})
	case n > reportMost:
		f.Add("text", "form.long", fault.Args{"Max": reportMost})
	}
	if v.Address != "" {
		if _, err := crypt.NormaliseEmail(v.Address); err != nil || len(v.Address) > addressMost {
			f.Add("address", "form.email")
		}
	}
	if !locale.Known(v.Language) {
		v.Language = "en"
	}
	return v, f.Err()
}

// Report takes in what somebody says is wrong with an advertisement. Nobody needs an account for it. The token that comes back is the
// only way to the report for whoever wrote it.
func (h *House) Report(ctx context.Context, g privacy.Grant, s site.ID, j ID, v Reported) (token string, err error) {
	if err := g.Require(access.JobReport); err != nil {
		return "", err
	}
	ad, err := h.Open(ctx, g, j)
	if err != nil {
		return "", err
	}
	if v, err = v.check(); err != nil {
		return "", err
	}
	if err := h.cfg.Limits.MayReport(ctx, g, v.Client, v.Address); err != nil {
		return "", err
	}
	now := h.db.Now()
	n, about := id.New[reportNoun](now), access.NewSubject(now)
	own, err := g.Within(access.OfSubject(about))
	if err != nil {
		return "", err
	}
	err = h.db.Write(ctx, own, func(w *store.Writer) error {
		args, err := v.args(w, n, about)
		if err != nil {
			return err
		}
		args["job_id"], args["site_id"] = j, s
		if err := w.Must("job.addReport", args); err != nil {
			return err
		}
		if err := w.Must("job.tallyReport", store.Args{"month": w.Now().Format("2006-01"), "reason": string(v.Reason)}); err != nil {
			return err
		}
		w.Fact(FactReported, facts(ad))
		if v.Address == "" {
			return nil
		}
		return postReport(w, LetterReported, n, about, time.Time{})
	})
	return h.reportToken(about, n), err
}

func (v Reported) args(w *store.Writer, n ReportID, about access.SubjectID) (store.Args, error) {
	d, err := w.Dossier(store.Of{Subject: about, Class: privacy.ClassReport, Thing: n.String()})
	if err != nil {
		return nil, err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return nil, err
	}
	body, err := store.Seal(w, fieldReportBody, d, n, textBody{v.Text})
	if err != nil {
		return nil, err
	}
	args := store.Args{"id": n, "dossier_id": d, "now": w.Now(), "reason": string(v.Reason), "language": v.Language, "body": body, "contact": nil}
	if v.Address != "" {
		args["contact"], err = store.Seal(w, fieldReportContact, d, n, contactBody{v.Address})
	}
	return args, err
}

// reportToken names a report to whoever wrote it, and to nobody else.
func (h *House) reportToken(about access.SubjectID, n ReportID) string {
	code := h.cfg.MAC.MAC([]byte("job-report/1"), about.Bytes(), n.Bytes())
	return about.String() + "." + n.String() + "." + base64.RawURLEncoding.EncodeToString(code[:24])
}

// ownReport is a report as whoever wrote it may see it.
type ownReport struct {
	Report
	Job      ID
	Language string
	site     site.ID
	contact  store.Sealed
}

// MayAskAgain reports whether the answer can still be said to be wrong.
func (v ownReport) MayAskAgain() bool { return !v.AnsweredAt.IsZero() && v.AgainAt.IsZero() }

// reported opens a token: the report, without its bodies, and a grant within it.
func (h *House) reported(ctx context.Context, g privacy.Grant, token string) (v ownReport, own privacy.Grant, err error) {
	if err := g.Require(access.JobReport); err != nil {
		return v, g, err
	}
	subject, rest, _ := strings.Cut(token, ".")
	text, _, _ := strings.Cut(rest, ".")
	var about access.SubjectID
	n, err := id.Parse[reportNoun](text)
	if err != nil || about.UnmarshalText([]byte(subject)) != nil || about.IsZero() || !crypt.Equal(h.reportToken(about, n), token) {
		return v, g, fault.New(fault.Withheld, "fault.notfound")
	}
	if own, err = g.Within(access.OfSubject(about)); err != nil {
		return v, own, err
	}
	err = h.db.Read(ctx, own, func(r *store.Reader) (err error) {
		v, err = store.One(r, "job.ownReport", store.Args{"id": n}, scanOwnReport)
		v.Subject = about
		return err
	})
	return v, own, err
}

// AskAgain says, once, that the answer to a report is wrong (regulation (EU) 2022/2065, article 20).
func (h *House) AskAgain(ctx context.Context, g privacy.Grant, token, text string) error {
	v, own, err := h.reported(ctx, g, token)
	if err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	var f fault.Form
	switch n := utf8.RuneCountInString(text); {
	case n < reportLeast:
		f.Add("text", "job.report.text.short", fault.Args{"Min": reportLeast})
	case n > reportMost:
		f.Add("text", "form.long", fault.Args{"Max": reportMost})
	}
	if !v.MayAskAgain() {
		return fault.New(fault.Conflict, "job.report.again.no")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, own, func(w *store.Writer) error {
		body, err := store.Seal(w, fieldReportAgain, v.dossier, v.ID, textBody{text})
		if err != nil {
			return err
		}
		if err := w.StartClock(v.dossier, w.Now()); err != nil {
			return err
		}
		w.Fact(FactReported, map[string]string{"job": v.Job.String()})
		return once(w, "job.askAgain", store.Args{"id": v.ID, "again": body, "now": w.Now()})
	})
}
