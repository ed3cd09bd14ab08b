// Package server is the roof: it builds every room by name, in street order, and hands each what it may use.
//
// Reading order: rooms.go (which rooms there are), build.go (how they are put together), serve.go (how they run).
package server
