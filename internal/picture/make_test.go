package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"verv/internal/fault"
	"verv/internal/picture"
)

func drawn(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.NRGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A picture is scaled into its box, keeps its shape, and what came behind its pixels is gone.
func TestMake(t *testing.T) {
	raw := append(pngOf(t, drawn(960, 100)), "<script>GPS 69.6 18.9</script>"...)
	m, err := picture.Make(bytes.NewReader(raw), picture.LogoBox)
	if err != nil || m.Width != 480 || m.Height != 50 || m.MIME != "image/png" || !picture.Named(m.Name) {
		t.Fatalf("%+v, %v", m, err)
	}
	if bytes.Contains(m.Body, []byte("script")) || bytes.Contains(m.Body, []byte("GPS")) {
		t.Error("what came behind the picture was kept")
	}
	if again, err := picture.Make(bytes.NewReader(raw), picture.LogoBox); err != nil || again.Name != m.Name {
		t.Errorf("the same picture has another name: %s, %v", again.Name, err)
	}
	small := pngOf(t, drawn(96, 10)) // fits both boxes as it is
	logo, _ := picture.Make(bytes.NewReader(small), picture.LogoBox)
	if shot, err := picture.Make(bytes.NewReader(small), picture.StoryBox); err != nil || !bytes.Equal(shot.Body, logo.Body) || shot.Name == logo.Name {
		t.Errorf("the logo and the same file as a picture: %s and %s, %v", logo.Name, shot.Name, err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(30, 20), nil); err != nil {
		t.Fatal(err)
	}
	m, err = picture.Make(&b, picture.StoryBox)
	if err != nil || m.Width != 30 || m.Height != 20 || m.MIME != "image/jpeg" {
		t.Errorf("a small picture was not left as large as it is: %+v, %v", m, err)
	}
}

// The mean of black and white is grey: the scaler looks at every pixel.
func TestScale(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 960, 320))
	for i := range img.Pix {
		img.Pix[i] = uint8(255 * (i % 2))
	}
	m, err := picture.Make(bytes.NewReader(pngOf(t, img)), picture.LogoBox)
	if err != nil {
		t.Fatal(err)
	}
	out, err := png.Decode(bytes.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := out.At(100, 100).RGBA(); r>>8 < 126 || r>>8 > 129 {
		t.Errorf("black and white became %d", r>>8)
	}
}

func TestRefusals(t *testing.T) {
	bomb := pngOf(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	copy(bomb[16:], []byte{0, 0, 0x7f, 0xff, 0, 0, 0x7f, 0xff}) // claims 32767 by 32767
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, raw := range map[string][]byte{"nothing": nil, "text": []byte("hello"), "svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"gif": []byte("GIF89a"), "bomb": bomb, "half": pngOf(t, drawn(50, 50))[:90]} {
		if _, err := picture.Make(bytes.NewReader(raw), picture.LogoBox); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		} else if key := fault.As(err).Key; (key == "picture.pixels") != (name == "bomb") {
			t.Errorf("%s: %s", name, key) // a bomb is refused before it is decoded
		}
	}
}

func FuzzMake(f *testing.F) {
	f.Add(pngOf(f, drawn(3, 2)))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Add([]byte("<svg/>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := picture.Make(bytes.NewReader(raw), picture.Box{Width: 16, Height: 16})
		if err == nil && (m.Width > 16 || m.Height > 16 || !picture.Named(m.Name)) {
			t.Errorf("%+v", m)
		}
	})
}
