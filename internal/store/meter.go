package store

// Meter is told what the store does, for figures. It hears how much and how long, never whose.
type Meter interface {
	Read(failed bool)
	Write(failed bool)
	Commit() (done func()) // called before a commit; done is called when it is durable, or failed
	Records(n int)         // access records that became durable
}

// Measure sets the meter. Call it before the first read.
func (db *DB) Measure(m Meter) { db.meter = m }

// noMeter is the meter of a store that nobody measures.
type noMeter struct{}

func (noMeter) Read(bool)      {}
func (noMeter) Write(bool)     {}
func (noMeter) Commit() func() { return func() {} }
func (noMeter) Records(int)    {}
