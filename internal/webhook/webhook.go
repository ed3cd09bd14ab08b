package webhook

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "webhook", Schema: schema, Queries: queries, Footprint: footprint}
}

type (
	noun         struct{}
	deliveryNoun struct{}
)

// Identifiers of a webhook and of a delivery.
type (
	ID         = id.ID[noun]
	DeliveryID = id.ID[deliveryNoun]
)

// Kind is a fact that can be heard of, as houses before this one name it.
type Kind string

// Ping is sent on request, to try a webhook out.
const Ping Kind = "webhook.ping"

// Kinds lists what can be heard of, in the order of the form.
func Kinds() []Kind {
	return []Kind{application.FactSent, application.FactCorrected, application.FactWithdrawn, application.FactMoved, application.FactUndone,
		"message.answered", job.FactPublished, job.FactChanged, job.FactClosed}
}

// told are the identifiers of each kind of fact that go out, and when it happens. The subject stays: nobody outside has a use for it.
var told = map[Kind]struct {
	says string
	ids  []string
}{
	application.FactSent:      {"An application arrived", []string{"application", "job"}},
	application.FactCorrected: {"The person set something right in an application", []string{"application"}},
	application.FactWithdrawn: {"The person took an application back", []string{"application", "job"}},
	application.FactMoved:     {"An application was moved, hired or rejected", []string{"application", "job", "move"}},
	application.FactUndone:    {"A move was taken back", []string{"application", "job", "move"}},
	"message.answered":        {"The person wrote a message", []string{"application", "message"}},
	job.FactPublished:         {"A job was opened", []string{"job"}},
	job.FactChanged:           {"An open job was changed", []string{"job"}},
	job.FactClosed:            {"A job was closed", []string{"job"}},
	Ping:                      {"A member tries the webhook out", nil},
}

// Reason is why a webhook ended.
type Reason string

// The reasons.
const (
	ByMember Reason = "member"  // a member ended it
	Gone     Reason = "gone"    // the receiver answered 410
	Failing  Reason = "failing" // it failed for five days on end
	Closed   Reason = "closed"  // the employer was closed
)

const (
	urlMax       = 500
	webhooksMost = 20
	triesMost    = 16
	failFor      = 5 * 24 * time.Hour
	overlap      = 24 * time.Hour // how long the former secret signs beside a new one
	logFor       = 30 * 24 * time.Hour
)

// Webhook is one receiver.
type Webhook struct {
	ID        ID
	URL       string
	Kinds     []Kind
	MadeAt    time.Time
	RenewedAt time.Time // of the secret; zero for the first
	FailingAt time.Time // since when; zero while it works
	EndedAt   time.Time
	Reason    Reason
	secret    int // how many there were
}

// Wish is what a member asks for.
type Wish struct {
	URL   string
	Kinds []Kind
}

// Delivery is one fact on its way.
type Delivery struct {
	ID         DeliveryID
	Webhook    ID
	Kind       Kind
	IDs        map[string]string
	HappenedAt time.Time
	TriedAt    time.Time
	DoneAt     time.Time
	Tries      int
	Status     int    // of the last answer; 0 when none came
	Trouble    string // a key of the catalogue; "" when the last try went well
}

// State is where a delivery stands: waiting, delivered or failed.
func (d Delivery) State() string {
	switch {
	case !d.DoneAt.IsZero():
		return "delivered"
	case d.Tries >= triesMost:
		return "failed"
	}
	return "waiting"
}

// check says what is wrong with a wish. Which hosts may be called is the operator's decision, and told as such.
func (v Wish) check(allowed *Reach) (*url.URL, error) {
	var form fault.Form
	u, err := url.Parse(v.URL)
	switch {
	case v.URL == "":
		form.Add("url", "form.required")
	case utf8.RuneCountInString(v.URL) > urlMax:
		form.Add("url", "form.long", fault.Args{"Max": urlMax})
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Opaque != "":
		form.Add("url", "webhook.url.wrong")
	case u.Scheme != "https" && !(u.Scheme == "http" && allowed.named(u.Hostname())):
		form.Add("url", "webhook.url.https")
	case !allowed.Host(u.Hostname()):
		form.Add("url", "webhook.url.host", fault.Args{"Host": u.Hostname()})
	}
	switch {
	case len(v.Kinds) == 0:
		form.Add("kinds", "form.required")
	case slices.ContainsFunc(v.Kinds, func(k Kind) bool { return !slices.Contains(Kinds(), k) }):
		form.Add("kinds", "form.choice")
	}
	return u, form.Err()
}

func joinKinds(all []Kind) string {
	words := make([]string, len(all))
	for i, k := range all {
		words[i] = string(k)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

func splitKinds(s string) []Kind {
	var out []Kind
	for word := range strings.FieldsSeq(s) {
		out = append(out, Kind(word))
	}
	return out
}

// Secret is how the receiver checks signatures, in the form that Standard Webhooks names.
type Secret [32]byte

// String is the secret as a person copies it.
func (s Secret) String() string { return "whsec_" + base64.StdEncoding.EncodeToString(s[:]) }

// heard reports what of a fact an employer can hear: whose it is, and the identifiers that go out.
func heard(f store.Fact) (of access.EmployerID, ids map[string]string, ok bool) {
	if !slices.Contains(Kinds(), Kind(f.Kind)) || of.UnmarshalText([]byte(f.IDs["employer"])) != nil || of.IsZero() {
		return of, nil, false
	}
	ids = map[string]string{}
	for _, name := range told[Kind(f.Kind)].ids {
		if v := f.IDs[name]; v != "" {
			ids[name] = v
		}
	}
	return of, ids, true
}
