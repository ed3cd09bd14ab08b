package employer

import (
	"bytes"
	"encoding/base64"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/picture"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The pictures of an employer for programs: its logo, and what its page shows. They are scaled and written anew as those of the page are.

func (h *House) pictureAPI() []web.Route {
	edit := web.Employer(access.EmployerEdit, privacy.Recruit)
	const all, logo = "/api/employer/profile/pictures", "/api/employer/profile/logo"
	add, set := apiTag.Post(all, "add-picture", "Show one more picture"), apiTag.Post(logo, "set-logo", "Show a logo, in the place of the one that stands")
	add.MaxBodyBytes, set.MaxBodyBytes = web.WithFile, web.WithFile
	return []web.Route{
		web.API(apiTag.Get(all, "list-pictures", "The pictures on the page of one's employer"), edit, h.apiPictures),
		web.API(add, edit, h.apiAddPicture),
		web.API(apiTag.Delete(all+"/{id}", "drop-picture", "Take a picture away"), edit, h.apiDropPicture),
		web.API(set, edit, h.apiSetLogo),
		web.API(apiTag.Delete(logo, "drop-logo", "Show no logo"), edit, h.apiDropLogo),
	}
}

type (
	// APIPicture is one picture.
	APIPicture struct {
		ID     string `json:"id" format:"uuid"`
		Path   string `json:"path" doc:"where it is, on every site"`
		Alt    string `json:"alt" doc:"what it shows, for who cannot see it"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
	}
	// APIPictureContent is a picture that is to be shown.
	APIPictureContent struct {
		Content string `json:"content" contentEncoding:"base64" doc:"PNG or JPEG of at most 4 MB, in base64"`
	}
	// APINewPicture is a picture with what it shows.
	APINewPicture struct {
		APIPictureContent
		Alt string `json:"alt" maxLength:"200" example:"Two nurses at the ward's desk" doc:"what it shows, for who cannot see it"`
	}
)

func (h *House) apiPictures(r *web.Request, in *web.Paging) (*web.Page[APIPicture], error) {
	e, err := h.own(r)
	if err != nil {
		return nil, err
	}
	all, err := h.pictures.Own(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIPicture
	for _, p := range all {
		if p.Name != e.Logo {
			out = append(out, APIPicture{p.ID.String(), web.PicturePath + p.Name, p.Alt, p.Width, p.Height})
		}
	}
	return web.PageOfAll(r, *in, out, func(d APIPicture) string { return d.ID })
}

// made reads a picture into its box. What is wrong with it is wrong with its field.
func (d APIPictureContent) made(box picture.Box) (picture.Made, error) {
	raw, err := base64.StdEncoding.DecodeString(d.Content)
	switch {
	case err != nil:
		err = fault.New(fault.Invalid, "picture.wrong")
	case len(raw) > picture.Bytes:
		err = fault.New(fault.Invalid, "form.file.large", fault.Args{"Max": "4 MB"})
	}
	var made picture.Made
	if err == nil {
		made, err = picture.Make(bytes.NewReader(raw), box)
	}
	if wrong := fault.As(err); err != nil && wrong.Kind == fault.Invalid {
		var f fault.Form
		f.Add("content", wrong.Key, wrong.Args)
		err = f.Err()
	}
	return made, err
}

func (h *House) apiAddPicture(r *web.Request, in *web.With[APINewPicture]) (*web.None, error) {
	made, err := in.Body.made(picture.StoryBox)
	if err != nil {
		return nil, err
	}
	return nil, h.pictures.Add(r, r.Grant, made, in.Body.Alt)
}

func (h *House) apiDropPicture(r *web.Request, _ *web.Named) (*web.None, error) {
	p, err := picture.PathID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.pictures.Drop(r, r.Grant, p)
}

func (h *House) apiSetLogo(r *web.Request, in *web.With[APIPictureContent]) (*web.None, error) {
	made, err := in.Body.made(picture.LogoBox)
	if err != nil {
		return nil, err
	}
	return nil, h.logo(r, made)
}

func (h *House) apiDropLogo(r *web.Request, _ *web.None) (*web.None, error) {
	return nil, h.logo(r, picture.Made{})
}

func (h *House) logo(r *web.Request, made picture.Made) error {
	e, err := h.own(r)
	if err != nil {
		return err
	}
	return h.SetLogo(r, r.Grant, e, made)
}
