package sniff

import (
	"bytes"
	"io"

	"verv/internal/fault"
)

// deciding are the names that keep a PDF out, wherever in an object they stand: as a key, as a value, behind a reference.
var deciding = map[name]string{
	"JavaScript": "script", "JS": "script", "XFA": "script", "RichMedia": "script", "Rendition": "script",
	"Launch": "action", "SubmitForm": "action", "ImportData": "action", "GoToE": "action", "GoToR": "action", "Movie": "action", "Sound": "action",
	"EmbeddedFile": "attached", "EF": "attached",
}

func (p *pdf) note(n name) {
	if _, decides := deciding[n]; decides {
		p.names[n] = true
	}
}

// judge looks at one dictionary for what costs too much.
func (p *pdf) judge(d dict) {
	if d["Type"] == name("Page") {
		if p.pages++; p.pages > p.l.Pages {
			p.fault = refuse("complex")
		}
	}
	w, _ := d["Width"].(float64)
	h, _ := d["Height"].(float64)
	if w*h > float64(p.l.Pixels) {
		p.fault = refuse("picture")
	}
}

// checkPDF is nil for a PDF that may come in.
func checkPDF(raw []byte, l Limits) *fault.Fault {
	if looksLikeHTML(raw[:min(len(raw), headSize)]) {
		return refuse("html")
	}
	tail := raw[max(0, len(raw)-headSize):]
	if !bytes.Contains(tail, []byte("%%EOF")) || !bytes.Contains(tail, []byte("startxref")) {
		return refuse("truncated")
	}
	p, f := readPDF(raw, l)
	if f != nil {
		return f
	}
	if p.locked() {
		return refuse("locked")
	}
	for _, reason := range []string{"script", "action", "attached"} {
		for n := range p.names {
			if deciding[n] == reason {
				return refuse(reason)
			}
		}
	}
	if len(p.leaves()) == 0 {
		return refuse("broken")
	}
	return p.unfolds()
}

// locked reports encryption, which a trailer or a cross-reference stream announces.
func (p *pdf) locked() bool {
	for _, t := range p.trailers {
		if t["Encrypt"] != nil {
			return true
		}
	}
	for _, o := range p.objects {
		if s, ok := o.(stream); ok && s.dict["Type"] == name("XRef") && s.dict["Encrypt"] != nil {
			return true
		}
	}
	return false
}

// unfolds inflates every packed stream that is no picture, into nothing, to see that together they stay within bounds.
func (p *pdf) unfolds() *fault.Fault {
	for _, o := range p.objects {
		s, ok := o.(stream)
		if !ok || s.dict["Subtype"] == name("Image") || s.dict["Type"] == name("ObjStm") {
			continue
		}
		f := p.filters(s.dict)
		if len(f) == 0 || f[0] != "FlateDecode" && f[0] != "Fl" {
			continue
		}
		z, err := p.unzip(s.raw)
		if err != nil {
			continue // a broken stream shows nothing
		}
		n, _ := io.Copy(io.Discard, io.LimitReader(z, p.unfold+1))
		if p.unfold -= n; p.unfold < 0 {
			return refuse("unfolds")
		}
	}
	return nil
}

// root is the document's catalogue: the last one that a trailer names, else any.
func (p *pdf) root() dict {
	for i := len(p.trailers) - 1; i >= 0; i-- {
		if d := p.dictOf(p.trailers[i]["Root"]); d["Pages"] != nil {
			return d
		}
	}
	var found dict
	for _, o := range p.objects {
		switch o := o.(type) {
		case stream:
			if d := p.dictOf(o.dict["Root"]); o.dict["Type"] == name("XRef") && d["Pages"] != nil {
				return d
			}
		case dict:
			if o["Type"] == name("Catalog") && o["Pages"] != nil {
				found = o
			}
		}
	}
	return found
}

// leaf is a page with what it inherits.
type leaf struct{ page, resources dict }

// leaves are the pages in reading order.
func (p *pdf) leaves() []leaf {
	var out []leaf
	seen := map[ref]bool{}
	var walk func(v any, inherited dict, depth int)
	walk = func(v any, inherited dict, depth int) {
		if r, ok := v.(ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		d := p.dictOf(v)
		if d == nil || depth > maxNest || len(out) >= p.l.Pages {
			return
		}
		if own := p.dictOf(d["Resources"]); own != nil {
			inherited = own
		}
		kids, ok := p.resolve(d["Kids"]).(array)
		if !ok {
			out = append(out, leaf{d, inherited})
			return
		}
		for _, k := range kids {
			walk(k, inherited, depth+1)
		}
	}
	walk(p.root()["Pages"], nil, 0)
	return out
}
