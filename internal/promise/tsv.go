package promise

import (
	"fmt"
	"strings"
)

// splitTSV cuts text into rows of exactly width fields. Blank lines are refused: a table here is written by machine or
// kept in git, and a hole in it is a mistake.
func splitTSV(name, text string, width int) ([][]string, error) {
	var rows [][]string
	n := 0
	for line := range strings.Lines(text) {
		n++
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != width {
			return nil, fmt.Errorf("%s:%d: %d fields, want %d", name, n, len(fields), width)
		}
		rows = append(rows, fields)
	}
	return rows, nil
}

// splitTable is splitTSV for a table whose first row must be header.
func splitTable(name, text string, header ...string) ([][]string, error) {
	rows, err := splitTSV(name, text, len(header))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || strings.Join(rows[0], "\t") != strings.Join(header, "\t") {
		return nil, fmt.Errorf("%s: the first line must be %s", name, strings.Join(header, " "))
	}
	return rows[1:], nil
}

// list splits a comma list; the empty text is no list.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// dash prints a list for a table, where an empty field would be easy to overlook.
func dash(items []string) string {
	if len(items) == 0 {
		return "-"
	}
	return strings.Join(items, ",")
}
