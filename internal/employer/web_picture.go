package employer

import (
	"io"
	"net/http"

	view "verv/internal/employer/page"
	"verv/internal/fault"
	"verv/internal/picture"
	"verv/internal/web"
	"verv/internal/web/page"
)

// The pictures of an employer: its logo, and what its page shows.

func (h *House) getPictures(r *web.Request) error {
	return h.showPictures(r, http.StatusOK, "", "", nil)
}

func (h *House) showPictures(r *web.Request, status int, alt, sentence string, wrong map[string]string) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	all, err := h.pictures.Own(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	m := view.Pictures{Title: w.Say("employer.pictures.title"), Lead: w.Say("employer.pictures.lead"), Sentence: sentence,
		Privacy: page.Privacy{Who: w.Say("employer.pictures.who")}, Action: r.Path("/employer/profile/pictures"), LogoAction: r.Path("/employer/profile/logo"),
		Back: page.Link{URL: r.Path("/employer/profile"), Label: w.Say("employer.back")},
		File: page.Input{Name: "picture", Label: w.Say("employer.picture.file"), Hint: w.Say("employer.picture.hint"), Required: true, Error: wrong["picture"]},
		Alt:  page.Input{Name: "alt", Label: w.Say("employer.picture.alt"), Hint: w.Say("employer.picture.alt.hint"), Required: true, Max: 200, Value: alt, Error: wrong["alt"]},
		Logo: page.Input{Name: "logo", Label: w.Say("employer.logo.file"), Hint: w.Say("employer.logo.hint"), Required: e.Logo == "", Error: wrong["logo"]}}
	if len(wrong) > 0 {
		m.Sentence = ""
	}
	if e.Logo != "" {
		m.LogoURL = r.Site.Prefix + web.PicturePath + e.Logo
	}
	for _, p := range all {
		if p.Name != e.Logo {
			m.Shots = append(m.Shots, view.Shot{ID: p.ID.String(), URL: r.Site.Prefix + web.PicturePath + p.Name, Alt: p.Alt})
		}
	}
	return r.Render(status, view.PicturesPage(r.View(m.Title), m))
}

// again shows the pictures with what was refused.
func (h *House) again(r *web.Request, alt string, refused error) error {
	f := fault.As(refused)
	if f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return refused
	}
	sentence, wrong := r.Words.Fault(refused)
	return h.showPictures(r, f.Kind.Status(), alt, sentence, wrong)
}

// take reads the one picture of a form into its box.
func take(r *web.Request, form any, field string, box picture.Box) (picture.Made, error) {
	var made picture.Made
	err := web.Upload(r, form, web.Room{Bytes: picture.Bytes, Files: 1}, func(f web.File, in io.Reader) (err error) {
		if f.Field != field {
			return fault.New(fault.Invalid, "form.choice")
		}
		made, err = picture.Make(in, box)
		return err
	})
	return made, err
}

func missing(field string) error {
	var f fault.Form
	f.Add(field, "form.required")
	return f.Err()
}

func (h *House) postPicture(r *web.Request) error {
	var f struct {
		Alt string `form:"alt,required,max=200"`
	}
	made, err := take(r, &f, "picture", picture.StoryBox)
	if err == nil && made.Name == "" {
		err = missing("picture")
	}
	if err == nil {
		err = h.pictures.Add(r, r.Grant, made, f.Alt)
	}
	if err != nil {
		return h.again(r, f.Alt, err)
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/profile/pictures"))
}

func (h *House) postDropPicture(r *web.Request) error {
	p, err := picture.PathID(r)
	if err != nil {
		return err
	}
	if err := h.pictures.Drop(r, r.Grant, p); err != nil {
		return err
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/profile/pictures"))
}

// postLogo takes a new logo, or none.
func (h *House) postLogo(r *web.Request) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	var f struct {
		Without bool `form:"without"`
	}
	made, err := take(r, &f, "logo", picture.LogoBox)
	kept := made.Name == "" && !f.Without // nothing was chosen: what stands stays
	if err == nil && kept && e.Logo == "" {
		err = missing("logo")
	}
	if err == nil && !kept {
		err = h.SetLogo(r, r.Grant, e, made)
	}
	if err != nil {
		return h.again(r, "", err)
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/profile/pictures"))
}
