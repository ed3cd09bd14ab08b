package link

// Every constant here was chosen on the development part of leave-one-label-out; docs/decisions/0032 has the figures.

// weights of the parts, in their order; they sum to 1, so that a score lies between 0 and 1.
type weights [parts]float32

var (
	withTable = weights{ownChars: 0.095, englishChars: 0.250, nearest: 0.276, middle: 0.152, named: 0.227}
	lexical   = weights{ownChars: 0.32, ownWords: 0.06, kinChars: 0.10, englishChars: 0.17, named: 0.35}
)

// groupShare is what a group's score counts against an occupation's: a group stands before the best occupation only when the occupation
// has less than this share of the group's score.
const groupShare = 0.60

// refined is how many concepts are compared by their nearest label.
const refined = 200
