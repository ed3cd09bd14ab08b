package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// shrink writes a picture with at most 256 colours: pages are flat, and what is lost is shades of a letter's edge.
func shrink(in []byte) ([]byte, error) {
	src, err := png.Decode(bytes.NewReader(in))
	if err != nil {
		return nil, err
	}
	b := src.Bounds()
	for drop := uint(0); drop < 8; drop++ {
		if out := paletted(src, b, drop); out != nil {
			var buf bytes.Buffer
			err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, out)
			return buf.Bytes(), err
		}
	}
	return in, nil
}

// paletted keeps the first colour of each box of colours that differ in their low bits alone; nil when there are more than 256 boxes.
func paletted(src image.Image, b image.Rectangle, drop uint) *image.Paletted {
	index, colours := map[[3]uint8]uint8{}, color.Palette{}
	out := image.NewPaletted(b, nil)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(src.At(x, y)).(color.RGBA)
			key := [3]uint8{c.R >> drop, c.G >> drop, c.B >> drop}
			i, known := index[key]
			if !known {
				if len(colours) == 256 {
					return nil
				}
				i = uint8(len(colours))
				index[key], colours = i, append(colours, c)
			}
			out.SetColorIndex(x, y, i)
		}
	}
	out.Palette = colours
	return out
}
