package sniff

// textPDF shows the pages one after the other and writes down what they say.
func textPDF(raw []byte, l Limits, limit int) (string, error) {
	p, f := readPDF(raw, l)
	if f != nil {
		return "", f
	}
	p.left = l.Values // pages and fonts have a purse of their own
	w := &words{limit: limit}
	for _, page := range p.leaves() {
		if w.full {
			break
		}
		t := &teller{p: p, w: w, fonts: p.fonts(page.resources)}
		t.show(p.contents(page.page), page.resources, 0)
		w.add("\n\n")
	}
	return w.String(), nil
}

// contents is the page's program: one stream or several that count as one.
func (p *pdf) contents(page dict) []byte {
	switch c := p.resolve(page["Contents"]).(type) {
	case stream:
		b, _ := p.inflate(c)
		return b
	case array:
		var all []byte
		for _, e := range c {
			if p.left -= 10; p.left < 0 || len(all) > l4MB {
				break
			}
			if s, ok := p.resolve(e).(stream); ok {
				b, _ := p.inflate(s)
				all = append(append(all, b[:min(len(b), l4MB)]...), '\n')
			}
		}
		return all
	}
	return nil
}

// teller follows a page's program as far as it places text. It knows lines and gaps, not columns: text comes in the
// order in which the program shows it, which for a CV is nearly always the order of reading.
type teller struct {
	p     *pdf
	w     *words
	fonts map[name]*font
	font  *font
	size  float64
	x, y  float64 // where the current line begins
	pen   float64 // where the next letter would stand
	scale float64 // of the text's own matrix, sideways
	wrote bool    // something stands on the line
	steps int
}

const (
	maxForms = 4       // forms within forms
	maxSteps = 400_000 // operators of one page
)

func (t *teller) show(program []byte, resources dict, depth int) {
	l := &lexer{b: program, left: &t.p.left}
	var args []any
	for !t.w.full {
		v, ok := l.value(0)
		if !ok {
			return
		}
		op, isOp := v.(word)
		if !isOp {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if t.steps++; t.steps > maxSteps {
			return
		}
		if op == "BI" {
			skipImage(l)
		} else {
			t.do(string(op), args, resources, depth)
		}
		args = args[:0]
	}
}

// skipImage passes the bytes of a picture that stands within the program.
func skipImage(l *lexer) {
	for i := l.at; i+3 < len(l.b); i++ {
		if isSpace(l.b[i]) && l.b[i+1] == 'E' && l.b[i+2] == 'I' && isSpace(l.b[i+3]) {
			l.at = i + 3
			return
		}
	}
	l.at = len(l.b)
}

func (t *teller) do(op string, args []any, resources dict, depth int) {
	last := func() any {
		if len(args) == 0 {
			return nil
		}
		return args[len(args)-1]
	}
	switch op {
	case "BT":
		t.x, t.y, t.pen, t.scale = 0, 0, 0, 1
		t.newLine()
	case "ET":
	case "Tf":
		if len(args) >= 2 {
			n, _ := args[0].(name)
			t.font = t.fonts[n]
			t.size, _ = args[1].(float64)
		}
	case "Td", "TD":
		t.jump(t.x+at(args, 0)*t.scale, t.y+at(args, 1))
	case "Tm":
		if t.scale = at(args, 0); t.scale <= 0 {
			t.scale = 1 // turned text: distances along the line are not known
		}
		t.jump(at(args, 4), at(args, 5))
	case "T*":
		t.newLine()
	case "Tj":
		t.say(last())
	case "'", `"`:
		t.newLine()
		t.say(last())
	case "TJ":
		if a, ok := last().(array); ok {
			t.sayAll(a)
		}
	case "Do":
		t.form(last(), resources, depth)
	}
}

func at(args []any, i int) float64 {
	if i >= len(args) {
		return 0
	}
	v, _ := args[i].(float64)
	return v
}

// jump goes on elsewhere: up or down is a new line, sideways a space if more room is left than letters leave.
func (t *teller) jump(x, y float64) {
	room := x - t.pen
	if dy := y - t.y; dy > 0.5 || dy < -0.5 {
		t.newLine()
	} else if t.wrote && (!t.font.measured() || room > 0.15*t.size*t.scale || room < -t.size*t.scale) {
		t.gap()
	}
	t.x, t.y, t.pen = x, y, x
}

func (t *teller) newLine() {
	if t.wrote {
		t.w.add("\n")
		t.wrote = false
	}
}

func (t *teller) gap() { t.w.add(" ") }

func (t *teller) say(v any) {
	b, ok := v.([]byte)
	if !ok || len(b) == 0 {
		return
	}
	t.w.add(t.font.decode(b))
	t.pen += t.font.width(b) / 1000 * t.size * t.scale
	t.wrote = true
}

// sayAll shows pieces with kerning between them; a wide gap is a space that the program did not write.
func (t *teller) sayAll(a array) {
	for _, e := range a {
		if n, ok := e.(float64); ok {
			if t.pen -= n / 1000 * t.size * t.scale; n < -180 {
				t.gap()
			}
			continue
		}
		t.say(e)
	}
}

// form shows a form, which is a program with fonts of its own.
func (t *teller) form(v any, resources dict, depth int) {
	n, ok := v.(name)
	if !ok || depth >= maxForms {
		return
	}
	s, ok := t.p.resolve(t.p.dictOf(resources["XObject"])[n]).(stream)
	if !ok || s.dict["Subtype"] != name("Form") {
		return
	}
	t.p.left -= 100 // a form costs more than its name: a few thousand are enough for any page
	program, ok := t.p.inflate(s)
	if !ok {
		return
	}
	inner := resources
	if own := t.p.dictOf(s.dict["Resources"]); own != nil {
		inner = own
	}
	outer, font := t.fonts, t.font
	t.fonts = t.p.fonts(inner)
	t.show(program, inner, depth+1)
	t.fonts, t.font = outer, font
}
