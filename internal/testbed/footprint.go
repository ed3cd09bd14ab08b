package testbed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"verv/internal/store"
)

// The footprint of a statement is what SQLite's compiler says that it reads and writes (sqlite3_set_authorizer). The driver
// keeps that call private, so this one file reaches for the handle; it runs in tests and in make generate only.

// seen collects what the authorizer is asked while one statement is prepared. The callback must be a plain function, hence the
// package variable; footprints are computed one at a time.
var seen struct {
	sync.Mutex
	reads, writes map[string]bool
}

func authorize(tls *libc.TLS, _ uintptr, action int32, a, b, _, _ uintptr) int32 {
	switch action {
	case sqlite3.SQLITE_READ:
		seen.reads[libc.GoString(a)+"."+libc.GoString(b)] = true
	case sqlite3.SQLITE_UPDATE:
		seen.writes[libc.GoString(a)+"."+libc.GoString(b)] = true
	case sqlite3.SQLITE_INSERT, sqlite3.SQLITE_DELETE:
		seen.writes[libc.GoString(a)+".*"] = true
	}
	return sqlite3.SQLITE_OK
}

// watch sets the authorizer on the connection that c stands for.
func watch(c *sql.Conn) error {
	return c.Raw(func(driverConn any) error {
		v := reflect.ValueOf(driverConn)
		if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
			return errors.New("testbed: the driver's connection has another shape")
		}
		db, tls := v.Elem().FieldByName("db"), v.Elem().FieldByName("tls")
		if db.Kind() != reflect.Uintptr || tls.Kind() != reflect.Pointer {
			return errors.New("testbed: the driver's connection has other fields")
		}
		f := authorize
		callback := *(*uintptr)(unsafe.Pointer(&struct {
			f func(*libc.TLS, uintptr, int32, uintptr, uintptr, uintptr, uintptr) int32
		}{f}))
		if rc := sqlite3.Xsqlite3_set_authorizer((*libc.TLS)(tls.UnsafePointer()), uintptr(db.Uint()), callback, 0); rc != sqlite3.SQLITE_OK {
			return fmt.Errorf("testbed: the authorizer was refused with code %d", rc)
		}
		return nil
	})
}

var reInsert = regexp.MustCompile(`(?is)insert\s+into\s+([a-z_]+)\s*\(([^)]*)\)`)

// Footprints computes the footprint of every statement of the rooms on a fresh SQLite in memory.
func Footprints(ctx context.Context, rooms []store.Room) (map[string][]store.Footprint, error) {
	inv, err := store.InventoryOf(rooms)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	for _, r := range rooms {
		if _, err := conn.ExecContext(ctx, store.SQLite.DDL(r.Schema)); err != nil {
			return nil, fmt.Errorf("testbed: %s schema.sql: %w", r.Name, err)
		}
	}
	seen.Lock()
	defer seen.Unlock()
	seen.reads, seen.writes = map[string]bool{}, map[string]bool{}
	if err := watch(conn); err != nil {
		return nil, err
	}
	out := map[string][]store.Footprint{}
	for _, r := range rooms {
		statements, err := r.Statements()
		if err != nil {
			return nil, err
		}
		for _, s := range statements {
			f, err := footprint(ctx, conn, s)
			if err != nil {
				return nil, err
			}
			if f.Purposes, err = store.PurposesFor(inv, f.Reads, f.Writes); err != nil {
				return nil, fmt.Errorf("%s: %w", s.Name, err)
			}
			out[r.Name] = append(out[r.Name], f)
		}
	}
	return out, nil
}

func footprint(ctx context.Context, conn *sql.Conn, s store.Statement) (store.Footprint, error) {
	seen.reads, seen.writes = map[string]bool{}, map[string]bool{}
	st, err := conn.PrepareContext(ctx, store.SQLite.Plain(s))
	if err != nil {
		return store.Footprint{}, fmt.Errorf("testbed: %s: %w", s.Name, err)
	}
	// The driver compiles at the first step; a prepared statement alone has been seen by nobody.
	rows, err := conn.QueryContext(ctx, "explain "+store.SQLite.Plain(s), store.SQLite.Blanks(s)...)
	if err != nil {
		return store.Footprint{}, fmt.Errorf("testbed: %s: %w", s.Name, err)
	}
	if err := errors.Join(rows.Close(), st.Close()); err != nil {
		return store.Footprint{}, err
	}
	for _, m := range reInsert.FindAllStringSubmatch(s.SQL, -1) {
		delete(seen.writes, m[1]+".*")
		for _, c := range strings.Split(m[2], ",") {
			seen.writes[m[1]+"."+strings.TrimSpace(c)] = true
		}
	}
	clean := func(m map[string]bool) []string {
		maps.DeleteFunc(m, func(k string, _ bool) bool {
			// json_each is a function that gives rows of what was handed in; it has no table behind it.
			return strings.HasPrefix(k, "sqlite_") || strings.HasPrefix(k, "json_each.") || strings.HasSuffix(k, ".")
		})
		return slices.Sorted(maps.Keys(m))
	}
	return store.Footprint{Name: s.Name, Reads: clean(seen.reads), Writes: clean(seen.writes)}, nil
}

// WithFootprints computes the footprints of rooms that exist in a test only.
func WithFootprints(ctx context.Context, rooms []store.Room) ([]store.Room, error) {
	all, err := Footprints(ctx, rooms)
	if err != nil {
		return nil, err
	}
	for i, r := range rooms {
		var b strings.Builder
		for _, f := range all[r.Name] {
			b.WriteString(f.String())
		}
		rooms[i].Footprint = b.String()
	}
	return rooms, nil
}
