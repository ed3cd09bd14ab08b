// Package report draws figures about an employer's hiring from counts that hold no person.
package report
