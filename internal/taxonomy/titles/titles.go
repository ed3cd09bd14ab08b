package titles

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed titles.tsv
var labelled string

// Title is a title and the codes of the unit groups that are right, the likeliest first.
type Title struct {
	Language string
	Text     string
	Groups   []string
}

// All reads the titles.
func All() ([]Title, error) {
	var out []Title
	n := 0
	for line := range strings.Lines(labelled) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 || cells[1] == "" || cells[2] == "" {
			return nil, fmt.Errorf("titles.tsv:%d: language, title and groups are wanted", n)
		}
		out = append(out, Title{cells[0], cells[1], strings.Split(cells[2], ",")})
	}
	return out, nil
}
