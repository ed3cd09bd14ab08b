package server_test

import (
	"strings"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/mail"
	"verv/internal/message"
	"verv/internal/privacy"
	"verv/internal/task"
)

// correspond lets each team keep a template and write to whoever applied, with a file; the person answers with one, and mail of somebody else lies
// aside.
func (w *town) correspond() {
	w.T.Helper()
	ctx := w.T.Context()
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		team, own := w.grant(member(at, access.Recruiter), privacy.Correspond), w.grant(name, privacy.Correspond)
		var v application.ID
		w.Must(v.UnmarshalText([]byte(w.ids["application of "+name])))
		t, err := w.Messages.AddTemplate(ctx, team, message.Template{Name: "Svar", Texts: message.Texts{"nb": "Hei {name}, " + mark("template of "+at)}})
		w.Must(err)
		w.ids["message template of "+at] = t.String()
		file, err := w.Messages.Attach(ctx, team, v, "plan.txt", strings.NewReader("plan"))
		w.Must(err)
		_, err = w.Messages.Write(ctx, team, v, message.Draft{Text: "Hei, " + mark("message of "+at), Files: []blob.Draft{file}})
		w.Must(err)
		file, err = w.Messages.Attach(ctx, own, v, "svar.txt", strings.NewReader("svar"))
		w.Must(err)
		w.Must(w.Messages.Answer(ctx, own, v, message.Draft{Text: "Ja, " + mark("answer of "+name), Files: []blob.Draft{file}}))
		run := &task.Run{Context: ctx, DB: w.DB, Now: w.Clock.Now(), Grant: w.Grant(access.Verv("mail.route"), access.Operation(), privacy.Correspond)}
		_, err = w.Messages.Receive(run, w.Messages.ReplyAddress(v), mail.Message{From: "somebody@example.org", Text: mark("aside of " + name)})
		w.Must(err)
	}
}

// corresponded adds who may read it.
func (w *town) corresponded(secrets map[string][]string) {
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		secrets[mark("aside of "+name)] = []string{name}
		for _, role := range []access.Role{access.Owner, access.Recruiter} {
			for _, what := range []string{"template of " + at, "message of " + at, "answer of " + name} {
				secrets[mark(what)] = append(secrets[mark(what)], member(at, role))
			}
		}
		for _, what := range []string{"message of " + at, "answer of " + name} {
			secrets[mark(what)] = append(secrets[mark(what)], name)
		}
	}
}
