package account

import (
	"bytes"
	"context"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type factorNoun struct{}

type factorBody struct {
	Secret string // base32
}

// factor is the row of the second factor; the zero factor is none.
type factor struct {
	id          id.ID[factorNoun]
	confirmedAt time.Time
	secret      string
}

func (f factor) confirmed() bool { return !f.confirmedAt.IsZero() }

func readFactor(r *store.Reader) (factor, error) {
	f, err := store.One(r, "account.factor", store.Args{}, func(row store.Row) (factor, error) {
		var f factor
		var d crypt.DossierID
		var body store.Sealed
		if err := row.Scan(&f.id, &d, &f.confirmedAt, &body); err != nil {
			return f, err
		}
		b, err := reveal[factorBody](r, fieldFactor, d, f.id, body)
		f.secret = b.Secret
		return f, err
	})
	if store.Missing(err) {
		return factor{}, nil
	}
	return f, err
}

// Time-based codes (RFC 6238) as every app knows them: SHA-1, six figures, 30 seconds, and one step of grace on either side.
const (
	codeStep   = 30
	codeGrace  = 1
	codeDigits = 6
)

var codeOptions = totp.ValidateOpts{Period: codeStep, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// NewSecret makes the secret of a second factor: 160 bits in base32 (RFC 4226, section 4).
func NewSecret() string {
	raw, err := base64.RawURLEncoding.DecodeString(crypt.Token(20))
	if err != nil {
		panic(err) // Token writes nothing else
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// stepOf finds the time step whose code was typed; zero when none was.
func stepOf(secret, code string, now time.Time) int64 {
	code = strings.ReplaceAll(code, " ", "")
	if len(code) != codeDigits {
		return 0
	}
	step, match := now.Unix()/codeStep, int64(0)
	for s := step - codeGrace; s <= step+codeGrace; s++ {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(s*codeStep, 0), codeOptions)
		if err == nil && crypt.Equal(want, code) {
			match = s
		}
	}
	return match
}

// checkCode takes a code of the factor, or one of the recovery codes, and uses it up. A code that was used, or one before it, is refused.
func checkCode(w *store.Writer, f factor, code string) error {
	refused := fault.New(fault.Invalid, "account.code.wrong")
	refused.Fields = []fault.Field{{Name: "code", Key: "account.code.wrong"}}
	if step := stepOf(f.secret, code, w.Now()); step != 0 {
		n, err := w.Exec("account.stepFactor", store.Args{"step": step, "now": w.Now()})
		if err == nil && n != 1 {
			err = refused
		}
		return err
	}
	if !f.confirmed() {
		return refused
	}
	n, err := w.Exec("account.useRecovery", store.Args{"hash": recoveryHash(code), "now": w.Now()})
	if err == nil && n != 1 {
		err = refused
	}
	return err
}

// Enrolment is a second factor on its way: what the person's app needs.
type Enrolment struct {
	Secret string // to type by hand
	URI    string // otpauth
	PNG    string // the same as a picture, in base64 for a data address
}

// EnrolmentOf shows a secret to an app.
func EnrolmentOf(issuer, address, secret string) (Enrolment, error) {
	label := url.PathEscape(issuer + ":" + address)
	q := url.Values{"secret": {secret}, "issuer": {issuer}}
	e := Enrolment{Secret: secret, URI: "otpauth://totp/" + label + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")}
	code, err := qr.Encode(e.URI, qr.M, qr.Auto)
	if err != nil {
		return e, err
	}
	if code, err = barcode.Scale(code, 240, 240); err != nil {
		return e, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code); err != nil {
		return e, err
	}
	e.PNG = base64.StdEncoding.EncodeToString(b.Bytes())
	return e, nil
}

// HasFactor reports whether the actor's account has a second factor, and how many recovery codes are left.
func (h *House) HasFactor(ctx context.Context, g privacy.Grant) (has bool, left int, err error) {
	gs, err := own(g)
	if err != nil {
		return false, 0, err
	}
	err = h.db.Read(ctx, gs, func(r *store.Reader) error {
		f, err := readFactor(r)
		if err != nil {
			return err
		}
		has = f.confirmed()
		return r.Get("account.recoveryLeft", store.Args{}, &left)
	})
	return has, left, err
}

// StartFactor begins the set-up. Until ConfirmFactor it asks for nothing at a log-in; begun again before that it keeps the same secret, so
// that a page loaded twice does not break what an app has read.
func (h *House) StartFactor(ctx context.Context, g privacy.Grant) error {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		f, err := readFactor(w.Reader)
		switch {
		case err != nil:
			return err
		case f.confirmed():
			return fault.New(fault.Conflict, "account.factor.there")
		case f.secret != "":
			return nil
		}
		return addFactor(w, l, NewSecret(), time.Time{})
	})
}

// Enrolment shows the secret of a set-up that was begun; NotFound where none was, or where it is over.
func (h *House) Enrolment(ctx context.Context, g privacy.Grant, issuer string) (Enrolment, error) {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return Enrolment{}, err
	}
	var l login
	var f factor
	err = h.db.Read(ctx, gs, func(r *store.Reader) (err error) {
		if l, err = read(r); err == nil {
			f, err = readFactor(r)
		}
		return err
	})
	if err != nil {
		return Enrolment{}, err
	}
	if f.secret == "" || f.confirmed() {
		return Enrolment{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return EnrolmentOf(issuer, l.contact.Address, f.secret)
}

func addFactor(w *store.Writer, l login, secret string, confirmed time.Time) error {
	row := fresh(id.ID[factorNoun]{}, w.Now())
	body, err := store.Seal(w, fieldFactor, l.dossier, row, factorBody{secret})
	if err != nil {
		return err
	}
	return w.Must("account.addFactor", store.Args{"id": row, "dossier_id": l.dossier, "now": w.Now(), "confirmed_at": confirmed, "last_step": 0, "body": body})
}

// ConfirmFactor ends the set-up with a code of the app. The session of the actor becomes a strong one and the others end. The recovery
// codes are shown this once.
func (h *House) ConfirmFactor(ctx context.Context, g privacy.Grant, s SessionID, code string) ([]string, error) {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return nil, err
	}
	if err := h.mayCode(ctx, g); err != nil {
		return nil, err
	}
	var codes []string
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		f, err := readFactor(w.Reader)
		if err != nil {
			return err
		}
		if f.secret == "" || f.confirmed() {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		if err := checkCode(w, f, code); err != nil {
			return err
		}
		if err := w.Must("account.strengthenSession", store.Args{"id": s, "now": w.Now()}); err != nil {
			return err
		}
		if _, err := w.Exec("account.dropOtherSessions", store.Args{"id": s}); err != nil {
			return err
		}
		w.Fact("account.factor-set", map[string]string{"account": l.id.String()})
		codes, err = addRecovery(w, l)
		return err
	})
	return codes, err
}

// DropFactor takes the second factor away, after a proof that is not old in a session that was opened with it. An account whose persona
// reads in bulk then reaches the set-up page and no other of that persona.
func (h *House) DropFactor(ctx context.Context, g privacy.Grant) error {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return err
	}
	if !g.Actor().Strong {
		return fault.New(fault.Confirm, "fault.confirm")
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		w.Fact("account.factor-dropped", map[string]string{"account": g.Actor().Account.String()})
		for _, s := range []store.Name{"account.dropFactor", "account.dropRecovery"} {
			if _, err := w.Exec(s, store.Args{}); err != nil {
				return err
			}
		}
		return nil
	})
}

const recoveryCodes = 10

// addRecovery replaces the recovery codes: 80 random bits each, in four groups.
func addRecovery(w *store.Writer, l login) ([]string, error) {
	if _, err := w.Exec("account.dropRecovery", store.Args{}); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		s := strings.ToLower(NewSecret()[:16])
		codes[i] = s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
		if err := w.Must("account.addRecovery", store.Args{"hash": recoveryHash(codes[i]), "dossier_id": l.dossier}); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// recoveryHash reads a code as people type it.
func recoveryHash(code string) string {
	h := crypt.TokenHash("recovery/" + strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code)))
	return hex.EncodeToString(h[:])
}

func (h *House) mayCode(ctx context.Context, g privacy.Grant) error {
	return h.attempt(ctx, g, h.of(h.limits.codesOfAccount, g.Actor().Account.String()))
}

func (h *House) forgiveCodes(w *store.Writer, a access.AccountID) error {
	return forgive(w, h.of(h.limits.codesOfAccount, a.String()))
}
