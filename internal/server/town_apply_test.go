package server_test

import (
	"bytes"
	"fmt"
	"strings"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/report"
	"verv/internal/store"
	"verv/internal/webhook"
)

// apply sends an application of Anna to employer one and of Bo to employer two, and asks for a download of each.
func (w *town) apply() {
	w.T.Helper()
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		var j job.ID
		w.Must(j.UnmarshalText([]byte(w.ids["job of "+at])))
		w.ids["application of "+name] = w.applyTo(name, j, mark(name+" letter"), mark(name+" phone"), pdf(mark(name+" file"))).String()
		e, err := w.Rights.Ask(w.T.Context(), w.grant(name, privacy.Rights), w.Site.ID, "nb")
		w.Must(err)
		w.ids["export of "+name] = e.String()
	}
}

// listen gives an employer a webhook with a delivery in its log.
func (w *town) listen(name string) {
	w.T.Helper()
	ctx, g := w.T.Context(), w.grant(member(name, access.Owner), privacy.Recruit)
	v, err := w.Webhooks.Add(ctx, g, webhook.Wish{URL: "http://127.0.0.1:9/" + name, Kinds: []webhook.Kind{job.FactClosed}})
	w.Must(err)
	w.Must(w.Webhooks.Try(ctx, g, v))
	_, _, log, err := w.Webhooks.Get(ctx, g, v)
	w.Must(err)
	w.ids["webhook of "+name], w.ids["delivery of "+name] = v.String(), log[0].ID.String()
}

// count puts into the counts of employer one what makes its reports full, so that they are looked at as they are.
func (w *town) count() {
	w.T.Helper()
	w.Must(w.DB.Write(w.T.Context(), w.Verv(access.Operation(), privacy.Operate), func(tx *store.Writer) error {
		return tx.Must("report.setCounts", store.Args{"employer_id": w.one, "quarter": string(report.QuarterOf(w.Clock.Now())), "job_id": w.ids["job of one"], "site": w.Site.ID.String(),
			"counts": "applied=40 form-begun=60 form-checked=50 form-sent=40 form-submitted=41 hired=2 interview=12 offer=3 read=30 rejected=15 review=30 stay-new@1=9 stay-new@5=9 stay-review@17=12 to-answer@3=20 to-read@2=30"})
	}))
}

// applyTo sends an application with a letter and a file.
func (w *town) applyTo(name string, j job.ID, letter, phone string, document []byte) application.ID {
	w.T.Helper()
	ctx, g := w.T.Context(), w.Grant(w.people[name].Actor, access.Public(), privacy.Apply)
	d, gd, err := w.Applied.Begin(g, j)
	w.Must(err)
	d.Name, d.Letter, d.Language, d.Site = "Xq"+mark(name+" name"), letter, "nb", w.Site.ID.String()
	if strings.HasPrefix(phone, "+") {
		d.Phone = phone
	}
	file, err := w.Applied.Receive(ctx, gd, d, "cv.pdf", bytes.NewReader(document))
	w.Must(err)
	d, err = w.Applied.Keep(ctx, gd, d, &file)
	w.Must(err)
	w.Must(w.Applied.Submit(ctx, g, j, w.Applied.Token(d), account.From{}))
	w.Run()
	var v application.ID
	w.Must(v.UnmarshalText([]byte(w.one1("select id from application where subject_id = '" + w.people[name].Actor.Subject.String() + "' and job_id = '" + j.String() + "'"))))
	return v
}

// applied adds who may read what was applied with: the person, and the team it was sent to.
func (w *town) applied(secrets map[string][]string) {
	for name, at := range map[string]string{anna: "one", bo: "two"} {
		for _, role := range memberRoles {
			who := member(at, role)
			secrets[mark(name+" name")] = append(secrets[mark(name+" name")], who)
			secrets[mark(name+" letter")] = append(secrets[mark(name+" letter")], who)
			if w.actor(who).May(access.ApplicationContact) {
				secrets[mark(name+" address")] = append(secrets[mark(name+" address")], who)
			}
		}
		secrets[mark(name+" letter")] = append(secrets[mark(name+" letter")], name)
	}
}

// pdf is a small document of one page that says text.
func pdf(text string) []byte {
	program := "BT /F1 12 Tf 72 720 Td (" + text + ") Tj ET"
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(program), program),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
