// Command pictures takes a picture of every page of the demonstration, as everybody who has pages of their own: on a phone and on a
// desktop, light and dark, the chief ones in Finnish too. Run it by make pictures.
//
// Pages are found as a person finds them, by following links from a page that is known; a page that no link leads to is named at the
// end. All pictures go to pictures.tmp, which is not committed; six small ones for the README go to docs/pictures.
package main
