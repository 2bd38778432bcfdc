package wire

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"* OK Grüße, 世界 👋":                      "* OK Grüße, 世界 👋",
		"a\tb\u00a0c\u3000d":                    "a b c d",
		"\x1b[2Jx\r\n\x00\x7f\u0085":            "<U+001B>[2Jx<U+000D><U+000A><U+0000><U+007F><U+0085>",
		"a\u202eb\u2066\u061c\u200fc":           "a<U+202E>b<U+2066><U+061C><U+200F>c",
		"a\u200b\u200d\ufeff\u00ad\u2028\u2060": "a<U+200B><U+200D><U+FEFF><U+00AD><U+2028><U+2060>",
		"\U000e0041\U000e0001":                  "<U+E0041><U+E0001>",
		"a\xff\xc3(\xed\xa0\x80":                `a\xFF\xC3(\xED\xA0\x80`,
		"\u115f\u3164\uffa0\u2800\ufe0f":        "<U+115F><U+3164><U+FFA0><U+2800><U+FE0F>",
		"\ue000\U0010ffff\u0378":                "<U+E000><U+10FFFF><U+0378>",
		"e\u0301":                               "e\u0301",
		"z" + strings.Repeat("\u0301", 5):       "z" + strings.Repeat("\u0301", 4) + "<U+0301>",
		"\ufffd":                                "\ufffd",
	} {
		if got := Visible([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	long := Visible([]byte(strings.Repeat("ä", 3000)))
	if want := strings.Repeat("ä", 2048) + "… [cut: 6000 bytes in all]"; long != want {
		t.Errorf("…%q", long[len(long)-40:])
	}
	if got := Visible([]byte("x" + strings.Repeat("ä", 3000))); strings.Contains(got, `\x`) {
		t.Error("a character is cut in two")
	}
}

func FuzzVisible(f *testing.F) {
	f.Add([]byte("* OK \x1b[0m\u202e\xff\t"))
	f.Add([]byte(strings.Repeat("\u0301", 10_000)))
	f.Fuzz(func(t *testing.T, in []byte) {
		out := Visible(in)
		if !utf8.ValidString(out) || len(out) > MaxShown*8+100 {
			t.Fatalf("%d bytes of %q", len(out), out)
		}
		for _, r := range out {
			if !unicode.IsGraphic(r) || unicode.Is(unicode.Bidi_Control, r) || r != ' ' && unicode.IsSpace(r) || r >= 0xe0000 && r < 0xe1000 {
				t.Fatalf("%U in %q", r, out)
			}
		}
	})
}
