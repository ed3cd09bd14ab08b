package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"time"

	"verv/assets"
	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/alert"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/config"
	"verv/internal/consent"
	"verv/internal/console"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/feature"
	"verv/internal/feed"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/mail/posture"
	"verv/internal/message"
	"verv/internal/picture"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/propose"
	"verv/internal/recommend"
	"verv/internal/report"
	"verv/internal/rights"
	"verv/internal/search"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/web"
	"verv/internal/webhook"
	"verv/profiles"
)

// Options are what a process decides beside its configuration.
type Options struct {
	Now      func() time.Time
	Wall     func() time.Time // for deadlines of connections; nil is the machine's
	Log      *slog.Logger
	Sender   mail.Sender      // instead of the configured mail server: the demo and tests catch what is sent
	Resolver posture.Resolver // instead of the configured name server: tests answer themselves
	Assets   *assets.Set      // nil opens the embedded ones
	Plain    bool             // plain http is allowed: the demo, and a machine of one's own
	Hosts    []string         // hosts of the installation itself besides that of web.public_url
	Version  string
	Hasty    bool // nothing waits for the disk: for making a world that is thrown away unless it ends well; see verv demo
}

// House is one Verv, every room in its place.
type House struct {
	Config  config.Config
	Profile profiles.Profile
	Words   *locale.Catalogue
	Keys    *crypt.Keystore
	DB      *store.DB
	Files   *blob.Files
	Mail    *mail.House
	Tasks   *task.Runner
	Mux     *web.Mux
	Metrics *web.Metrics

	Accounts   *account.House
	Ledger     *ledger.House
	Pictures   *picture.House
	Sites      *site.House
	Features   *feature.House
	Plans      *plan.House
	Employers  *employer.House
	Jobs       *job.House
	Feeds      *feed.House
	Candidates *candidate.House
	CVs        *cv.House
	Applied    *application.House
	Messages   *message.House
	Alerts     *alert.House
	Search     *search.House
	Recommend  *recommend.House
	Propose    *propose.House
	Webhooks   *webhook.House
	Reports    *report.House
	Rights     *rights.House
	Console    *console.House

	opt Options
	log *slog.Logger
}

