// Package scam looks for the signs of a fraud in an advertisement: what asks for money or identity, leads away from the site, or promises
// what nobody pays. Each sign has a weight and a name, which the catalogues explain under "job.signal." and the name.
//
// It is pure, and it decides nothing: the job house puts an advertisement with enough signs before the operator, and keeps one of an
// employer that nobody has verified back until then. An honest advertisement can carry a sign; that is why a person looks.
package scam
