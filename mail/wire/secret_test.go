package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretNeverShowsItself(t *testing.T) {
	const text = "correct-horse-battery"
	s := NewSecret(text)
	type open struct{ Token Secret }
	type closed struct {
		token Secret
		more  []Secret
		deep  map[string]closed2
	}
	nested := closed{s, []Secret{s}, map[string]closed2{"x": {&s}}}
	values := []any{s, &s, []Secret{s}, map[string]Secret{"x": s}, map[Secret]int{s: 1}, open{s}, &open{s}, nested, &nested, any(s)}
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%T", "%t", "%5.3v", "%U"} {
			never(t, text, fmt.Sprintf(verb, v))
		}
		out, _ := json.Marshal(v)
		never(t, text, string(out))
		never(t, text, fmt.Sprint(v))
		never(t, text, fmt.Errorf("x: %w", errors.New(fmt.Sprint(v))).Error())
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		} {
			var b bytes.Buffer
			slog.New(handler(&b)).Info("x", "v", v)
			never(t, text, b.String())
		}
	}
	if s.String() != "[secret, 21 bytes]" || s.Reveal() != text || s.Empty() || !NewSecret("").Empty() || (Secret{}).String() != "" {
		t.Error(s)
	}
}

type closed2 struct{ token *Secret }

// never fails when a part of the text stands in out.
func never(t *testing.T, text, out string) {
	t.Helper()
	for i := range len(text) - window + 1 {
		part := text[i : i+window]
		for _, form := range []string{part, fmt.Sprintf("%x", part), fmt.Sprintf("%X", part)} {
			if strings.Contains(out, form) {
				t.Fatalf("%q stands in %q", form, out)
			}
		}
	}
}
