package console

import (
	"cmp"
	"slices"
)

// State is how something stands.
type State string

// The states, the best first.
const (
	Fine  State = "fine"
	Look  State = "look"  // somebody should look at it; Verv works and keeps its promises
	Wrong State = "wrong" // Verv cannot do its work, or keep a promise, until it is mended
)

// States lists every state.
func States() []State { return []State{Fine, Look, Wrong} }

// What is a thing that is looked at. Its name is in the catalogues under "console.what." and the word.
type What string

// The things, in the order in which they are shown.
const (
	OfConfig     What = "config"
	OfKeys       What = "keys"
	OfRoot       What = "root"
	OfEpoch      What = "epoch"
	OfDisk       What = "disk"
	OfMail       What = "mail"
	OfDatabase   What = "database"
	OfClock      What = "clock"
	OfTasks      What = "tasks"
	OfBackups    What = "backups"
	OfModeration What = "moderation"
)

// Finding is one look at one thing. A Code says what is wrong: its sentences are "console.wrong." and "console.mend." and the code.
type Finding struct {
	What  What
	State State
	Code  string
	Args  map[string]any
}

func fine(w What) Finding { return Finding{What: w, State: Fine} }

func found(w What, s State, code string, args ...any) Finding {
	f := Finding{What: w, State: s, Code: code, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	return f
}

// orFine is what was found, or that nothing was.
func orFine(w What, all []Finding) []Finding {
	if len(all) == 0 {
		return []Finding{fine(w)}
	}
	return all
}

func (s State) rank() int { return slices.Index(States(), s) }

// Worst is the state of all findings together.
func Worst(all []Finding) State {
	worst := Fine
	for _, f := range all {
		if f.State.rank() > worst.rank() {
			worst = f.State
		}
	}
	return worst
}

// Sort puts what is wrong first; what stands alike keeps its order.
func Sort(all []Finding) {
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(b.State.rank(), a.State.rank()) })
}
