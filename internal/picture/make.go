package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"verv/internal/fault"
)

// Box is what a picture is scaled into, never up.
type Box struct{ Width, Height int }

// The boxes.
var (
	LogoBox  = Box{480, 160}
	StoryBox = Box{1200, 900}
)

// Bytes is how large an upload may be.
const Bytes = 4 << 20

const (
	pixelsMost = 16_000_000 // 64 MB while it is scaled
	quality    = 82
)

// Made is a picture as it is kept.
type Made struct {
	Name          string // hash of its box and Body, with the ending of its format: one file as logo and as a picture has two names
	MIME          string
	Width, Height int
	Body          []byte
}

// one lets one picture be scaled at a time: each may take what pixelsMost says of memory.
var one sync.Mutex

// Make reads an upload. What is no PNG or JPEG, or has more pixels than anybody can see, is Invalid.
func Make(r io.Reader, box Box) (Made, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return Made{}, err
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(raw))
	switch {
	case err != nil || format != "png" && format != "jpeg":
		return Made{}, fault.New(fault.Invalid, "picture.wrong")
	case cfg.Width < 1 || cfg.Height < 1 || cfg.Width > pixelsMost/cfg.Height:
		return Made{}, fault.New(fault.Invalid, "picture.pixels")
	}
	one.Lock()
	defer one.Unlock()
	src, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Made{}, fault.New(fault.Invalid, "picture.wrong")
	}
	return written(scale(flat(src), box), box, format)
}

func written(img *image.RGBA, box Box, format string) (Made, error) {
	var b bytes.Buffer
	m := Made{MIME: "image/" + format, Width: img.Rect.Dx(), Height: img.Rect.Dy()}
	var err error
	if format == "png" {
		err = png.Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	m.Body = b.Bytes()
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s", box.Width, box.Height, m.Body))
	m.Name = hex.EncodeToString(sum[:16]) + "." + format
	return m, err
}

// flat is the picture as RGBA from 0, 0.
func flat(src image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, src.Bounds().Dx(), src.Bounds().Dy()))
	draw.Draw(out, out.Rect, src, src.Bounds().Min, draw.Src)
	return out
}

// scale makes each pixel the mean of those it stands for.
func scale(src *image.RGBA, box Box) *image.RGBA {
	w, h := fit(src.Rect.Dx(), src.Rect.Dy(), box)
	if w == src.Rect.Dx() && h == src.Rect.Dy() {
		return src
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		top, bottom := y*src.Rect.Dy()/h, max((y+1)*src.Rect.Dy()/h, y*src.Rect.Dy()/h+1)
		for x := range w {
			left, right := x*src.Rect.Dx()/w, max((x+1)*src.Rect.Dx()/w, x*src.Rect.Dx()/w+1)
			mean(out.Pix[out.PixOffset(x, y):], src, image.Rect(left, top, right, bottom))
		}
	}
	return out
}

func mean(dest []uint8, src *image.RGBA, of image.Rectangle) {
	var sum [4]int
	for y := of.Min.Y; y < of.Max.Y; y++ {
		row := src.Pix[src.PixOffset(of.Min.X, y):src.PixOffset(of.Max.X, y)]
		for i := 0; i+3 < len(row); i += 4 {
			for c := range sum {
				sum[c] += int(row[i+c])
			}
		}
	}
	n := of.Dx() * of.Dy()
	for c := range sum {
		dest[c] = uint8((sum[c] + n/2) / n)
	}
}

// fit keeps the shape of the picture within the box.
func fit(w, h int, box Box) (int, int) {
	if w <= box.Width && h <= box.Height {
		return w, h
	}
	if w*box.Height > h*box.Width {
		return box.Width, max(1, h*box.Width/w)
	}
	return max(1, w*box.Height/h), box.Height
}
