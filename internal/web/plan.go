package web

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"verv/internal/fault"
)

// Number is a whole number in a form. Raw is what was typed; Set tells an empty field from 0.
type Number struct {
	Raw   string
	Value int64
	Set   bool
}

// Date is a day in a form, as the browser sends it: 2026-11-21. Raw is what was typed; Value is midnight UTC of that day.
type Date struct {
	Raw   string
	Value time.Time
	Set   bool
}

// plan is how a struct type is filled. It is made once for each type and panics on a tag that makes no sense.
type plan []input

type input struct {
	index             []int
	name              string
	required          bool
	lines, secret     bool
	min, max, count   int
	least, most       int64
	hasLeast, hasMost bool
	oneof             []string
	set               func(input, reflect.Value, []string, *fault.Form)
}

var plans sync.Map // reflect.Type to plan

func planOf(form any) plan {
	t := reflect.TypeOf(form)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("web: %T is no pointer to a form", form))
	}
	if p, ok := plans.Load(t); ok {
		return p.(plan)
	}
	p := makePlan(t.Elem(), nil)
	plans.Store(t, p)
	return p
}

func makePlan(t reflect.Type, at []int) (p plan) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(at), i)
		tag, ok := f.Tag.Lookup("form")
		switch {
		case ok:
			p = append(p, makeInput(f, index, tag))
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			p = append(p, makePlan(f.Type, index)...)
		}
	}
	return p
}

func makeInput(f reflect.StructField, index []int, tag string) input {
	words := strings.Split(tag, ",")
	in := input{index: index, name: words[0], max: defaultMax, count: 20, set: setterOf(f.Type)}
	if in.name == "" || in.set == nil || !f.IsExported() {
		panic(fmt.Sprintf("web: form field %s of type %s cannot be bound", f.Name, f.Type))
	}
	for _, w := range words[1:] {
		if err := in.word(w); err != nil {
			panic(fmt.Sprintf("web: form field %s: %q: %v", f.Name, w, err))
		}
	}
	return in
}

