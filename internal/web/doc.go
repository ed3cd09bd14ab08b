// Package web is the way in: from a request to one use-case and back to a page.
//
// A Mux is the whole way, in this order: the answer's headers and a recovered panic; health, assets and reports, which
// need nobody; the client's address and its limit; the site from the host; the language; the route; the origin check;
// the session and so the actor; the route's guard, which mints the grant; the handler; the error page. A request passes each
// step or ends at it.
//
// Routes are made by Get, Post and API alone, and each carries a Guard: permission, purpose and scope. The inner multiplexer
// cannot be reached from outside, so there is no handler without a guard. Mux.Routes lists them for the stranger test.
//
// A handler binds a typed form (Bind, Upload), calls one use-case and renders or redirects. An error goes back as it is:
// a fault becomes a page in the reader's language, Withheld looks like NotFound in every byte, and what is our own mistake
// shows a reference that the log knows.
//
// Houses on the street and package server call it. It knows no table and no house: sessions and sites come in as small
// interfaces. It never decides beyond its guards, keeps nothing about a person, spills no upload to disk, and its log
// holds patterns instead of addresses.
package web
