package application

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// The page behind a digest's link: one button. Nothing is changed by opening the link; what a mail program posts by itself (RFC 8058) is what
// the button posts, and gets an answer and no redirect.

func (h *House) stopRoutes() []web.Route {
	own, team := web.Public(access.AccountEnter, privacy.Apply), web.Public(access.AccountEnter, privacy.Account)
	return []web.Route{
		web.Get(ownStopPath+"{token}", own, func(r *web.Request) error {
			return h.askStop(r, ownStopPath, "application.stop.text", func(token string) ([]string, error) {
				topics, _, err := h.ownStopped(r, r.Grant, token)
				return shortWords(r, "application.ownpace.short.", topics), err
			})
		}),
		web.Post(ownStopPath+"{token}", own, func(r *web.Request) error {
			return h.postStop(r, "/notifications", func(token string) ([]string, error) {
				topics, err := h.Stop(r, r.Grant, token)
				return shortWords(r, "application.ownpace.short.", topics), err
			})
		}),
		web.Get(teamStopPath+"{token}", team, func(r *web.Request) error {
			return h.askStop(r, teamStopPath, "application.stop.team.text", func(token string) ([]string, error) {
				topics, _, _, err := h.teamStopped(r, r.Grant, token)
				return shortWords(r, "application.pace.short.", topics), err
			})
		}),
		web.Post(teamStopPath+"{token}", team, func(r *web.Request) error {
			return h.postStop(r, "/employer/notifications", func(token string) ([]string, error) {
				topics, err := h.StopTeam(r, r.Grant, token)
				return shortWords(r, "application.pace.short.", topics), err
			})
		}),
	}
}

func shortWords[T ~string](r *web.Request, prefix string, topics []T) (out []string) {
	for _, x := range topics {
		out = append(out, r.Words.Say(prefix+string(x)))
	}
	return out
}

func (h *House) askStop(r *web.Request, path, text string, open func(string) ([]string, error)) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	topics, err := open(token)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.Ask(r.Unlisted(t.Say("application.stop.title")), page.Asking{Title: t.Say("application.stop.title"),
		Text: t.Say(text, "Topics", t.List(topics)), Action: r.Path(path + token), Button: t.Say("application.stop.button"), Color: webpage.Main}))
}

func (h *House) postStop(r *web.Request, settings string, stop func(string) ([]string, error)) error {
	token, err := r.PathText("token")
	if err == nil {
		err = web.Bind(r, &struct{}{})
	}
	if err != nil {
		return err
	}
	topics, err := stop(token)
	if err != nil {
		return err
	}
	t := r.Words
	return r.Render(http.StatusOK, page.ShowReceipt(r.Unlisted(t.Say("application.stop.done")), page.Receipt{Title: t.Say("application.stop.done"),
		Text: t.Say("application.stop.done.text", "Topics", t.List(topics)), Link: webpage.Link{URL: r.Path(settings), Label: t.Say("application.pace.title")}}))
}
