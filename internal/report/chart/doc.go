// Package chart lays figures out as bars and as boxes, for a page to draw as SVG.
//
// A Drawing is whole numbers alone: heights in pixels, widths in thousandths of whatever the page is wide, so that nothing overflows and
// text keeps its size from a phone to a wide screen. A label is broken into lines that fit 320 pixels. Nothing here knows what the
// figures mean, and no colour is chosen: shapes have kinds, which the style sheet paints, and each has its words beside it.
package chart
