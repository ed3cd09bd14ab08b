package web

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"time"
)

// Redact wraps a log handler so that what slips through everywhere else does not reach the disk: e-mail addresses and telephone
// numbers are masked in every text, and a value that is not plain is shown as its type. Types that say what they are in a log
// (slog.LogValuer, as every personal value is) are asked.
func Redact(h slog.Handler) slog.Handler { return redactor{h} }

type redactor struct{ next slog.Handler }

func (h redactor) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

func (h redactor) Handle(ctx context.Context, rec slog.Record) error {
	out := slog.NewRecord(rec.Time, rec.Level, mask(rec.Message), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(redact(a))
		return true
	})
	return h.next.Handle(ctx, out)
}

func (h redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = redact(a)
	}
	return redactor{h.next.WithAttrs(out)}
}

func (h redactor) WithGroup(name string) slog.Handler { return redactor{h.next.WithGroup(name)} }

func redact(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		v = slog.StringValue(mask(v.String()))
	case slog.KindGroup:
		group := make([]slog.Attr, len(v.Group()))
		for i, g := range v.Group() {
			group[i] = redact(g)
		}
		v = slog.GroupValue(group...)
	case slog.KindAny:
		v = slog.StringValue(plain(v.Any()))
	}
	return slog.Attr{Key: a.Key, Value: v}
}

// plain shows errors and what prints itself; any other value could hold anything.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return "<nil>"
	case error:
		return mask(v.Error())
	case fmt.Stringer:
		return mask(v.String())
	}
	return fmt.Sprintf("[%T]", v)
}

var (
	reMail = regexp.MustCompile(`[^\s@<>"'(),;:=\[\]]+(@|%40)[^\s@<>"'(),;:=\[\]]+\.[^\s@<>"'(),;:=\[\]]{2,}`)
	// A number of 8 to 15 digits as people write telephone numbers, not inside a word, an identifier or an address.
	rePhone = regexp.MustCompile(`(^|[^0-9A-Za-z./:_-])((?:\+|00)?\(?\d(?:[ ().-]{0,2}\d){7,14})\b`)
	reDate  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
)

func mask(s string) string {
	s = reMail.ReplaceAllString(s, "[e-mail]")
	return rePhone.ReplaceAllStringFunc(s, func(hit string) string {
		parts := rePhone.FindStringSubmatch(hit)
		if reDate.MatchString(parts[2]) && isDate(parts[2][:10]) {
			return hit
		}
		return parts[1] + "[phone]"
	})
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
