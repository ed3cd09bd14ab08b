//go:build !race

package jsoncv_test

import "time"

// patience is how long any hostile input may take.
const patience = 2 * time.Second
