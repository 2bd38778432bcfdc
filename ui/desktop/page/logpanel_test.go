package page

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

func openLog(t *testing.T, n int) (*LogPanel, *present.Session) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	l := NewLogPanel()
	p, account, plan := microsoft()
	s := present.NewSession(account, p, plan)
	test.NewTempWindow(t, l.Root).Resize(fyne.NewSize(900, 400))
	fillLog(s, 0, n)
	l.Set(s)
	return l, s
}

func fillLog(s *present.Session, from, n int) {
	events := make([]wire.Event, n)
	for i := range events {
		events[i] = wire.Event{Seq: from + i, Protocol: wire.MailProtocols[i%3], Direction: wire.In, Text: fmt.Sprint("line ", from+i)}
	}
	s.Apply(events)
}

func TestLogFollowsUntilThePersonScrolls(t *testing.T) {
	l, s := openLog(t, 100)
	bottom := l.list.GetScrollOffset()
	if bottom == 0 {
		t.Fatal("the newest line is not in view")
	}
	fillLog(s, 100, 100)
	l.Update()
	if l.list.GetScrollOffset() <= bottom {
		t.Error("the log does not follow")
	}
	l.list.ScrollToOffset(200)
	fillLog(s, 200, 100)
	l.Update()
	if l.Following() || l.list.GetScrollOffset() != 200 {
		t.Errorf("the log pulled the lines away: offset %v", l.list.GetScrollOffset())
	}
	l.SetFollow(true)
	if l.list.GetScrollOffset() <= 200 {
		t.Error("Follow does not go back to the end")
	}
}

func TestAHigherLogStillFollows(t *testing.T) {
	l, s := openLog(t, 100)
	for _, h := range []float32{700, 300, 500} {
		l.Root.Resize(fyne.NewSize(900, h))
		fillLog(s, s.Log.Total(), 3)
		l.Update()
		if !l.Following() {
			t.Fatalf("at height %.0f it no longer follows", h)
		}
	}
}

func TestAHundredThousandLines(t *testing.T) {
	l, s := openLog(t, 0)
	for i := 0; i < 120_000; i += 5_000 {
		fillLog(s, i, 5_000)
		l.Update()
	}
	if n := l.list.Length(); n != s.Log.Len() || n > present.MaxLines {
		t.Errorf("the list has %d lines, the log %d", n, s.Log.Len())
	}
	line, _ := s.Log.At(s.Log.Len() - 1)
	if line.Seq != 119_999 {
		t.Errorf("the last line has the number %d", line.Seq)
	}
	if !strings.Contains(l.count.String(), "older ones dropped") {
		t.Errorf("nobody tells that lines are gone: %q", l.count)
	}
}

func TestLogIsFilteredAndCopied(t *testing.T) {
	l, _ := openLog(t, 30)
	var copied string
	l.OnCopy = func(text string) { copied = text }
	l.tabs[wire.SMTP].Tapped(nil)
	test.Type(l.filter, "line 2")
	if got := l.list.Length(); got != 5 { // 2, 20, 23, 26 and 29
		t.Errorf("%d lines are shown", got)
	}
	l.list.OnChoose(0)
	l.OnCopy(l.session.Log.Text())
	if strings.Contains(copied, "IMAP") || !strings.Contains(copied, "line 2") {
		t.Errorf("copied: %q", copied)
	}
	test.Type(l.filter, "nothing like it")
	if !l.empty.Visible() || l.empty.String() != "No line fits this filter." {
		t.Errorf("an empty view says %q", l.empty)
	}
}

func TestChosenLineIsToldInFull(t *testing.T) {
	l, s := openLog(t, 3)
	long := strings.Repeat("word ", 300)
	s.Apply([]wire.Event{{Seq: 3, Protocol: wire.SMTP, Direction: wire.In, Text: long, Untrusted: true}})
	l.Update()
	l.list.OnChoose(3)
	if l.detailText.Text != long || !l.detailText.Selectable {
		t.Error("the line is not there in full, to be selected")
	}
	if !strings.Contains(l.detailTitle.String(), "the server says · before TLS") {
		t.Errorf("the title is %q", l.detailTitle)
	}
	line, _ := s.Log.At(3)
	if l.mark(line) == 0 {
		t.Error("the line is not marked")
	}
}

func TestAStepSelectsItsLines(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	p := NewAccount()
	test.NewTempWindow(t, p.Root).Resize(fyne.NewSize(1000, 800))
	s := failedSession(0)
	p.Set(s, noon)
	last := len(s.Lanes.List[2].Segments) - 1
	p.Lanes.Lanes.OnStep(2, last)
	var chosen []string
	for i := range s.Log.Len() {
		if line, _ := s.Log.At(i); s.Chosen.Has(line.Event) {
			chosen = append(chosen, line.Text)
		}
	}
	if len(chosen) != 2 || chosen[1] != refusal {
		t.Errorf("chosen: %q", chosen)
	}
	if !p.Lanes.detail.Visible() || p.Lanes.text.String() != refusal {
		t.Errorf("the detail says %q", p.Lanes.text)
	}
}

// TestHostileLines draws what a server may say at its worst: it is drawn as
// it is, and nothing of it is a link, a format or a control.
func TestHostileLines(t *testing.T) {
	l, s := openLog(t, 0)
	texts := []string{
		"[link](https://evil.example) **bold** <a href=x>", "<U+202E>gnp.exe", `\x1b[31m`, strings.Repeat("W", 70_000),
		"", "\t\t", "\u202e mirrored", "日本語 text", "🔒 secure",
	}
	for i := range 10_000 {
		e := wire.Event{Seq: i, Protocol: wire.IMAP, Direction: wire.In, Text: texts[i%len(texts)]}
		e.Masks = []wire.Span{{From: i % 7, To: i % 90}}
		s.Apply([]wire.Event{e})
	}
	l.Update()
	for i := 0; i < 10_000; i += 997 {
		l.list.ScrollTo(i)
		l.list.OnChoose(i)
	}
	if s.Log.Total() == 0 {
		t.Error("nothing is kept")
	}
}
