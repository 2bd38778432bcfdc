package present

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

func said(seq int, p wire.Protocol, text string) wire.Event {
	return wire.Event{Seq: seq, At: time.Duration(seq) * time.Millisecond, Protocol: p, Direction: wire.In, Text: text}
}

// shownTexts gives what the view holds, and fails where At and Len disagree.
func shownTexts(t *testing.T, l *Log) []string {
	t.Helper()
	var list []string
	for i := range l.Len() {
		line, ok := l.At(i)
		if !ok {
			t.Fatalf("line %d of %d is not there", i, l.Len())
		}
		list = append(list, line.Text)
	}
	if _, ok := l.At(l.Len()); ok {
		t.Fatal("there is a line after the last")
	}
	return list
}

func TestLogStaysBounded(t *testing.T) {
	l := NewLog(MaxLines)
	const n = MaxLines*2 + 12_345
	for i := range n {
		l.Add(said(i, wire.IMAP, fmt.Sprint("line ", i)))
		if l.Total() > MaxLines {
			t.Fatalf("%d lines are kept", l.Total())
		}
	}
	if got := l.Total() + l.Dropped(); got != n {
		t.Errorf("%d lines are kept or dropped, want %d", got, n)
	}
	first, _ := l.At(0)
	for i := range l.Len() {
		if line, _ := l.At(i); line.Seq != first.Seq+i {
			t.Fatalf("line %d has the number %d, want %d", i, line.Seq, first.Seq+i)
		}
	}
	if last, _ := l.At(l.Len() - 1); last.Seq != n-1 {
		t.Errorf("the last line has the number %d", last.Seq)
	}
	if !strings.HasPrefix(l.Text(), "[") {
		t.Error("a copy does not tell that lines were dropped")
	}
}

func TestLogStaysBoundedInBytes(t *testing.T) {
	l := NewLog(MaxLines)
	text := strings.Repeat("x", 60<<10)
	for i := range 3 * MaxBytes / len(text) {
		l.Add(said(i, wire.SMTP, text))
		if l.bytes > MaxBytes {
			t.Fatalf("%d bytes are kept", l.bytes)
		}
	}
}

func TestLogFilters(t *testing.T) {
	l := NewLog(40)
	for i := range 30 {
		p := wire.IMAP
		if i%3 == 0 {
			p = wire.SMTP
		}
		l.Add(said(i, p, fmt.Sprint("Line ", i)))
	}
	l.SetFilter(Filter{Protocol: wire.SMTP, Text: "LINE 1"})
	if got := strings.Join(shownTexts(t, l), ","); got != "Line 12,Line 15,Line 18" {
		t.Errorf("the filter keeps %q", got)
	}
	// Lines that come later, and lines that are dropped, change the view.
	for i := 30; i < 100; i++ {
		l.Add(said(i, wire.SMTP, fmt.Sprint("Line ", i)))
	}
	for _, text := range shownTexts(t, l) {
		if !strings.Contains(text, "Line 1") {
			t.Errorf("the filter keeps %q", text)
		}
	}
	l.SetFilter(Filter{})
	if l.Len() != l.Total() {
		t.Errorf("without a filter %d of %d are shown", l.Len(), l.Total())
	}
	if i := l.Index(95); i < 0 {
		t.Error("a line that is there is not found")
	} else if line, _ := l.At(i); line.Seq != 95 {
		t.Errorf("found the line %d", line.Seq)
	}
	if l.Index(1000) != -1 {
		t.Error("a line that never was is found")
	}
}

func TestOnlyFailedStepsAreLines(t *testing.T) {
	l := NewLog(10)
	step := wire.Step{Name: wire.Connect, Detail: "connection refused"}
	l.Add(
		wire.Event{Protocol: wire.IMAP, Kind: wire.Began, Step: step},
		wire.Event{Seq: 1, Protocol: wire.IMAP, Kind: wire.Ended, Step: step},
		wire.Event{Seq: 2, Protocol: wire.SMTP, Kind: wire.Ended, Step: wire.Step{Name: wire.TLS, OK: true}},
	)
	if got := shownTexts(t, l); len(got) != 1 || got[0] != "connect failed: connection refused" {
		t.Errorf("lines: %q", got)
	}
	// The server's own words are not said twice.
	l.Add(said(3, wire.IMAP, "A1 NO no"), wire.Event{Seq: 4, Protocol: wire.IMAP, Kind: wire.Ended, Step: wire.Step{Name: wire.Authenticate, Detail: "NO no"}})
	if l.Len() != 2 {
		t.Errorf("lines: %q", shownTexts(t, l))
	}
}

func TestCopiedLineTellsAll(t *testing.T) {
	line, ok := NewLine(wire.Event{At: 1234 * time.Millisecond, Protocol: wire.SMTP, Direction: wire.In, Text: "220 ready", Untrusted: true})
	if want := "+1.234    SMTP  ← 220 ready  [before TLS]"; !ok || line.String() != want {
		t.Errorf("%q, want %q", line, want)
	}
}

func BenchmarkLogAdd(b *testing.B) {
	l := NewLog(MaxLines)
	l.SetFilter(Filter{Text: "seen"})
	for i := range b.N {
		l.Add(said(i, wire.IMAP, "* 1 FETCH (FLAGS (\\Seen))"))
	}
}

func TestAStoppedStepDidNotFail(t *testing.T) {
	step := wire.Step{Name: wire.Connect, Detail: (&wire.StoppedError{}).Error()}
	line, ok := NewLine(wire.Event{Kind: wire.Ended, Protocol: wire.IMAP, Step: step})
	if !ok || line.Text != "connect stopped" || line.Kind == wire.Ended {
		t.Errorf("%+v", line)
	}
}
