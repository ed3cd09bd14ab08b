// Package client proves that the API's document is one: a validator of OpenAPI 3.1 reads it, a generator makes a TypeScript client of it,
// and a program with that client drives a whole house over the wire: it posts a job, opens it, applies, moves, rejects and reads what
// happened. The tokens are made by the use-case, the letters are caught.
//
// The tests have the build tag client, since they need what npm ci installs into this folder; scripts/test does both. drive.ts is what an
// integrator would write.
package client
