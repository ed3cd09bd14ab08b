// Package profiles holds the policy profiles: one file per described service, and strictest, which is the default.
//
// A profile is what an operator promises in numbers: how long each class of data is kept, from which age, how soon a
// request is answered, how keys lie, whether pay must be stated. Values that a described service left open repeat those
// of strictest, and strictest has the strictest value of each. The files are embedded and never written; an operator
// who needs other numbers sets them in the configuration, where the compiled floors and ceilings still bind.
//
// The package reads no file, clock or environment, and anyone may call it. It decides nothing: the rooms do.
package profiles
