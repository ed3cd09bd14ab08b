package locale

import (
	"strconv"
	"strings"
)

// Number writes an integer with the language's thousands and minus sign.
func (w *Words) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = w.minus, digits[1:]
	}
	return sign + group(digits, w.group)
}

// group puts sep between each three digits, counted from the right.
func group(digits, sep string) string {
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	head := len(digits) % 3
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Percent writes a share in whole hundredths.
func (w *Words) Percent(n int) string { return w.Number(int64(n)) + w.percent }

// sizes are the steps of Bytes, in thousands (SI).
var sizes = []string{"byte", "kB", "MB", "GB", "TB"}

// Bytes writes a size in steps of a thousand, with one decimal below ten: 3,4 MB, 42 kB, 812 B.
func (w *Words) Bytes(n int64) string {
	if n < 0 {
		n = 0
	}
	step, unit := 0, int64(1)
	for step < len(sizes)-1 && n >= unit*1000 {
		step, unit = step+1, unit*1000
	}
	amount := w.Number(n / unit)
	if step > 0 && n/unit < 10 {
		amount = w.tenths(n / (unit / 10))
	}
	return w.Say("unit.size."+sizes[step], "Amount", amount)
}

// tenths writes a number of tenths, without a decimal that says nothing.
func (w *Words) tenths(n int64) string {
	if n%10 == 0 {
		return w.Number(n / 10)
	}
	return w.Number(n/10) + w.decimal + strconv.FormatInt(n%10, 10)
}
