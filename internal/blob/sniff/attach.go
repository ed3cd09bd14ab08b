package sniff

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/jpeg" // the format is known
	_ "image/png"  // the format is known
	"io"
	"unicode/utf8"

	"verv/internal/fault"
)

// Attachment is Document for what may come with a message: beside documents a picture (PNG, JPEG) or plain text.
func Attachment(raw []byte, l Limits) (Kind, error) {
	size := int64(len(raw))
	if size == 0 {
		return 0, refuse("empty")
	}
	if size > l.Size {
		return 0, fault.New(fault.TooLarge, "blob.file.large", fault.Args{"Limit": l.Size >> 20})
	}
	switch {
	case bytes.HasPrefix(raw, []byte(pngHead)):
		return verdict(PNG, checkPicture(raw, "png", l))
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		return verdict(JPEG, checkPicture(raw, "jpeg", l))
	}
	kind, err := Document(bytes.NewReader(raw), size, l)
	if fault.As(err) == refuse("kind") && isText(raw) {
		return Plain, nil
	}
	if fault.As(err) == refuse("kind") {
		err = fault.New(fault.Invalid, "blob.file.attach")
	}
	return kind, err
}

// checkPicture refuses what no program shows as a picture of its format, and what unpacks to more than anybody can look at.
func checkPicture(raw []byte, format string, l Limits) *fault.Fault {
	cfg, found, err := image.DecodeConfig(bytes.NewReader(raw))
	switch {
	case err != nil || found != format:
		return refuse("broken")
	case cfg.Width < 1 || cfg.Height < 1 || int64(cfg.Width) > l.Pixels/int64(cfg.Height):
		return refuse("picture")
	}
	if err := StripPicture(io.Discard, raw); err != nil {
		return refuse("truncated")
	}
	return nil
}

// isText reports whether raw is text in UTF-8 that nobody could take for anything else.
func isText(raw []byte) bool {
	if !utf8.Valid(raw) || looksLikeHTML(raw[:min(len(raw), headSize)]) {
		return false
	}
	return !bytes.ContainsFunc(raw, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f
	})
}

const pngHead = "\x89PNG\r\n\x1a\n"

// StripPicture writes a PNG or JPEG without what a camera or a program put beside the picture: place, time, device, comments, and
// whatever follows its end. How a JPEG is to be turned stays.
func StripPicture(w io.Writer, raw []byte) error {
	var out []byte
	var ok bool
	if bytes.HasPrefix(raw, []byte(pngHead)) {
		out, ok = stripPNG(raw)
	} else {
		out, ok = stripJPEG(raw)
	}
	if !ok {
		return refuse("truncated")
	}
	_, err := w.Write(out)
	return err
}

// pngKept are the chunks that a picture is shown with (PNG, third edition, 11).
var pngKept = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true, "sBIT": true,
	"sRGB": true, "cICP": true, "bKGD": true, "pHYs": true}

func stripPNG(raw []byte) ([]byte, bool) {
	out := append(make([]byte, 0, len(raw)), pngHead...)
	for rest := raw[len(pngHead):]; len(rest) >= 12; {
		n := int64(binary.BigEndian.Uint32(rest)) + 12 // length, type, checksum
		if n > int64(len(rest)) {
			return nil, false
		}
		name := string(rest[4:8])
		if pngKept[name] {
			out = append(out, rest[:n]...)
		}
		if name == "IEND" {
			return out, true
		}
		rest = rest[n:]
	}
	return nil, false
}

// The markers of a JPEG that are looked at (ITU-T T.81, table B.1).
const (
	jpegEnd     = 0xd9
	jpegScan    = 0xda
	jpegExif    = 0xe1
	jpegApp0    = 0xe0 // JFIF
	jpegICC     = 0xe2 // the colours
	jpegAdobe   = 0xee // how the colours are meant
	jpegApp15   = 0xef
	jpegComment = 0xfe
)

// stripJPEG needs no end mark: what was cut short is shown as far as it goes.
func stripJPEG(raw []byte) (out []byte, ok bool) {
	if !bytes.HasPrefix(raw, []byte("\xff\xd8")) {
		return nil, false
	}
	out = append(make([]byte, 0, len(raw)), raw[:2]...)
	for rest := raw[2:]; len(rest) >= 2 && rest[0] == 0xff; {
		mark := rest[1]
		switch {
		case mark == 0xff: // a fill byte
			rest = rest[1:]
			continue
		case mark == jpegEnd:
			return append(out, rest[:2]...), true
		case mark == 0x01 || mark >= 0xd0 && mark <= 0xd7: // stands alone
			out, rest = append(out, rest[:2]...), rest[2:]
			continue
		}
		if len(rest) < 4 {
			return nil, false
		}
		n := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if n < 4 || n > len(rest) {
			return nil, false
		}
		if mark == jpegScan {
			n, ok = n+scanned(rest[n:]), true
		}
		switch {
		case mark == jpegExif:
			out = append(out, turned(rest[4:n])...)
		case mark != jpegComment && (mark <= jpegApp0 || mark == jpegICC || mark == jpegAdobe || mark > jpegApp15):
			out = append(out, rest[:n]...)
		}
		rest = rest[n:]
	}
	return out, ok
}

// scanned is how many bytes belong to a scan: up to the next marker that is not a part of it.
func scanned(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && b[i+1] != 0xff && (b[i+1] < 0xd0 || b[i+1] > 0xd7) {
			return i
		}
	}
	return len(b)
}

// turned is an Exif segment that says how the picture is to be turned and nothing else; empty where the camera's says nothing of it.
func turned(exif []byte) []byte {
	body, ok := bytes.CutPrefix(exif, []byte("Exif\x00\x00"))
	if !ok || len(body) < 8 {
		return nil
	}
	order := binary.ByteOrder(binary.BigEndian)
	if body[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(body[4:]))
	if at+2 > int64(len(body)) {
		return nil
	}
	for n, dir := int(order.Uint16(body[at:])), body[at+2:]; n > 0 && len(dir) >= 12; n, dir = n-1, dir[12:] {
		const orientation, short = 0x112, 3
		way := order.Uint16(dir[8:])
		if order.Uint16(dir) != orientation || order.Uint16(dir[2:]) != short || way < 1 || way > 8 {
			continue
		}
		return []byte{0xff, jpegExif, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(way), 0, 0, 0, 0, 0, 0}
	}
	return nil
}
