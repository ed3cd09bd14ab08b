package store

import _ "embed" // schema.sql, queries.sql, footprint.txt

var (
	//go:embed schema.sql
	ownSchema string
	//go:embed queries.sql
	ownQueries string
	//go:embed footprint.txt
	ownFootprint string
)

// Own is the store's own room; package server puts it first.
func Own() Room {
	return Room{Name: "store", Schema: ownSchema, Queries: ownQueries, Footprint: ownFootprint}
}
