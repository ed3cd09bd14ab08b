package account

import "strings"

// Device is a browser in two words, enough for a person to know their own and too little to know a browser again.
type Device struct {
	Browser string // Firefox, Chrome, Safari, Edge, Opera, Samsung Internet, or empty
	System  string // Windows, macOS, Linux, Android, iPhone, iPad, or empty
}

// In order: later names stand in the strings of earlier ones' imitators.
var browsers = [][2]string{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Chromium/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = [][2]string{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Macintosh", "macOS"},
	{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
}

func deviceOf(agent string) Device {
	return Device{Browser: first(browsers, agent), System: first(systems, agent)}
}

func first(names [][2]string, agent string) string {
	for _, n := range names {
		if strings.Contains(agent, n[0]) {
			return n[1]
		}
	}
	return ""
}
