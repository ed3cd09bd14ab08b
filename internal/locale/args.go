package locale

import (
	"fmt"
	"time"

	"verv/internal/fault"
)

// bind turns the arguments of Say into template data, and finds the count that chooses the plural.
func (w *Words) bind(args []any) (data map[string]any, count int64, counted bool) {
	data = make(map[string]any, len(args)/2+1)
	for name, value := range pairs(args) {
		n, whole := integer(value)
		if name == "Count" && whole {
			count, counted = n, true
		}
		switch v := value.(type) {
		case time.Time:
			data[name] = w.Date(v)
		case fmt.Stringer, error:
			data[name] = fmt.Sprint(v)
		default:
			data[name] = value
			if whole {
				data[name] = w.Number(n)
			}
		}
	}
	return data, count, counted
}

// pairs reads one map, or names and values in turn. What is neither is dropped: the placeholder then has no value, and
// Say shows that.
func pairs(args []any) map[string]any {
	if len(args) == 1 {
		switch m := args[0].(type) {
		case map[string]any:
			return m
		case fault.Args:
			return m
		}
	}
	out := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			out[name] = args[i+1]
		}
	}
	return out
}

// integer reads the plain integer types. A named type with a String method speaks for itself instead.
func integer(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case int32:
		return int64(n), true
	case int16:
		return int64(n), true
	case int8:
		return int64(n), true
	case uint:
		return int64(n), n <= 1<<63-1
	case uint64:
		return int64(n), n <= 1<<63-1
	case uint32:
		return int64(n), true
	case uint16:
		return int64(n), true
	case uint8:
		return int64(n), true
	}
	return 0, false
}
