package locale

import (
	"strconv"
	"strings"
)

// matchCap is how much of an Accept-Language header is read. Browsers send a few dozen bytes.
const matchCap = 256

// Match picks the language that an Accept-Language header (RFC 9110, 12.5.4) asks for most: the highest weight among the six,
// the first of equals. Regions are ignored, and "no" is bokmål. It is empty when none of the six is asked for: then the
// site's language holds.
func Match(accept string) string {
	if len(accept) > matchCap {
		accept = accept[:matchCap]
	}
	best, weight := "", 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, param, _ := strings.Cut(part, ";")
		tag := primary(name)
		if q := quality(param); tag != "" && q > weight {
			best, weight = tag, q
		}
	}
	return best
}

// primary is the language of a tag such as nb-NO, if it is one of the six.
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.TrimSpace(tag), "-")
	tag = strings.ToLower(tag)
	if tag == "no" {
		return Default
	}
	if Known(tag) {
		return tag
	}
	return ""
}

// quality reads ";q=0.8". No weight is 1; a weight that cannot be read is none.
func quality(param string) float64 {
	param = strings.TrimSpace(param)
	if param == "" {
		return 1
	}
	value, found := strings.CutPrefix(param, "q=")
	q, err := strconv.ParseFloat(value, 64)
	if !found || err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
