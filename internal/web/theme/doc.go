// Package theme makes, from one colour, the sixteen tokens of Designsystemet for what can be done: in the light and in the dark, with
// every pair of text and background at 4.5:1 or more and every border that shows a control at 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
//
// The colour that was asked for is kept where it is dark enough; else its hue is kept and its lightness moves until the pairs hold.
// It is pure: the same colour gives the same sheet, whose name carries a hash of it, so that it can be kept for ever.
package theme
