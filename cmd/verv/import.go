package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
)

type importVerb struct {
	Jobs importJobs `cmd:"" help:"Take in advertisements: schema.org JobPosting (alone or in HTML), JSON Feed, the Indeed XML feed."`
	CVs  importCVs  `cmd:"" name:"cvs" help:"Take in CVs in JSON Resume: private candidates, told by mail, gone after 72 hours unless confirmed."`
}

type importJobs struct {
	Site     string `placeholder:"SITE" help:"Identifier, host or name of the site; the only one when there is one."`
	Employer string `placeholder:"ID" help:"Identifier of the employer whose jobs they are; otherwise each record names its employer, unverified."`
	Source   string `placeholder:"NAME" help:"Name of the source, by which a later file knows its records again; the file's name when not given."`
	File     string `arg:"" help:"The file; - for standard input."`
}

// Run prints verdict TAB source id TAB reason for each record, and exits 1 when one was refused.
func (v importJobs) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	s, err := findSite(o.ctx, h, v.Site)
	if err != nil {
		return err
	}
	from := job.Source{Name: v.Source, Site: s.ID}
	if from.Name == "" {
		from.Name = filepath.Base(v.File)
	}
	if v.Employer != "" {
		if err := from.Employer.UnmarshalText([]byte(v.Employer)); err != nil {
			return errors.New("--employer takes an identifier")
		}
	}
	file, err := openFile(o, v.File)
	if err != nil {
		return err
	}
	defer file.Close()
	g, err := privacy.Authorize(access.Verv("import.jobs"), access.Operation(), privacy.Publish)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(o.out)
	defer out.Flush()
	refused := false
	for line, err := range h.Jobs.Intake(o.ctx, g, from, file) {
		if err != nil {
			return err
		}
		refused = refused || line.Verdict == job.Refused
		fmt.Fprintf(out, "%s\t%s\t%s\n", line.Verdict, oneLine(line.ID), reason(h, line.Reason))
	}
	if refused {
		return exitAfter(out)
	}
	return nil
}

func exitAfter(out *bufio.Writer) error {
	_ = out.Flush()
	return exit(1)
}

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// findSite finds a site by identifier, host or name; with none given, the only one there is.
func findSite(ctx context.Context, h *server.House, want string) (site.Site, error) {
	g, err := privacy.Authorize(access.Verv("import.site"), access.Public(), privacy.Publish)
	if err != nil {
		return site.Site{}, err
	}
	all, err := h.Sites.List(ctx, g)
	if err != nil {
		return site.Site{}, err
	}
	if want == "" && len(all) == 1 {
		return all[0], nil
	}
	var names []string
	for _, s := range all {
		if want != "" && (s.ID.String() == want || strings.EqualFold(s.Name, want) || len(s.Hosts) > 0 && s.Hosts[0] == want) {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return site.Site{}, fmt.Errorf("--site: say which site; there are %d: %s", len(all), strings.Join(names, ", "))
}

func openFile(o *outside, name string) (*os.File, error) {
	if name == "-" {
		if f, ok := o.in.(*os.File); ok {
			return f, nil
		}
	}
	return os.Open(name)
}

type importCVs struct {
	Site    string   `placeholder:"SITE" help:"Identifier, host or name of the site whose name the letter carries."`
	Account string   `placeholder:"ADDRESS" help:"Address of the person, for files that name none."`
	Files   []string `arg:"" help:"JSON Resume files."`
}

// Run prints verdict TAB file TAB reason for each file, and exits 1 when one was refused.
func (v importCVs) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	s, err := findSite(o.ctx, h, v.Site)
	if err != nil {
		return err
	}
	g, err := privacy.Authorize(access.Verv("import.cvs"), access.Public(), privacy.Apply)
	if err != nil {
		return err
	}
	refused := false
	for _, name := range v.Files {
		verdict, reason, err := v.one(o.ctx, h, g, s, name)
		if err != nil {
			return err
		}
		refused = refused || verdict == cv.Refused
		fmt.Fprintf(o.out, "%s\t%s\t%s\n", verdict, oneLine(name), reason)
	}
	if refused {
		return exit(1)
	}
	return nil
}

func (v importCVs) one(ctx context.Context, h *server.House, g privacy.Grant, s site.Site, name string) (cv.Verdict, string, error) {
	f, err := os.Open(name)
	if err != nil {
		return cv.Refused, "the file cannot be opened", nil
	}
	defer f.Close()
	verdict, err := h.CVs.Intake(ctx, g, cv.Came{Site: s.ID, Language: s.Language, Address: v.Account}, f)
	if verdict == cv.Refused {
		sentence, fields := h.Words.Language("en").Fault(err)
		for where, what := range fields {
			sentence += " " + where + ": " + what
		}
		return verdict, oneLine(sentence), nil
	}
	if err != nil && fault.Is(err, fault.Limited) {
		return cv.Refused, "too many letters to this address; try again later", nil
	}
	return verdict, "", err
}

// reason is the sentence of a catalogue key; empty stays empty. A sentence that needs figures which a line does not carry is left at its
// key.
func reason(h *server.House, key string) string {
	if key == "" {
		return ""
	}
	sentence := h.Words.Language("en").Say(key)
	if strings.HasPrefix(sentence, "[") {
		return key
	}
	return oneLine(sentence)
}
