// Package street reads the source of the whole house and holds it to the floor plan: who may import whom, where keys and
// connections may be touched, how long a file may grow, which words are banned, and that nothing takes a way around the gate.
//
// Each rule is a function from the parsed tree to findings. The rules know the house by its folders and nothing of what the
// code does. Package server runs them as the street test; make mutate plants a fault for each and needs it to be found.
package street
