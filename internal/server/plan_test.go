package server_test

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

// scans are the statements that read a whole table, each with the reason why that may be: few rows, or seldom. Every other statement
// finds what it needs by an index, so that no page and no import grows slower with each job and each person.
var scans = map[string]string{
	"feature.all": "what is switched off, kept in memory", "plan.all": "few, the operator's page", "store.looseAudit": "by an index of what is loose alone", "store.lastFact": "one row off the end of an index", "store.months": "a row a month",
	"store.oldFacts": "once a day", "task.list": "the queue is what is due", "task.counts": "the queue is what is due", "task.dropOf": "the queue is what is due",
	"account.countOf": "verv setup asks whether there is an operator", "account.sweepSessions": "once an hour", "account.sweepRelocations": "once an hour",
	"account.sweepTokens": "once an hour", "ledger.erasures": "the officer's page", "ledger.allRestrictions": "the officer's page", "site.all": "few, and kept in memory", "site.countLogo": "few sites, when a logo changes", "site.hosts": "few, and kept in memory",
	"site.texts": "few, and kept in memory", "employer.list": "the operator's page", "job.sameText": "of at most a hundred rows", "job.moderationQueue": "of what waits, by its indexes",
	"job.appealsSince": "the operator's figures", "application.silent": "every five minutes: the open applications", "application.filled": "every five minutes: the open applications",
	"application.sweepTimes": "once a day", "webhook.listening": "few", "webhook.oldWebhooks": "once a day", "rights.holds": "the officer's page",
	"rights.swept": "a row a sweep", "rights.lost": "by an index of the lost alone", "application.uncounted": "by an index of the uncounted alone",
	"application.stranded": "what is not told yet, or was within a day", "application.strandedOwn": "what is not told yet, or was within a day",
	"mail.open": "what is not taken yet", "job.chapter": "the rows that it has just found",
	"mail.queue": "the queue is what is due", "rights.askedExports": "the officer's page", "console.notes": "three rows", "console.doors": "three rows", "console.checks": "four rows",
	"console.moderating": "of what waits, by its indexes", "console.employers": "the operator's page", "console.employersCount": "the operator's page",
	"search.count": "once at the start", "search.stale": "every ten minutes: the cards", "search.dropLostTells": "once a minute: what members are told, fifty at most of each",
	"console.staff": "the operator's page", "console.fileBytes": "the operator's page, off an index", "console.largest": "the operator's page, off an index",
}

// batches are the statements that take the first of many again and again until none is left: each is as quick as what it takes.
var batches = map[string]bool{"store.looseAudit": true, "store.facts": true, "store.dueDossiers": true, "task.lease": true}

// ofResting is the index of the dossiers that rest, and of no others: nearly every list of an employer leaves those out. See decision 0042.
const ofResting = "INDEX dossier_rests"

var (
	rePostgres = regexp.MustCompile(`(?s)/\*pg.*?\*/`)
	reSQLite   = regexp.MustCompile(`(?s)/\*sqlite(.*?)\*/`)
	reArgument = regexp.MustCompile(`:([a-z_]+)`)
	reScan     = regexp.MustCompile(`^SCAN (\w+)`)
	reComment  = regexp.MustCompile(`(?m)^--.*$`)
)

// Every statement's plan, on the engine that says what it will do without any rows.
func TestStatementsUseIndexes(t *testing.T) {
	t.Parallel()
	b := testbed.New(t, store.SQLite, server.Rooms())
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.Conf.Dir, "verv.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	asked, scanned := 0, map[string]bool{}
	for _, room := range server.Rooms() {
		for _, part := range strings.Split(room.Queries, "-- name: ")[1:] {
			name, text, _ := strings.Cut(part, "\n")
			plan, ok := planOf(t, db, text)
			if !ok {
				continue // of lists that grow with their arguments
			}
			asked++
			full := room.Name + "." + strings.TrimSpace(name)
			for _, line := range plan {
				if batches[full] && strings.Contains(line, "TEMP B-TREE FOR ORDER BY") {
					t.Errorf("%s sorts all that waits for each batch: %s", full, line)
				}
				if reScan.MatchString(line) && !strings.Contains(line, "CONSTANT ROW") && !strings.Contains(line, "VIRTUAL TABLE") && !strings.Contains(line, ofResting) {
					scanned[full] = true
					if scans[full] == "" {
						t.Errorf("%s reads a whole table: %s", full, line)
					}
				}
			}
		}
	}
	if asked < 300 || len(scanned) < 10 {
		t.Errorf("%d statements were asked, %d scan: the test sees too little", asked, len(scanned))
	}
	for full := range scans {
		if !scanned[full] {
			t.Errorf("%s reads no whole table: take it off the list", full)
		}
	}
}

func planOf(t *testing.T, db *sql.DB, text string) (plan []string, ok bool) {
	text = reSQLite.ReplaceAllString(rePostgres.ReplaceAllString(reComment.ReplaceAllString(text, ""), ""), "$1")
	var args []any
	seen := map[string]bool{}
	for _, m := range reArgument.FindAllStringSubmatch(text, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			args = append(args, sql.Named(m[1], "x"))
		}
	}
	rows, err := db.QueryContext(t.Context(), "explain query plan "+strings.TrimSuffix(strings.TrimSpace(text), ";"), args...)
	if err != nil {
		return nil, false
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var line string
		if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, line)
	}
	return plan, rows.Err() == nil
}
