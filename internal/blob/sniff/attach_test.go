package sniff

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"verv/internal/fault"
)

// photo is a JPEG as a telephone makes it: turned by Exif, with a place, a comment and bytes behind its end.
func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 4)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x10\x01\x02\x00\x05\x00\x00\x00\x26\x00\x00\x00\x00\x00\x00\x00Tindvik"
	segment := func(mark byte, s string) string {
		return "\xff" + string(mark) + string([]byte{0, byte(len(s) + 2)}) + s
	}
	raw := b.Bytes()
	head := string(raw[:2])
	return []byte(head + "\xff\xe1" + string([]byte{0, byte(len(exif) + 2)}) + exif + strings.Replace(segment('!', "Tindvik"), "!", "\xfe", 1) + string(raw[2:]) + "PK\x03\x04Tindvik")
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAttachment(t *testing.T) {
	small := Standard
	small.Pixels = 100
	vast := bytes.Replace(pngOf(t, 9, 9), []byte("\x00\x00\x00\x09\x00\x00\x00\x09"), []byte("\x7f\xff\xff\xff\x00\x00\x00\x09"), 1)
	for name, c := range map[string]struct {
		raw  []byte
		kind Kind
		key  string
	}{
		"photo":             {photo(t), JPEG, ""},
		"picture":           {pngOf(t, 9, 9), PNG, ""},
		"text":              {[]byte("Hei,\r\n\tdette er «tekst» \U0001F333\n"), Plain, ""},
		"empty":             {nil, 0, "blob.file.empty"},
		"page":              {[]byte("Hei <script>alert(1)</script>"), 0, "blob.file.html"},
		"bytes":             {[]byte("abc\x00def"), 0, "blob.file.attach"},
		"latin":             {[]byte("bl\xe5b\xe6r"), 0, "blob.file.attach"},
		"program":           {[]byte("\x7fELF\x02\x01\x01"), 0, "blob.file.attach"},
		"archive":           {[]byte("PK\x03\x04nothing"), 0, "blob.file.truncated"},
		"picture of bytes":  {[]byte(pngHead + "nothing"), 0, "blob.file.broken"},
		"picture cut short": {photo(t)[:120], 0, "blob.file.broken"},
		"many pixels":       {pngOf(t, 11, 11), 0, "blob.file.picture"},
		"pixels that lie":   {vast, 0, "blob.file.broken"},
	} {
		kind, err := Attachment(c.raw, small)
		if kind != c.kind || (err == nil) != (c.key == "") || err != nil && fault.As(err).Key != c.key {
			t.Errorf("%s: %v %v, want %v %q", name, kind, err, c.kind, c.key)
		}
	}
	if _, err := Attachment(make([]byte, 20), Limits{Size: 10}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("beyond its room: %v", err)
	}
}

// What a camera wrote beside the picture is gone, the picture is the same, and it still stands upright.
func TestStripPicture(t *testing.T) {
	var out bytes.Buffer
	if err := StripPicture(&out, photo(t)); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes(), []byte("Tindvik")) || !bytes.Contains(photo(t), []byte("Tindvik")) {
		t.Error("what the camera wrote is still there")
	}
	if !bytes.Contains(out.Bytes(), []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("nobody knows how the picture is turned")
	}
	if img, err := jpeg.Decode(&out); err != nil || img.Bounds().Dx() != 8 {
		t.Errorf("no picture any more: %v", err)
	}
}

func FuzzAttachment(f *testing.F) {
	f.Add(photo(f))
	f.Add(pngOf(f, 3, 3))
	f.Add([]byte("Hei"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		kind, err := Attachment(raw, Limits{Size: 1 << 16, Unfold: 1 << 20, Markup: 1 << 18, Entries: 20, Values: 1000, Pages: 5, Pixels: 10_000})
		if err != nil || kind != PNG && kind != JPEG {
			return
		}
		var out, again bytes.Buffer
		if err := StripPicture(&out, raw); err != nil {
			t.Fatalf("what came in cannot be stripped: %v", err)
		}
		if out.Len() > len(raw)+64 {
			t.Fatalf("%d bytes became %d", len(raw), out.Len())
		}
		if err := StripPicture(&again, out.Bytes()); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
			t.Fatalf("stripping twice is not stripping once: %v", err)
		}
	})
}
