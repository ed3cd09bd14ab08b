package feature

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"sync"
	"sync/atomic"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
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
	return store.Room{Name: "feature", Schema: schema, Queries: queries, Footprint: footprint}
}

// House answers for the features of one installation.
type House struct {
	db    *store.DB
	reads privacy.Grant

	mu    sync.Mutex
	known atomic.Pointer[kept]
	turn  atomic.Int64 // moves with each fact that says that a feature was switched
}

// kept is what was read, and when of House.turn.
type kept struct {
	turn int64
	off  Off
}

// New makes the house. It reads under the grant, which is public: what is off is asked before anybody is known.
func New(db *store.DB, reads privacy.Grant) *House {
	h := &House{db: db, reads: reads}
	db.Listen(h.Hear)
	return h
}

// FactSwitched tells that a feature was switched off or on. It names the feature and which.
const FactSwitched = "feature.switched"

// Hear takes the facts of this process, and those of other nodes where package server reads them.
func (h *House) Hear(facts []store.Fact) {
	for _, f := range facts {
		if f.Kind == FactSwitched {
			h.turn.Add(1)
		}
	}
}

// Off is which features are off now, from memory unless something was switched since.
func (h *House) Off(ctx context.Context) (Off, error) {
	if k := h.known.Load(); k != nil && k.turn == h.turn.Load() {
		return k.off, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	// A fact that comes while the rows are read makes what was read old at once: the next question reads again.
	turn := h.turn.Load()
	if k := h.known.Load(); k != nil && k.turn == turn {
		return k.off, nil
	}
	all, err := h.states(ctx, h.reads)
	if err != nil {
		return nil, err
	}
	off := Off{}
	for _, s := range all {
		if s.Off {
			off[s.Name] = true
		}
	}
	h.known.Store(&kept{turn, off})
	return off, nil
}

// State is how a feature stands.
type State struct {
	Name  Name
	Off   bool
	Since time.Time // zero for one that was never switched
}

// States lists every feature in the order of All, for the operator.
func (h *House) States(ctx context.Context, g privacy.Grant) ([]State, error) {
	if err := g.Require(access.FeatureSwitch); err != nil {
		return nil, err
	}
	rows, err := h.states(ctx, g)
	if err != nil {
		return nil, err
	}
	named := map[Name]State{}
	for _, s := range rows {
		named[s.Name] = s
	}
	var out []State
	for _, n := range All() {
		s := named[n]
		s.Name = n
		out = append(out, s)
	}
	return out, nil
}

func (h *House) states(ctx context.Context, g privacy.Grant) (out []State, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "feature.all", store.Args{}, func(row store.Row) (s State, err error) {
			var name string
			var off int64
			err = row.Scan(&name, &off, &s.Since)
			s.Name, s.Off = Name(name), off == 1
			return s, err
		})
		return err
	})
	return out, err
}

// Switch switches a feature off or on. One that stands so already keeps its date.
func (h *House) Switch(ctx context.Context, g privacy.Grant, n Name, off bool) error {
	if err := g.Require(access.FeatureSwitch); err != nil {
		return err
	}
	if !n.Known() {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		changed, err := w.Exec("feature.put", store.Args{"name": string(n), "off": off, "now": w.Now()})
		if err != nil || changed == 0 {
			return err
		}
		word := "on"
		if off {
			word = "off"
		}
		w.Fact(FactSwitched, map[string]string{"feature": string(n), "state": word})
		return nil
	})
}
