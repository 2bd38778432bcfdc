package desktop

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/mail/diagnose"
	"mailknock/ui/desktop/page"
	"mailknock/ui/desktop/present"
)

const switchedOff = "DEBUG < 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."

// explained carries out what workers post until nothing is being read.
func (b *bench) explained() { b.until("the end of reading", func() bool { return b.reading == nil }) }

func TestPastedTextIsExplained(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.showExplain()
	b.sees("Nothing leaves this machine.")
	if !b.menu.explain.Disabled {
		t.Error("nothing can be explained")
	}
	b.app.Clipboard().SetContent("EHLO me\n" + switchedOff)
	b.explain.First().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.app.Clipboard()})
	b.explainText()
	b.explained()
	b.sees("Your administrator has to act.")
	b.sees("Lines that decided")
	b.sees(switchedOff)
	b.explain.ShowEvidence(2)
	if got := b.explain.First().(interface{ SelectedText() string }).SelectedText(); got != switchedOff {
		t.Errorf("the evidence leads to %q", got)
	}
	b.copyReport()
	if got := b.app.Clipboard().Content(); !strings.Contains(got, "     2  "+switchedOff) {
		t.Errorf("the report is %q", got)
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.sees("not signed in yet")
	b.showExplain()
	b.sees("Your administrator has to act.")
}

func TestUnknownTextGetsAdviceWhatToPaste(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.showExplain()
	b.explain.Take("The sun shines and nothing is wrong.")
	b.explainText()
	b.explained()
	b.sees(present.NoCause)
	b.sees("The whole exception")
}

func TestEditingEndsTheReading(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.showExplain()
	started, release := make(chan struct{}), make(chan struct{})
	b.explain.Hold(present.Source{Name: "big.log", Size: 3 << 30, Lines: 31_000_000, Open: func() (io.ReadCloser, error) {
		close(started)
		<-release
		return io.NopCloser(strings.NewReader(switchedOff)), nil
	}})
	b.sees("3.2 GB, 31,000,000 lines")
	b.explainText()
	<-started
	b.sees("Stop reading")
	test.Type(b.explain.First(), "x")
	if b.reading != nil {
		t.Error("the reading goes on")
	}
	close(release)
	b.workers.Wait()
	for len(b.posted) > 0 {
		(<-b.posted)()
	}
	if strings.Contains(b.texts(), "Your administrator") || b.explain.Answer.Report != "" {
		t.Error("the answer to another text is shown")
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := read(ctx, present.Pasted(switchedOff), diagnose.Hint{}); err == nil {
		t.Error("it was read")
	}
}

func TestALongTextIsNotDrawn(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.showExplain()
	b.app.Clipboard().SetContent(strings.Repeat("a line that means nothing\n", 30_999) + switchedOff)
	b.explain.First().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.app.Clipboard()})
	b.sees("31,000 lines")
	if entry := b.explain.First().(interface{ SelectedText() string }); entry.SelectedText() != "" {
		t.Error("it stands in the entry")
	}
	b.explainText()
	b.explained()
	b.sees("31000")
	b.sees("Your administrator has to act.")
}

func TestFilesAreMeasured(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.showExplain()
	file := filepath.Join(t.TempDir(), "mail.log")
	for content, want := range map[string]string{
		"": "the file is empty", strings.Repeat("0123456789\n", 10_000) + "end": "110 KB, 10,001 lines",
		"ab\x00c": "4 bytes, 1 line",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		b.takeLog(file)
		b.until(want, func() bool { return strings.Contains(b.texts(), want) })
	}
	b.takeLog(filepath.Dir(file))
	b.until("the folder's problem", func() bool { return strings.Contains(b.texts(), "is not a file with text") })
}

func TestTheSidebarLeadsToThePage(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.side.OnExplain()
	b.sees("Explain a log")
	b.side.OnChoose(contoso().ID)
	if b.at != onAccount || page.ExplainID == contoso().ID {
		t.Error("the account is not shown")
	}
	b.explainText()
	if b.reading != nil {
		t.Error("a text is read on another page")
	}
}
