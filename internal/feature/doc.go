// Package feature keeps which features of an installation are switched off.
//
// # States
//
// The features are a closed list in the code (All). Each is on, as it is from the start, or off. What is no feature cannot be switched: above
// all what the law gives a person, to see, correct, download, withdraw and delete, and to report an advertisement that is illegal.
//
// # What off means
//
// A route names its feature (web.Route.Of). While it is off the route answers as if this build had none: not found, like any address that does
// not exist. Links to it are gone (web.Request.Has), its operations are left out of the document of the API, its tasks wait (task.Kind). No
// row is touched: what there was is back when the feature is on again.
//
// # Who may call it
//
// Operators switch. Packages web and task ask which features are off at each request and each task: House keeps the answer in memory and reads
// again when a fact says that it changed, on this node at once and on others as soon as they hear.
//
// # What it never does
//
// It deletes nothing, and it decides nothing about a person or an employer.
package feature
