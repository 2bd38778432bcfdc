package diagnose

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mailknock/mail/diagnose/cause"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// FuzzExplain: no text makes the rules panic or hang, and nothing invisible
// leaves the program.
func FuzzExplain(f *testing.F) {
	own, err := os.ReadFile("testdata/own.txt")
	if err != nil {
		f.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(own)) {
		if n++; n%16 == 0 {
			f.Add(strings.ReplaceAll(line, `\n`, "\n"), "google", "imap")
		}
	}
	f.Add("\x00\xff\xfe\x1b[31m\u202e535", "", "smtp")
	f.Fuzz(func(t *testing.T, input, provider, protocol string) {
		r, err := Explain(strings.NewReader(input), Hint{Provider: provider, Protocol: wire.Protocol(protocol)})
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, c := range r.Causes {
			if !cause.Known(c.ID) || c.ID == cause.Unknown || c.Title == "" || c.Who == "" || c.Confidence == "" {
				t.Fatalf("%+v", c)
			}
			shown = append(append(shown, c.Evidence...), c.Advice...)
		}
		for _, m := range r.Marks {
			shown = append(shown, m.Text)
		}
		for _, d := range r.Decoded {
			shown = append(shown, d.Text)
		}
		for _, s := range shown {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.C, c) }) {
				t.Fatalf("%q", s)
			}
		}
	})
}

// FuzzDecode: nothing encoded makes the decoder panic.
func FuzzDecode(f *testing.F) {
	f.Add("AUTH XOAUTH2 dXNlcj1hbm5hQGdtYWlsLmNvbQFhdXRoPUJlYXJlciB1bmRlZmluZWQBAQ==")
	f.Add("334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==")
	f.Add("user=a^Aauth=Bearer eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.^A^A")
	f.Add("?authError=Cg5kZWxldGVkX2NsaWVudA")
	f.Fuzz(func(t *testing.T, input string) {
		lines, err := text.Read(strings.NewReader(input), func([]byte) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		r := wire.NewRedactor()
		decoded := text.Decode(lines)
		text.Secrets(r, lines, decoded)
		for _, d := range decoded {
			if d.Line < 0 || d.Line >= len(lines) || d.What == "" {
				t.Fatalf("%+v", d)
			}
			// A token of a real length never stands whole in what is shown.
			if out := shown(r, lines[d.Line].Text); len(d.Token) >= 40 && strings.Contains(out, d.Token) {
				t.Fatalf("%q shows a token", out)
			}
		}
	})
}
