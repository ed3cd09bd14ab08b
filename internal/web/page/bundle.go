package page

import (
	"sync"

	"verv/assets"
)

// bundle is embedded in the binary and never changes, so all pages share it.
var bundle = sync.OnceValue(assets.Open)

const font = "inter-latin-wght-normal.woff2"

func symbol(name string) string { return bundle().URL("icons.svg") + "#" + name }
