package employer

import (
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Setting is how an employer wants to hire.
type Setting struct {
	Approval    bool // a job opens only when an owner has approved it
	Agency      bool // the employer recruits for clients
	NoSupport   bool // no operator may look at how things are set up here
	ArchiveDays int  // after how many days a closed job leaves the list; 0 is by hand only
}

// StandardArchive is the setting of an employer that has chosen none.
const StandardArchive = 90

// ArchiveChoices lists the days that can be chosen, so that the task asks once for each.
func ArchiveChoices() []int { return []int{0, 30, 60, 90, 180, 365} }

// FactSetting tells that the settings changed. It names the employer.
const FactSetting = "employer.set"

// ReadSetting reads the settings of the transaction's employer.
func ReadSetting(r *store.Reader) (Setting, error) {
	s, err := store.One(r, "employer.setting", store.Args{}, scanSetting)
	if store.Missing(err) {
		return Setting{ArchiveDays: StandardArchive}, nil
	}
	return s, err
}

func scanSetting(row store.Row) (Setting, error) {
	var approval, agency, shut int64
	var s Setting
	err := row.Scan(&approval, &agency, &s.ArchiveDays, &shut)
	s.Approval, s.Agency, s.NoSupport = approval == 1, agency == 1, shut == 1
	return s, err
}

// Setting reads the settings of the grant's employer.
func (h *House) Setting(ctx context.Context, g privacy.Grant) (Setting, error) {
	if err := g.Require(access.JobList); err != nil {
		return Setting{}, err
	}
	var out Setting
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = ReadSetting(r); return err })
	return out, err
}

// Set changes the settings of the grant's employer.
func (h *House) Set(ctx context.Context, g privacy.Grant, s Setting) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	if !slices.Contains(ArchiveChoices(), s.ArchiveDays) {
		var f fault.Form
		f.Add("archive", "form.choice")
		return f.Err()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactSetting, map[string]string{"employer": g.Scope().Employer().String()})
		return w.Must("employer.setSetting", store.Args{"approval": s.Approval, "agency": s.Agency, "archive_days": s.ArchiveDays, "no_support": s.NoSupport, "now": w.Now()})
	})
}

// SoleOwner reports whether nobody but one owner could approve what an owner wrote.
func SoleOwner(r *store.Reader) (bool, error) {
	var n int
	err := r.Get("employer.joinedOwners", store.Args{}, &n)
	return n <= 1, err
}
