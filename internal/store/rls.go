package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"verv/internal/access"
	"verv/internal/privacy"
)

// policies derives PostgreSQL's row-level security from the scopes of the inventory. It is the belt: the store binds scopes
// anyway. Forced, it also holds for the tables' owner.
func policies(inv *privacy.Inventory) []string {
	var out []string
	for _, t := range inv.Tables {
		if len(t.Scopes) == 0 {
			continue
		}
		mine := ownRows(t)
		read := mine
		if t.Public {
			read = "true"
		}
		out = append(out,
			fmt.Sprintf("alter table %s enable row level security", t.Name),
			fmt.Sprintf("alter table %s force row level security", t.Name),
			fmt.Sprintf("drop policy if exists verv_read on %s", t.Name),
			fmt.Sprintf("drop policy if exists verv_add on %s", t.Name),
			fmt.Sprintf("drop policy if exists verv_change on %s", t.Name),
			fmt.Sprintf("drop policy if exists verv_delete on %s", t.Name),
			fmt.Sprintf("create policy verv_read on %s for select using (%s)", t.Name, read),
			fmt.Sprintf("create policy verv_add on %s for insert with check (%s)", t.Name, mine),
			fmt.Sprintf("create policy verv_change on %s for update using (%s)", t.Name, mine),
			fmt.Sprintf("create policy verv_delete on %s for delete using (%s)", t.Name, mine))
	}
	return out
}

// ownRows is the condition that a row belongs to the scope of the running transaction. Operations see every row: their
// statements open no body.
func ownRows(t privacy.Table) string {
	terms := []string{fmt.Sprintf("current_setting('verv.kind', true) = '%s'", access.ScopeOperation)}
	for _, kind := range slices.Sorted(maps.Keys(t.Scopes)) {
		terms = append(terms, fmt.Sprintf("(current_setting('verv.kind', true) = '%s' and %s = current_setting('verv.scope', true))",
			kind, t.Scopes[kind]))
	}
	return strings.Join(terms, " or ")
}

func grants(role string, inv *privacy.Inventory) []string {
	quoted := pgx.Identifier{role}.Sanitize()
	out := []string{"grant usage on schema public to " + quoted}
	for _, t := range inv.Tables {
		out = append(out, fmt.Sprintf("grant select, insert, update, delete on %s to %s", t.Name, quoted))
	}
	return append(out, "grant usage, select on all sequences in schema public to "+quoted)
}

func roleOf(dsn string) (string, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return "", fmt.Errorf("store: the data DSN cannot be read: %w", err)
	}
	return cfg.User, nil
}
