package bare

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Job is one job as a list or an advertisement shows it. A list leaves Text empty.
type Job struct {
	ID, Title, Language, Place, Remote, Employment, Employer string
	PayMin, PayMax                                           int64 // hundredths
	Currency, Unit, Deadline, Text                           string
	Ends, Published                                          time.Time
}

// Place is where a job is.
type Place struct{ Street, Postcode, Town, Region, Country string }

// Line is one application in a table; its name stays sealed.
type Line struct {
	ID, Stage, Outcome string
	Score              int
	Sent               time.Time
	Sealed             int // bytes of the name's body
}

// DB is an open database. Its methods are safe for concurrent use.
type DB struct {
	db                                  *sql.DB
	site, list, ad, places, who, people *sql.Stmt
}

const (
	siteByHost = `select s.id, s.name, s.language from site_host h join site s on s.id = h.site_id where h.host = ? order by length(h.prefix) limit 1`
	newest     = `select j.id, j.title, j.language, j.place_text, j.remote, j.employment, j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.deadline,
		j.ends_at, j.published_at, e.name
		from job j join employer e on e.id = j.employer_id where j.site_id = ? and j.state = 'open' and +j.ends_at > ?
		order by j.published_at desc, j.id desc limit 20`
	open = `select j.id, j.title, j.language, j.place_text, j.remote, j.employment, j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.deadline,
		j.ends_at, j.published_at, e.name, j.body
		from job j join employer e on e.id = j.employer_id where j.id = ? and j.state <> 'draft'`
	placesOf  = `select street, postcode, town, region, country from job_place where job_id = ? order by place`
	sessionOf = `select p.employer_id from session s join account a on a.subject_id = s.subject_id
		join persona p on p.id = s.persona_id and p.subject_id = s.subject_id where s.hash = ? and p.confirmed_at is not null`
	applications = `select id, sent_at, stage, outcome, score, name from application where employer_id = ? and job_id = ? and outcome <> 'withdrawn'
		order by sent_at desc, id limit 50`
)

// Open opens the database in a data folder for reading.
func Open(folder string) (*DB, error) {
	path := (&url.URL{Path: filepath.Join(folder, "verv.db")}).EscapedPath()
	db, err := sql.Open("sqlite", "file:"+path+"?"+url.Values{"_pragma": {"busy_timeout(10000)", "temp_store(MEMORY)", "query_only(ON)"}}.Encode())
	if err != nil {
		return nil, fmt.Errorf("bare: %w", err)
	}
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(8)
	d := &DB{db: db}
	for s, text := range map[**sql.Stmt]string{&d.site: siteByHost, &d.list: newest, &d.ad: open, &d.places: placesOf, &d.who: sessionOf, &d.people: applications} {
		if *s, err = db.Prepare(text); err != nil {
			return nil, errors.Join(fmt.Errorf("bare: %w", err), db.Close())
		}
	}
	return d, nil
}

// Close closes the database.
func (d *DB) Close() error { return d.db.Close() }

// List reads the site of a host and its twenty newest jobs.
func (d *DB) List(ctx context.Context, host string, now time.Time) (site string, jobs []Job, err error) {
	var id, language string
	if err := d.site.QueryRowContext(ctx, host).Scan(&id, &site, &language); err != nil {
		return "", nil, err
	}
	rows, err := d.list.QueryContext(ctx, id, now.UnixMilli())
	if err != nil {
		return "", nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var j Job
		if err := j.scan(rows.Scan); err != nil {
			return "", nil, err
		}
		jobs = append(jobs, j)
	}
	return site, jobs, rows.Err()
}

func (j *Job) scan(scan func(...any) error, more ...any) error {
	var ends, published int64
	err := scan(append([]any{&j.ID, &j.Title, &j.Language, &j.Place, &j.Remote, &j.Employment, &j.PayMin, &j.PayMax, &j.Currency, &j.Unit, &j.Deadline,
		&ends, &published, &j.Employer}, more...)...)
	j.Ends, j.Published = time.UnixMilli(ends), time.UnixMilli(published)
	return err
}

// Ad reads one job and its places.
func (d *DB) Ad(ctx context.Context, id string) (j Job, places []Place, err error) {
	if err := j.scan(d.ad.QueryRowContext(ctx, id).Scan, &j.Text); err != nil {
		return j, nil, err
	}
	rows, err := d.places.QueryContext(ctx, id)
	if err != nil {
		return j, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.Street, &p.Postcode, &p.Town, &p.Region, &p.Country); err != nil {
			return j, nil, err
		}
		places = append(places, p)
	}
	return j, places, rows.Err()
}

// Table reads whose session a token's hash opens, and the first fifty applications to a job of that employer.
func (d *DB) Table(ctx context.Context, hash, job string) (lines []Line, err error) {
	var employer string
	if err := d.who.QueryRowContext(ctx, hash).Scan(&employer); err != nil {
		return nil, err
	}
	rows, err := d.people.QueryContext(ctx, employer, job)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Line
		var sent int64
		var name []byte
		if err := rows.Scan(&l.ID, &sent, &l.Stage, &l.Outcome, &l.Score, &name); err != nil {
			return nil, err
		}
		l.Sent, l.Sealed = time.UnixMilli(sent), len(name)
		lines = append(lines, l)
	}
	return lines, rows.Err()
}