// Build opens the stores and puts the house together. It does not migrate and serves nothing yet.
func Build(ctx context.Context, cfg config.Config, opt Options) (*House, error) {
	h := &House{Config: cfg, opt: opt, log: opt.Log}
	var err error
	if h.Profile, err = profiles.Load(cfg.Profile); err != nil {
		return nil, err
	}
	if err := h.places(); err != nil {
		return nil, err
	}
	if h.Words, err = locale.Load(); err != nil {
		return nil, err
	}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if err := h.furnish(); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// places refuses, or warns, when data, keys and root are not apart.
func (h *House) places() error {
	problems := crypt.CheckPlaces(h.Config.Data.Dir, h.Config.Keys.Dir, h.Config.Keys.Root)
	for _, p := range problems {
		h.log.Warn("keys are not apart", "problem", p.String())
	}
	if len(problems) > 0 && h.apart() == profiles.Refuse {
		return fmt.Errorf("data, keys and root are not apart: %s (keys.apart says refuse)", problems[0])
	}
	return nil
}

// apart says what to do when data, keys and root are not apart: as the configuration says, else the profile.
func (h *House) apart() string {
	if h.Config.Keys.Apart != "" {
		return h.Config.Keys.Apart
	}
	return h.Profile.Keys.Apart
}

func (h *House) open(ctx context.Context) (err error) {
	keys, data, err := Stores(ctx, h.Config, h.opt.Now)
	if err != nil {
		return err
	}
	keys.Hasty, data.Hasty = h.opt.Hasty, h.opt.Hasty
	if h.Keys, err = crypt.OpenKeystore(ctx, keys); err != nil {
		return err
	}
	if data.Retention, err = h.retention(); err != nil {
		return err
	}
	data.Keys, data.Signer = h.Keys, h.Keys.Root().Signer("audit")
	if h.DB, err = store.Open(ctx, data); err != nil {
		return err
	}
	h.DB.Agree(consent.Covers)
	if h.Config.Blob.Kind != "folder" {
		return errors.New("blob.kind: this build keeps files in a folder only")
	}
	place, err := blob.NewFolder(filepath.Join(h.Config.Data.Dir, "files"))
	if err != nil {
		return err
	}
	h.Files = blob.New(h.DB, place)
	return nil
}

// Stores is where keystore and data lie, by the configuration; store.Config lacks only the keystore itself.
func Stores(ctx context.Context, cfg config.Config, now func() time.Time) (crypt.KeystoreConfig, store.Config, error) {
	keys := crypt.KeystoreConfig{RootDir: cfg.Keys.Root, Now: now}
	if cfg.Keys.DSN.IsSet() {
		keys.DSN = cfg.Keys.DSN.Reveal()
	} else {
		keys.Dir = cfg.Keys.Dir
	}
	data := store.Config{Engine: store.Engine(cfg.Data.Engine), Dir: cfg.Data.Dir, DSN: cfg.Data.DSN.Reveal(), OwnerDSN: cfg.Data.OwnerDSN.Reveal(),
		Now: now, Rooms: Rooms()}
	if data.Engine == store.Postgres {
		id, err := store.SystemID(ctx, data.DSN)
		if err != nil {
			return keys, data, err
		}
		keys.DataSystemID = id
	}
	return keys, data, nil
}

// retention is the schedule of the profile, made shorter where the configuration says so.
func (h *House) retention() (privacy.Retention, error) {
	r := h.Profile.Retention
	months := map[privacy.Class]int{privacy.ClassAccount: r.InactiveAccount, privacy.ClassSelf: r.InactiveAccount,
		privacy.ClassApplication: r.Application, privacy.ClassClaim: r.ClaimCopy}
	for name, m := range h.Config.Retention {
		c := privacy.Class(name)
		have, ok := months[c]
		switch {
		case !ok:
			return privacy.Retention{}, fmt.Errorf("retention.%s: there is no such class to shorten", name)
		case m > have:
			return privacy.Retention{}, fmt.Errorf("retention.%s: %d months are more than the profile's %d", name, m, have)
		}
		months[c] = m
	}
	set := map[privacy.Class]privacy.Period{privacy.ClassUnconfirmed: {Hours: r.UnconfirmedHours}, privacy.ClassExport: {Hours: 24 * r.ExportDays}}
	for c, m := range months {
		set[c] = privacy.Period{Months: m}
	}
	return privacy.NewRetention(set)
}

// backups is the longest life of any backup: a tombstone outlives it. It is a constant until verv backup keeps its own books.
var backups = privacy.Period{Months: 12}

// furnish builds the houses in street order and tells each what it may use.
func (h *House) furnish() error {
	public, err := privacy.Authorize(access.Verv("server.sites"), access.Public(), privacy.Publish)
	if err != nil {
		return err
	}
	at := &addresses{house: h}
	h.Features = feature.New(h.DB, public)
	h.Mail = mail.New(h.DB, h.sender(), nil, h.frame(), h.log)
	if h.Config.Mail.DKIM.Domain != "" {
		if h.Mail, err = h.signedMail(); err != nil {
			return err
		}
	}
	limit := make(chan struct{}, 4)
	h.Accounts = account.New(h.DB, h.Keys, account.Argon{Params: crypt.DefaultPasswordParams(limit)}, at, h.Words)
	l := h.Config.Limits
	h.Accounts.Allow(account.Limits{Login: l.Login, Network: l.Network, Mail: l.Mail, Apply: l.Apply})
	h.Ledger = ledger.New(h.DB, h.Keys, h.Files, backups)
	h.Pictures = picture.New(h.DB)
	h.Sites = site.New(h.DB, public)
	h.Plans = plan.New(h.DB)
	h.Employers = employer.New(h.DB, invitations{h.Accounts})
	h.Employers.Plan(h.Plans)
	h.Sites.Fill(h.hirers)
	h.Jobs = job.New(h.DB, h.Sites, h.Employers, job.Config{Rules: job.Rules{PayRequired: h.Profile.Pay.Required, PayIn: h.Profile.Pay.In,
		RefuseIllegal: h.Config.Moderate.Wording == "refuse"}, Moderating: job.Moderating{First: h.Config.Moderate.FirstJobs}, Retention: h.DB.Retention(),
		Limits: h.Accounts, MAC: codes{h.Keys.Root(), "report"}, Places: at, Words: h.Words, Reads: public, Origin: h.origin})
	h.Employers.Fill(h.Pictures, h.Jobs.Preview)
	h.Feeds = feed.New(h.Jobs, h.Employers)
	h.Candidates = candidate.New(h.DB)
	h.CVs = cv.New(h.DB, h.Keys, h.Accounts, at, h.Words)
	h.Applied = application.New(application.Config{DB: h.DB, Keys: h.Keys, Files: h.Files, Accounts: h.Accounts, Jobs: h.Jobs, Team: h.Employers,
		Ledger: h.Ledger, Places: at, Words: h.Words, Retention: h.DB.Retention(), AnswerDays: h.Config.Limits.AnswerDays})
	h.Messages = message.New(message.Config{DB: h.DB, Keys: h.Keys, Files: h.Files, Team: h.Employers, Places: at, Words: h.Words, Domain: h.Config.Mail.Receive.Domain,
		Answers: h.answers})
	h.Mail.Receive(h.Messages.Receive)
	h.Mail.Shut(func(ctx context.Context) (bool, error) { open, err := h.answers(ctx); return !open, err })
	alerts, err := privacy.Authorize(access.Verv("alert.index"), access.Operation(), privacy.Alert)
	if err != nil {
		return err
	}
	h.Alerts = alert.New(alert.Config{DB: h.DB, Keys: h.Keys, Accounts: h.Accounts, Jobs: h.Jobs, Sites: h.Sites, Employers: h.Employers, Places: at, Words: h.Words, Verv: alerts})
	if err := h.furnishSearch(at); err != nil {
		return err
	}
	h.Recommend = recommend.New(h.DB, h.Sites, h.Jobs)
	h.Propose = propose.New(h.DB, h.Search, h.Jobs, h.DB.Retention())
	h.Webhooks = webhook.New(h.DB, codes{h.Keys.Root(), "webhook"}, webhook.NewReach(h.Config.Webhook.Hosts, h.Config.Webhook.Networks))
	h.Reports = report.New(h.DB, h.Sites)
	h.Jobs.Fill(h.Applied.Counts)
	h.Plans.Fill(map[plan.Limit]plan.Counter{plan.Jobs: job.CountOpen, plan.Members: employer.CountMembers, plan.Clients: employer.CountClients, plan.Webhooks: webhook.CountOpen})
	h.Jobs.Time(h.Applied.ResponseDays)
	h.Employers.Succeed(h.Applied)
	h.Employers.Ends(h.Jobs.EndOf, h.Applied.EndOf, h.Webhooks.EndOf)
	h.Applied.Hear(message.Said)
	h.Applied.CountNew(message.Unread, message.UnreadOwn)
	h.Ledger.Know(h.Accounts, h.Applied)
	own, err := privacy.Authorize(access.Verv("rights"), access.Operation(), privacy.Rights)
	if err != nil {
		return err
	}
	h.Rights = rights.New(rights.Needs{DB: h.DB, Files: h.Files, Ledger: h.Ledger, Accounts: h.Accounts, Applications: applications{h.Applied}, Sites: at,
		Words: h.Words, MAC: codes{h.Keys.Root(), "rights"}, Retention: h.DB.Retention(), Controller: h.controller(), Verv: own})
	h.Console = console.New(console.Needs{DB: h.DB, Keys: h.Keys, Files: h.Files, Config: h.Config, Doors: doors{h}, Hirers: h.Employers, Plans: h.Plans, Features: h.Features, Words: h.Words, Places: at, Bounds: console.Bounds{Apart: h.apart() == profiles.Refuse, Plain: h.opt.Plain},
		Runner: func() *task.Runner { return h.Tasks }, Resolver: h.resolver()})
	return errors.Join(h.letters(), h.work(), h.door())
}

// answers reports whether letters can be answered by mail now.
func (h *House) answers(ctx context.Context) (bool, error) {
	off, err := h.Features.Off(ctx)
	return !off[feature.Answers], err
}

func (h *House) letters() error {
	return errors.Join(h.Mail.Know(h.Accounts.Letters()...), h.Mail.Know(h.CVs.Letters()...), h.Mail.Know(h.Jobs.Letters()...), h.Mail.Know(h.Applied.Letters()...),
		h.Mail.Know(h.Messages.Letters()...), h.Mail.Know(h.Alerts.Letters()...), h.Mail.Know(h.Search.Letters()...),
		h.Mail.Know(h.Rights.Letters()...), h.Mail.Know(h.Console.Letters()...))
}

// work collects the tasks of all rooms.
func (h *House) work() (err error) {
	kinds := h.tasks()
	for _, list := range [][]task.Kind{h.Mail.Tasks(), h.Accounts.Tasks(), h.Ledger.Tasks(), h.Employers.Tasks(), h.Jobs.Tasks(), h.CVs.Tasks(),
		h.Applied.Tasks(), h.Messages.Tasks(), h.Alerts.Tasks(), h.Search.Tasks(), h.Propose.Tasks(), h.Webhooks.Tasks(), h.Reports.Tasks(), h.Rights.Tasks(), h.Console.Tasks()} {
		kinds = append(kinds, list...)
	}
	if h.Tasks, err = task.NewRunner(h.DB, h.log, kinds...); err != nil {
		return err
	}
	h.Tasks.Switches(h.Features.Off)
	h.DB.Listen(func([]store.Fact) { h.Tasks.Wake() })
	return nil
}

func (h *House) sender() mail.Sender {
	if h.opt.Sender != nil {
		return h.opt.Sender
	}
	m := h.Config.Mail
	if m.Host == "" {
		return nil
	}
	return mail.Server{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password.Reveal(), Encryption: mail.Encryption(m.STARTTLS), Hello: h.host()}
}

func (h *House) frame() mail.Frame {
	domain := h.Config.Mail.Receive.Domain
	if domain == "" {
		domain = h.host()
	}
	return mail.Frame{From: h.Config.Mail.From, Domain: domain, Operator: h.Config.Operator.Name, Contact: h.Config.Operator.PrivacyContact}
}

// controller is the operator as the privacy page and the export name it.
func (h *House) controller() rights.Controller {
	o := h.Config.Operator
	return rights.Controller{Name: o.Name, RegisterNumber: o.RegisterNumber, Address: o.Address, Country: o.Country, Contact: o.PrivacyContact,
		Authority: o.Authority()}
}

// host is the installation's own host name.
func (h *House) host() string {
	if u, err := url.Parse(h.Config.Web.PublicURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// resolver asks the one name server that the configuration names; without one nobody is asked.
func (h *House) resolver() posture.Resolver {
	if h.opt.Resolver != nil {
		return h.opt.Resolver
	}
	return posture.Ask(h.Config.Mail.Names)
}

// Close closes the stores. Drain the tasks first.
func (h *House) Close() error {
	var err error
	if h.DB != nil {
		err = h.DB.Close()
	}
	if h.Keys != nil {
		err = errors.Join(err, h.Keys.Close())
	}
	return err
}
