// Package access says who acts: the actor, the persona they act as, their role in an employer and what that role may do.
//
// It knows nothing of why (package privacy) nor of how (package store). An actor is made by package web from a session, by
// a task from its own name, by incoming mail, or by a verb of cmd/verv; never by a use-case.
package access
