package rights

import (
	"strings"

	"verv/internal/privacy"
)

// Source is where a column's content comes from. Its word stands in the catalogues under "rights.source.".
type Source string

// The sources.
const (
	FromPerson   Source = "person"   // typed, written or uploaded by the person
	FromEmployer Source = "employer" // written by an employer's members
	FromDevice   Source = "device"   // told by the browser
	FromVerv     Source = "verv"     // made by Verv out of what happened
)

// sourceOf reads the category and the note of a privacy line, which says in a few words who wrote the column.
func sourceOf(c privacy.Column) Source {
	note := strings.ToLower(c.Note)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(note, w) {
				return true
			}
		}
		return false
	}
	switch {
	case c.Category == privacy.Preference:
		return FromPerson
	case c.Category == privacy.Judgement:
		return FromEmployer
	case c.Kind != privacy.Sealed:
		return FromVerv
	case has("by the person", "a cv of the person", "by the candidate", "by the member", "by the applicant", "sender's words", "copied from the account", "name it was given"):
		return FromPerson
	case has("by members", "by a member", "who invited", "by the employer"):
		return FromEmployer
	case has("from the browser"):
		return FromDevice
	}
	return FromVerv
}

// Screen is the page on which a person corrects a column. Its label stands in the catalogues under "rights.edit." and Name.
type Screen struct{ Name, URL string }

// The screens.
var (
	screenAccount     = Screen{"account", "/account"}
	screenProfile     = Screen{"profile", "/profile"}
	screenCV          = Screen{"cv", "/cvs"}
	screenMember      = Screen{"member", "/employer/team"}
	screenApplication = Screen{"application", "/applications"}

	screenNotification = Screen{"notification", "/employer/notifications"}
	screenOwnNotice    = Screen{"ownnotice", "/notifications"}
	screenReport       = Screen{"report", "/jobs"}
	screenFilters      = Screen{"filters", "/employer/filters"}
	screenAlert        = Screen{"alert", "/alerts"}
	screenVisibility   = Screen{"visibility", "/profile/visibility"}
	screenRequests     = Screen{"requests", "/requests"}
	screenSearches     = Screen{"searches", "/employer/people/saved"}
)

// screens maps each column that a person fills to its page (GDPR article 16). A column that is filled by the person and is missing here
// turns TestEditScreens red.
var screens = map[string]Screen{
	"account.contact":   screenAccount,
	"account.profile":   screenAccount,
	"account.secret":    screenAccount,
	"reach.body":        screenAccount,
	"relocation.body":   screenAccount,
	"candidate.name":    screenProfile,
	"candidate.contact": screenProfile,
	"candidate.career":  screenProfile,
	"cv.body":           screenCV,
	"member.name":       screenMember,

	"notification_setting.pace": screenNotification,
	"own_notice_setting.pace":   screenOwnNotice,
	"alert.body":                screenAlert,
	"alert.pace":                screenAlert,
	"alert_draft.body":          screenAlert,       // it is confirmed or gone within 72 hours; the alert is changed there
	"message_aside.body":        screenApplication, // the person says there whether it is theirs
	"file.about":                screenCV,
	"message.body":              screenApplication, // answered there, and deleted with the application
	// A message that came by mail was sent: it is part of a thread that others have read, and is never rewritten.
	"incoming.raw":         screenApplication,
	"session.language":     screenAccount,
	"token.name":           screenAccount, // a token is ended and made anew there, never renamed
	"application.name":     screenApplication,
	"application.contact":  screenApplication,
	"application.career":   screenApplication,
	"application.cv":       screenApplication,
	"application.language": screenAccount,
	"saved_filter.body":    screenFilters,
	"card.body":            screenVisibility, // made anew of profile and CV when those change
	"saved_search.body":    screenSearches,
	"saved_tell.pace":      screenSearches,
	"card_block.body":      screenVisibility,
	// What a yes handed over is corrected by taking it back, or by writing to whoever has it.
	"approach.name":             screenRequests,
	"approach.contact":          screenRequests,
	"approach.cv":               screenRequests,
	"board_setting.shortcuts":   screenFilters,
	"application_draft.contact": screenApplication,
	"application_draft.career":  screenApplication,
	// A report was sent and may have been read: a new one from the advertisement corrects it.
	"job_report.body":     screenReport,
	"job_report.contact":  screenReport,
	"job_report.again":    screenReport,
	"job_report.language": screenReport,
	// The copy on its way out ends with the letter.
	"farewell.letter": screenAccount,
}

// screenOf is the page that corrects a column; ok is false where the person cannot change it, because others wrote it.
func screenOf(c privacy.Column) (Screen, bool) {
	s, ok := screens[c.Table+"."+c.Name]
	return s, ok
}
