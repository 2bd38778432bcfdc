package widgets

import (
	"strings"
	"testing"
	"unicode/utf8"

	"mailknock/mail/wire"
)

// ten measures every rune as 10 wide.
func ten(text string, _ Span) float32 { return 10 * float32(utf8.RuneCountInString(text)) }

func texts(lines [][]piece) string {
	var all []string
	for _, line := range lines {
		var text string
		for _, p := range line {
			text += p.text
		}
		all = append(all, text)
	}
	return strings.Join(all, "|")
}

func TestTextIsWrapped(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float32
		limit int
		want  string
	}{
		{"", 100, 0, ""},
		{"one two three", 80, 0, "one two |three"},
		{"one\n\ntwo", 100, 0, "one||two"},
		{"abcdefghij", 40, 0, "abcd|efgh|ij"},
		{"  abcdefghij", 40, 0, "  ab|cdef|ghij"},
		{"a abcdefghij", 40, 0, "a |abcd|efgh|ij"},
		{"one two three", 80, 1, "one two…"},
		{"abcdefghij", 40, 1, "abc…"},
		{"äöüß", 20, 0, "äö|üß"},
		{"abc", 1, 0, "a|b|c"},
	} {
		if got := texts(breakLines([]Span{{Text: c.text}}, c.width, c.limit, ten)); got != c.want {
			t.Errorf("%q at %.0f, %d lines: %q, want %q", c.text, c.width, c.limit, got, c.want)
		}
	}
}

func TestShapesAreDrawnFromAnotherFont(t *testing.T) {
	spans := split([]Span{{Text: "✓ IMAP ✕", Bold: true}})
	if len(spans) != 3 || !spans[0].Mono || spans[0].Text != "✓" || spans[1].Text != " IMAP " || !spans[1].Bold || !spans[2].Mono {
		t.Errorf("%+v", spans)
	}
}

func TestMasksSurviveTheCut(t *testing.T) {
	text := "AUTH XOAUTH2 user=anna · Bearer"
	masks := []wire.Span{{From: 13, To: len(text)}}
	for limit := 2; limit < 40; limit++ {
		var all string
		for _, p := range parts(text, masks, limit) {
			all += p.text
		}
		if n := utf8.RuneCountInString(all); n > limit {
			t.Errorf("limit %d: %d runes", limit, n)
		}
		if !strings.HasPrefix(text, strings.TrimSuffix(all, "…")) {
			t.Errorf("limit %d: %q", limit, all)
		}
	}
	full := parts(text, masks, 100)
	if len(full) != 2 || full[0].masked || !full[1].masked || full[1].text != text[13:] {
		t.Errorf("%+v", full)
	}
	// Masks of a text that they do not fit must not break anything.
	parts("short", []wire.Span{{From: 3, To: 900}, {From: -4, To: 2}, {From: 700, To: 800}}, 3)
}

func FuzzBreakLines(f *testing.F) {
	f.Add("one two  three\nfour", float32(60), 3)
	f.Add("✓ \u202e \xff", float32(10), 0)
	f.Fuzz(func(t *testing.T, text string, width float32, limit int) {
		if len(text) > 4096 || width != width || limit < 0 || limit > 1000 {
			return
		}
		lines := breakLines([]Span{{Text: text}}, width, limit, ten)
		if limit > 0 && len(lines) > limit {
			t.Errorf("%d lines, at most %d are allowed", len(lines), limit)
		}
		if got := strings.ReplaceAll(texts(lines), "|", ""); limit == 0 && got != strings.NewReplacer("\n", "", "|", "").Replace(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
