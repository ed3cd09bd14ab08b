package sniff

// measured reports whether the file says how wide the font's letters are.
func (f *font) measured() bool { return f != nil && len(f.widths) > 0 }

// width is how far b moves the pen, in thousandths of the font's size.
func (f *font) width(b []byte) float64 {
	if !f.measured() {
		return 0
	}
	sum, step := 0.0, 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(b); i += step {
		w, ok := f.widths[code(b[i:i+step])]
		if !ok {
			w = f.usual
		}
		sum += w
	}
	return sum
}

// measure reads the widths of a font (ISO 32000-1, sections 9.6.2 and 9.7.4.3).
func (p *pdf) measure(f *font, d dict) {
	f.widths = map[uint32]float64{}
	if !f.wide {
		begin, _ := p.resolve(d["FirstChar"]).(float64)
		all, _ := p.resolve(d["Widths"]).(array)
		f.run(p, begin, all)
		return
	}
	below, _ := p.resolve(d["DescendantFonts"]).(array)
	if len(below) == 0 {
		return
	}
	d = p.dictOf(below[0])
	f.usual = 1000
	if w, ok := p.resolve(d["DW"]).(float64); ok {
		f.usual = w
	}
	w, _ := p.resolve(d["W"]).(array)
	for i := 0; i+1 < len(w) && *f.left > 0; {
		*f.left--
		begin, _ := p.resolve(w[i]).(float64)
		switch next := p.resolve(w[i+1]).(type) {
		case array: // begin [w w w]
			f.run(p, begin, next)
			i += 2
		case float64: // begin end w
			if i+2 < len(w) {
				same, _ := p.resolve(w[i+2]).(float64)
				for c := max(begin, 0); c <= min(next, maxCodes) && *f.left > 0; c++ {
					*f.left--
					f.widths[uint32(c)] = same
				}
			}
			i += 3
		default:
			return
		}
	}
}

func (f *font) run(p *pdf, begin float64, all array) {
	for i, e := range all {
		if *f.left--; *f.left < 0 {
			return
		}
		if c := begin + float64(i); c >= 0 && c < maxCodes {
			f.widths[uint32(c)], _ = p.resolve(e).(float64)
		}
	}
}
