package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
)

// List joins items as the language does: "a, b og c".
func (w *Words) List(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return w.Say("unit.list.last", "Head", strings.Join(items[:n-1], ", "), "Tail", items[n-1])
	}
}

// Quote puts s in the language's quotation marks.
func (w *Words) Quote(s string) string { return w.open + s + w.shut }

// Compare orders two strings as the language's readers expect: æøå and åäö last, aa as å in Norwegian and Danish, v as w in
// Swedish and Finnish. Strings that the alphabet holds equal are ordered by their bytes, so that a list is the same each time.
func (w *Words) Compare(a, b string) int {
	c := w.collators.Get().(*collate.Collator)
	defer w.collators.Put(c)
	return compare(c, a, b)
}

func compare(c *collate.Collator, a, b string) int {
	if n := c.CompareString(a, b); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

// Collate sorts the strings in place by Compare.
func (w *Words) Collate(s []string) {
	c := w.collators.Get().(*collate.Collator)
	defer w.collators.Put(c)
	slices.SortStableFunc(s, func(a, b string) int { return compare(c, a, b) })
}
