package wire

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func FuzzRedactor(f *testing.F) {
	f.Add("exactly9!", "before", "after", uint64(1))
	f.Add(jwt, "535 ", "", uint64(2))
	f.Add(`a"b\c/d&e%41f=3Dg`, "%", "4", uint64(3))
	f.Fuzz(func(t *testing.T, secret, before, after string, seed uint64) {
		if len(secret) < window || len(secret) > 2000 || len(before)+len(after) > 2000 {
			t.Skip()
		}
		random := rand.New(rand.NewPCG(seed, 1))
		rec := NewTranscript(nil).Recorder(IMAP)
		rec.Mask("token", NewSecret(secret))
		names := []string{"raw", "base64", "base64 at 1", "base64url at 2", "XOAUTH2", "hex", "form", "path", "json", "all percent", "quoted-printable"}
		encoded := encodings[names[random.IntN(len(names))]](secret)
		line := before + encoded + after
		for len(line) > 0 {
			n := 1 + random.IntN(len(line))
			rec.In([]byte(line[:n]), false)
			line = line[n:]
		}
		for _, e := range rec.Transcript().Events() {
			if leak := leaks(e.Text, e.Masks, plainForms(secret, "")...); leak != "" {
				t.Fatalf("%q stands in %q", leak, e.Text)
			}
		}
	})
}

func BenchmarkRedactor(b *testing.B) {
	r := NewRedactor()
	for i := range 5 {
		r.Add("token", NewSecret(strings.Repeat(fmt.Sprintf("%x", rand.Uint64()), 10_000/16+i)))
	}
	lines := make([][]byte, len(ordinary))
	for i, line := range ordinary {
		lines[i] = []byte(line)
	}
	rec := NewTranscript(nil).Recorder(IMAP)
	rec.transcript.Redactor = r
	b.ResetTimer()
	for i := range b.N {
		rec.In(lines[i%len(lines)], false)
	}
}
