// Package task is background work. A task is enqueued in the transaction that causes it, so it exists exactly when that
// transaction does; it runs at least once, so what it does must stand being done twice.
//
// A task is ready, then leased by one runner, then done (its row goes) or ready again later: a failure puts it back with
// exponential delay, and after the last try it is dead and waits for an operator. A lease that runs out belongs to a process
// that died; another runner takes the task up again. A recurring task puts itself back after each run.
//
// A row holds a kind, identifiers and moments, never a word about a person: what a task needs it fetches when it runs, under a
// grant that the runner makes for the kind's purpose and the task's scope.
package task
