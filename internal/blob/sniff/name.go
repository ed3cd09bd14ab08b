package sniff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxName = 120 // letters, extension included

// CleanName makes a file name that can be shown and sent anywhere: the last part of any path, without control and
// direction marks and letters that some file system forbids, at most 120 letters, with the extension of its kind.
// An empty or hopeless name becomes "document".
func CleanName(name string, k Kind) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	// Composed before and after: the Greek question mark, for one, becomes a semicolon, and an accent may stand behind a mark that goes.
	name = norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0x2028, r == 0x2029:
			return -1
		case strings.ContainsRune(`<>:"|?*;%`+"`'$&", r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, norm.NFC.String(name)))
	name = strings.Join(strings.Fields(name), " ")
	for before := ""; before != name; { // each step may uncover work for another
		before = name
		for _, ext := range []string{".pdf", ".docx", ".doc", ".png", ".jpg", ".jpeg", ".txt"} {
			if len(name) >= len(ext) && strings.EqualFold(name[len(name)-len(ext):], ext) {
				name = name[:len(name)-len(ext)]
			}
		}
		name = strings.Trim(name, ". -_")
		if room := maxName - len(k.Extension()); utf8.RuneCountInString(name) > room {
			name = string([]rune(name)[:room])
		}
	}
	if name == "" || reserved[strings.ToUpper(name)] {
		name = "document"
	}
	return name + k.Extension()
}

// reserved names mean devices on Windows.
var reserved = map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "COM1": true, "COM2": true, "COM3": true,
	"COM4": true, "LPT1": true, "LPT2": true, "LPT3": true}
