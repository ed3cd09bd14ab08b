// Command gallery shows every part of package page, and sample pages made of them, on an address of this machine, under
// the same Content-Security-Policy as Verv itself. It is for the eye and for the browser test beside it; it is not part
// of verv, holds invented people only and stores nothing.
//
//	go run ./internal/web/page/gallery -addr localhost:8090
//
// Every page takes ?lang=nb|nn|sv|fi|da|en and ?scheme=auto|light|dark.
package main