func (in *input) word(w string) (err error) {
	name, value, _ := strings.Cut(w, "=")
	switch name {
	case "required":
		in.required = true
	case "lines":
		in.lines = true
	case "secret":
		in.secret = true
	case "oneof":
		in.oneof = strings.Split(value, "|")
	case "min":
		in.min, err = strconv.Atoi(value)
	case "max":
		in.max, err = strconv.Atoi(value)
	case "count":
		in.count, err = strconv.Atoi(value)
	case "least":
		in.hasLeast = true
		in.least, err = strconv.ParseInt(value, 10, 64)
	case "most":
		in.hasMost = true
		in.most, err = strconv.ParseInt(value, 10, 64)
	default:
		return fmt.Errorf("no such word")
	}
	return err
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func setterOf(t reflect.Type) func(input, reflect.Value, []string, *fault.Form) {
	switch {
	case t == reflect.TypeFor[Number]():
		return setNumber
	case t == reflect.TypeFor[Date]():
		return setDate
	case t == reflect.TypeFor[Column]():
		return setFirst
	case reflect.PointerTo(t).Implements(textType):
		return setText
	case t.Kind() == reflect.String:
		return setString
	case t.Kind() == reflect.Bool:
		return setBool
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return setMany
	}
	return nil
}

// fill sets every field, so that what was typed is there even when something is wrong.
func (p plan) fill(form any, values url.Values, wrong *fault.Form) {
	v := reflect.ValueOf(form).Elem()
	for _, in := range p {
		if f := v.FieldByIndex(in.index); f.Type() == reflect.TypeFor[Column]() {
			in.column(f, values, wrong)
		} else {
			in.set(in, f, values[in.name], wrong)
		}
	}
}

// column reads one field of each row: as many rows as the page had, at most count.
func (in input) column(v reflect.Value, values url.Values, wrong *fault.Form) {
	var rows Column
	one := in
	for n := range in.count {
		one.name = RowName(in.name, n)
		typed, there := values[one.name]
		if !there && n > 0 {
			continue
		}
		for len(rows) < n {
			rows = append(rows, "")
		}
		rows = append(rows, one.text(first(typed), wrong))
	}
	v.Set(reflect.ValueOf(rows))
}

// setFirst stands for a column outside of a form that has rows.
func setFirst(in input, v reflect.Value, values []string, wrong *fault.Form) {
	v.Set(reflect.ValueOf(Column{in.text(first(values), wrong)}))
}

// text cleans one value and checks what can be checked of text alone.
func (in input) text(s string, wrong *fault.Form) string {
	bad := ""
	if in.secret {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			bad, s = wrongEncoding, ""
		}
		s = norm.NFC.String(s)
	} else {
		s, bad = clean(s, in.lines)
	}
	n := utf8.RuneCountInString(s)
	switch {
	case bad != "":
		wrong.Add(in.name, bad)
	case n == 0 && in.required:
		wrong.Add(in.name, "form.required")
	case n > in.max:
		wrong.Add(in.name, "form.long", fault.Args{"Max": in.max})
	case n > 0 && n < in.min:
		wrong.Add(in.name, "form.short", fault.Args{"Min": in.min})
	case n > 0 && in.oneof != nil && !slices.Contains(in.oneof, s):
		wrong.Add(in.name, "form.choice")
	}
	return s
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func setString(in input, v reflect.Value, values []string, wrong *fault.Form) {
	v.SetString(in.text(first(values), wrong))
}

// setMany takes each value that is not empty.
func setMany(in input, v reflect.Value, values []string, wrong *fault.Form) {
	one := in
	one.required = false
	out := reflect.MakeSlice(v.Type(), 0, min(len(values), formFields))
	for _, s := range values {
		if s = one.text(s, wrong); s != "" {
			out = reflect.Append(out, reflect.ValueOf(s).Convert(v.Type().Elem()))
		}
	}
	switch {
	case out.Len() == 0 && in.required:
		wrong.Add(in.name, "form.required")
	case out.Len() > in.count:
		wrong.Add(in.name, "form.many", fault.Args{"Max": in.count})
	}
	v.Set(out)
}

// setBool reads a tick: any value is yes, as browsers send "on" or what the page says.
func setBool(in input, v reflect.Value, values []string, wrong *fault.Form) {
	ticked := first(values) != "" && first(values) != "false" && first(values) != "0"
	if in.required && !ticked {
		wrong.Add(in.name, "form.tick")
	}
	v.SetBool(ticked)
}

// spaces stand between thousands in all six languages, in several forms.
var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-")

func setNumber(in input, v reflect.Value, values []string, wrong *fault.Form) {
	n := Number{Raw: in.text(first(values), wrong)}
	if n.Raw != "" {
		var err error
		if n.Value, err = strconv.ParseInt(spaces.Replace(n.Raw), 10, 64); err != nil {
			n.Value = 0 // the parser leaves the nearest number it could hold
			wrong.Add(in.name, "form.whole")
		} else {
			n.Set = true
			in.bounds(n.Value, wrong)
		}
	}
	v.Set(reflect.ValueOf(n))
}

func (in input) bounds(n int64, wrong *fault.Form) {
	low, high := in.hasLeast && n < in.least, in.hasMost && n > in.most
	switch {
	case (low || high) && in.hasLeast && in.hasMost:
		wrong.Add(in.name, "form.range", fault.Args{"Min": in.least, "Max": in.most})
	case low:
		wrong.Add(in.name, "form.least", fault.Args{"Min": in.least})
	case high:
		wrong.Add(in.name, "form.most", fault.Args{"Max": in.most})
	}
}

func setDate(in input, v reflect.Value, values []string, wrong *fault.Form) {
	d := Date{Raw: in.text(first(values), wrong)}
	if d.Raw != "" {
		var err error
		if d.Value, err = time.Parse(time.DateOnly, d.Raw); err != nil {
			d.Value = time.Time{}
			wrong.Add(in.name, "form.date")
		} else {
			d.Set = true
		}
	}
	v.Set(reflect.ValueOf(d))
}

// setText fills types that read themselves, such as an identifier in a hidden field. What they refuse is no choice of the page.
func setText(in input, v reflect.Value, values []string, wrong *fault.Form) {
	s := in.text(first(values), wrong)
	v.SetZero()
	if s != "" && v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)) != nil {
		v.SetZero()
		wrong.Add(in.name, "form.choice")
	}
}
