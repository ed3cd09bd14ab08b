package query

import "slices"

// Field is a name before a colon.
type Field uint8

// The fields with values, then those with numbers, then the point.
const (
	Occupation Field = iota
	Skill
	Place
	Extent
	Employment
	Language
	Licence
	Education
	Remote
	Site
	Employer
	Sector
	Written
	Pay
	Region
	Salary
	Experience
	Age
	Available // in days from now
	Point
)

// Facets is the number of fields that have values.
const Facets = int(Region) + 1

var names = [...]string{"occupation", "skill", "place", "extent", "employment", "language", "licence", "education", "remote", "site", "employer",
	"sector", "written", "pay", "region", "salary", "experience", "age", "available", "near"}

func (f Field) String() string {
	if int(f) < len(names) {
		return names[f]
	}
	return "unknown"
}

// FieldOf is the field of that name.
func FieldOf(name string) (Field, bool) {
	i := slices.Index(names[:], name)
	return Field(max(i, 0)), i >= 0
}

// operators in the six languages of the house.
var operators = map[string]kind{
	"AND": and, "OG": and, "OCH": and, "JA": and,
	"OR": or, "ELLER": or, "TAI": or,
	"NOT": not, "IKKE": not, "IKKJE": not, "INTE": not, "EI": not,
}
