package config

import (
	"errors"
	"strconv"
	"strings"
)

// Size is a number of bytes.
type Size int64

// units are the words for sizes, larger first so that MiB is not read as B.
var units = []struct {
	name  string
	bytes int64
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}, {"", 1},
}

// ErrSize is returned for a text that is no size.
var ErrSize = errors.New("config: no size")

// ParseSize reads 10MB, 512 kB, 2MiB or plain bytes.
func ParseSize(s string) (Size, error) {
	s = strings.TrimSpace(s)
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n < 0 || n > (1<<62)/u.bytes {
			return 0, ErrSize
		}
		return Size(n * u.bytes), nil
	}
	return 0, ErrSize
}

// String writes the size in the largest unit that holds it whole.
func (s Size) String() string {
	for _, u := range units {
		if s >= Size(u.bytes) && int64(s)%u.bytes == 0 {
			return strconv.FormatInt(int64(s)/u.bytes, 10) + u.name
		}
	}
	return "0B"
}
