package wire

import (
	"strings"
	"testing"
)

func TestRedactOverLines(t *testing.T) {
	for name, encode := range encodings {
		if name == "base64 in base64" || name == "json in base64" || strings.HasPrefix(name, "json in") {
			continue
		}
		encoded := encode(jwt)
		for at := 1; at < len(encoded); at += 3 {
			if strings.ContainsAny(encoded, "\r\n") {
				break
			}
			rec := NewTranscript(nil).Recorder(IMAP)
			rec.Mask("access token", NewSecret(jwt))
			rec.In([]byte("NO "+encoded[:at]), false)
			rec.In([]byte(encoded[at:]+" no"), false)
			joined := ""
			for _, e := range rec.Transcript().Events() {
				if leak := leaks(e.Text, e.Masks, plainForms(jwt, "")...); leak != "" {
					t.Fatalf("%s cut at %d: %q in %s", name, at, leak, e.Text)
				}
				done := 0
				for _, m := range e.Masks {
					joined += e.Text[done:m.From] + "\x00"
					done = m.To
				}
				joined += e.Text[done:]
			}
			if leak := leaks(joined, nil, plainForms(jwt, "")...); leak != "" {
				t.Fatalf("%s cut at %d, lines joined: %q in %q", name, at, leak, joined)
			}
		}
	}
}

func TestRedactOverManyLines(t *testing.T) {
	for _, size := range []int{1, 3, 8, 9, 20} {
		rec := NewTranscript(nil).Recorder(IMAP)
		rec.Mask("access token", NewSecret(jwt))
		for rest := jwt; rest != ""; {
			n := min(size, len(rest))
			rec.In([]byte(rest[:n]), false)
			rest = rest[n:]
		}
		joined := ""
		for _, e := range rec.Transcript().Events() {
			for i := len(e.Masks) - 1; i >= 0; i-- {
				e.Text = e.Text[:e.Masks[i].From] + "\x00" + e.Text[e.Masks[i].To:]
			}
			joined += e.Text
		}
		if leak := leaks(joined, nil, jwt); leak != "" {
			t.Errorf("in lines of %d: %q in %q", size, leak, joined)
		}
	}
}
