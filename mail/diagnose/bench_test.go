package diagnose

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// logOf gives about n bytes of a mail server's log with a failure in it.
func logOf(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "Apr  2 09:%02d:%02d mail dovecot: imap(user%d@example.org)<%d><%x>: Disconnected: Logged out in=%d out=%d deleted=0\n", i/60%60, i%60, i%997, i, i*7919, i, i*3)
		fmt.Fprintf(&b, "Apr  2 09:%02d:%02d mail postfix/smtpd[%d]: connect from host%d.example.net[192.0.2.%d]\n", i/60%60, i%60, i, i, i%250)
		if i%100 == 0 {
			fmt.Fprintf(&b, "Apr  2 09:%02d:%02d mail postfix/smtpd[%d]: warning: host%d[192.0.2.7]: SASL XOAUTH2 authentication failed: 535 5.7.8 Error %d\n", i/60%60, i%60, i, i, i)
		}
	}
	return b.Bytes()
}

// everyLineNew gives lines of which none is like another and each could tell
// something.
func everyLineNew(n int) []byte {
	var b bytes.Buffer
	words := []string{"error", "failed", "token", "refused", "timeout", "scope", "invalid", "certificate", "535", "denied"}
	for i := 0; b.Len() < n; i++ {
		x := uint32(i)*2654435761 + 1
		for range 10 {
			x = x*1664525 + 1013904223
			b.WriteString(words[x>>8%10])
			b.WriteByte('a' + byte(x>>16%26))
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func explainAll(tb testing.TB, data []byte) Reading {
	tb.Helper()
	r, err := Explain(bytes.NewReader(data), Hint{Protocol: wire.IMAP})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// BenchmarkExplain shows that the time grows with the length of the text and
// not faster: MB/s stay the same.
func BenchmarkExplain(b *testing.B) {
	for _, kind := range []struct {
		name string
		make func(int) []byte
	}{
		{"log", logOf},
		{"every line new", everyLineNew},
		{"one line", func(n int) []byte { return bytes.Repeat([]byte("error=invalid_grant "), n/20) }},
		{"base64", func(n int) []byte {
			return bytes.Repeat([]byte("dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiY2RlZmcBAQ==\n"), n/45)
		}},
	} {
		for _, size := range []int{1 << 20, 10 << 20} {
			data := kind.make(size)
			b.Run(fmt.Sprintf("%s/%d MB", kind.name, size>>20), func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					explainAll(b, data)
				}
			})
		}
	}
}

// What is kept of a long text does not grow with it, and the failure in it is
// found all the same.
func TestMemoryIsBounded(t *testing.T) {
	data := logOf(1 << 20)
	many := make([]io.Reader, 8)
	for i := range many {
		many[i] = bytes.NewReader(data)
	}
	r, err := Explain(io.MultiReader(many...), Hint{Protocol: wire.SMTP})
	if err != nil || len(r.Causes) == 0 {
		t.Errorf("%v, %v", r.Causes, err)
	}
	lines := strings.Count(string(data), "\n")
	for _, m := range r.Marks {
		if m.Line > 8*lines {
			t.Errorf("line %d", m.Line)
		}
	}
}
