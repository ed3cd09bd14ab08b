package intake

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"time"

	"verv/internal/fault"
)

// Limits bound what one file may cost.
type Limits struct {
	File    int64 // bytes of the file as sent
	Record  int   // bytes of one record
	Depth   int   // nesting of objects, arrays and elements
	Records int   // records in one file
	Title   int   // letters of a title
}

// Standard are the limits of an ordinary import: 256 MiB in records of 1 MiB.
var Standard = Limits{File: 256 << 20, Record: 1 << 20, Depth: 64, Records: 200_000, Title: 200}

// Options are what the reader cannot know by itself.
type Options struct {
	Limits Limits         // zero fields take Standard's
	Now    time.Time      // what a deadline is compared with
	Zone   *time.Location // where a deadline without zone ends; nil is UTC
}

func (o Options) complete() Options {
	l := &o.Limits
	if l.File == 0 {
		l.File = Standard.File
	}
	if l.Record == 0 {
		l.Record = Standard.Record
	}
	if l.Depth == 0 {
		l.Depth = Standard.Depth
	}
	if l.Records == 0 {
		l.Records = Standard.Records
	}
	if l.Title == 0 {
		l.Title = Standard.Title
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return o
}

// Read yields the records of r one by one, in the order of the file (a posting that names its employer by reference
// waits for the end of its graph). The error is nil for a record that was taken; else it is a *fault.Fault and the
// record holds only Number, Line and, where readable, Source. Memory is bounded by a few times Limits.Record.
func Read(r io.Reader, o Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		p := &reader{Options: o.complete(), yield: yield, seen: map[string]bool{}}
		p.file(r)
	}
}

// reader is one pass over one file.
type reader struct {
	Options
	yield   func(Record, error) bool
	done    bool            // this text is over
	stopped bool            // the caller has had enough
	count   int             // records met, taken or refused
	seen    map[string]bool // source ids met
	lang    string          // language of the surrounding page or feed

	refs    map[string]object // what a graph names by @id
	waiting []chunk           // postings whose references are not yet known, as bytes: they are smaller so
	waits   int               // their size in bytes
}

func (p *reader) file(r io.Reader) {
	in := &capped{r: r, left: p.Limits.File}
	src, form, err := open(in)
	if err != nil {
		p.refuse(Record{Line: 1}, asFault(err, 1))
		return
	}
	s := &scanner{r: bufio.NewReaderSize(src, 64<<10), line: 1}
	switch form {
	case formJSON:
		p.json(s)
	case formXML:
		p.xml(s)
	case formHTML:
		p.html(s)
	}
	p.done = p.stopped
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		p.refuse(Record{Line: s.line}, asFault(s.err, s.line))
	}
	if p.count == 0 {
		p.refuse(Record{Line: 1}, fault.New(fault.Invalid, "job.intake.file.empty"))
	}
}

// refuse hands out a refusal. It is a no-op once the caller has stopped.
func (p *reader) refuse(at Record, f *fault.Fault) {
	if p.done {
		return
	}
	p.count++
	rec := Record{Number: p.count, Line: at.Line, Source: at.Source}
	p.hand(rec, f)
}

// take checks a record and hands it out, taken or refused.
func (p *reader) take(rec *Record, f *fault.Fault) {
	if p.done {
		return
	}
	if p.count >= p.Limits.Records {
		p.refuse(*rec, fault.New(fault.TooLarge, "job.intake.file.many", fault.Args{"Limit": p.Limits.Records}))
		p.done, p.stopped = true, true
		return
	}
	if f == nil {
		f = p.check(rec)
	}
	if f == nil && p.seen[rec.Source] {
		f = fault.New(fault.Conflict, "job.intake.id.twice")
	}
	if f != nil {
		p.refuse(*rec, f)
		return
	}
	p.seen[rec.Source] = true
	p.count++
	rec.Number = p.count
	rec.seal()
	p.hand(*rec, nil)
}

func (p *reader) hand(rec Record, f *fault.Fault) {
	var err error // a nil *fault.Fault in an error would not be nil
	if f != nil {
		err = f
	}
	p.stopped = !p.yield(rec, err)
	p.done = p.stopped
}

// broken refuses all that would have followed and ends the pass.
func (p *reader) broken(s *scanner, line int) {
	if s.err == nil || errors.Is(s.err, io.EOF) { // else file says what ended it
		p.refuse(Record{Line: line}, fault.New(fault.Malformed, "job.intake.file.broken", fault.Args{"Line": line}))
	}
	p.done = true
}

var errLarge = errors.New("file over its limit")

func asFault(err error, line int) *fault.Fault {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, errLarge):
		return fault.New(fault.TooLarge, "job.intake.file.large")
	}
	return fault.Wrap(err, fault.Malformed, "job.intake.file.broken", fault.Args{"Line": line})
}

// capped reads at most left bytes and then fails, so that a cut file cannot pass as a whole one.
type capped struct {
	r    io.Reader
	left int64
	over bool
}

func (c *capped) Read(b []byte) (int, error) {
	if c.over {
		return 0, errLarge
	}
	if c.left <= 0 {
		var one [1]byte
		if n, err := io.ReadFull(c.r, one[:]); n == 0 {
			return 0, err
		}
		c.over = true
		return 0, errLarge
	}
	if int64(len(b)) > c.left {
		b = b[:c.left]
	}
	n, err := c.r.Read(b)
	c.left -= int64(n)
	return n, err
}
