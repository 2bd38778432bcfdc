package desktop

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/mail/discover"
)

var domainRows = []discover.Row{
	{Topic: "MX", Asked: "MX of example.org", Came: "mx.example.org", Verdict: discover.OK, Source: "RFC 5321 section 5.1"},
	{Topic: "SRV imaps", Asked: "SRV of _imaps._tcp.example.org", Came: "nothing", Verdict: discover.Missing, Do: "Publish _imaps._tcp.example.org.", Source: "RFC 6186 section 3"},
	{Topic: "Server metadata", Asked: "https://id.example.org", Came: "issuer is another", Verdict: discover.Contradiction, Do: "Let issuer be the same.", Source: "RFC 8414 section 3.3"},
}

func TestADomainIsAskedOnlyWhenTold(t *testing.T) {
	f := newFake(contoso())
	asked := 0
	f.survey = func(context.Context, string) ([]discover.Row, error) {
		asked++
		return domainRows, nil
	}
	b := newBench(t, f, Options{})
	b.press(fyne.KeyM)
	test.Type(b.window.Canvas().Focused(), "example.org")
	b.sees("the web servers of example.org")
	if asked != 0 {
		t.Fatal("it was asked before the button was pressed")
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.sees("Stop asking")
	b.until("the answer", func() bool { return b.domain.Answer.Report != "" })
	b.sees("example.org: 1 good, 1 missing and 1 contradiction")
	b.sees("✕ Contradiction")
	b.sees("Publish _imaps._tcp.example.org.")
	b.sees("RFC 8414 section 3.3")
	b.copyReport()
	if got := b.app.Clipboard().Content(); !strings.Contains(got, "⚠ Missing: SRV imaps") || !strings.Contains(got, "To do: Let issuer be the same.") {
		t.Errorf("the report is %q", got)
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.sees("not signed in yet")
}

func TestWhatIsNoDomainIsSaidAtTheField(t *testing.T) {
	f := newFake(contoso())
	f.survey = func(_ context.Context, domain string) ([]discover.Row, error) {
		return nil, &discover.AddressError{Address: domain, What: "this cannot be a domain"}
	}
	b := newBench(t, f, Options{})
	b.showDomain()
	test.Type(b.domain.First(), "no domain")
	b.askDomain()
	b.until("the problem", func() bool { return b.survey == nil })
	b.sees("this cannot be a domain")
}

func TestTypingEndsTheQuestions(t *testing.T) {
	f := newFake(contoso())
	ended := make(chan struct{})
	f.survey = func(ctx context.Context, _ string) ([]discover.Row, error) {
		<-ctx.Done()
		close(ended)
		return domainRows, nil
	}
	b := newBench(t, f, Options{})
	b.showDomain()
	test.Type(b.domain.First(), "example.org")
	b.askDomain()
	test.Type(b.domain.First(), "x")
	<-ended
	b.workers.Wait()
	for len(b.posted) > 0 {
		(<-b.posted)()
	}
	if b.domain.Answer.Report != "" {
		t.Error("the answer about another domain is shown")
	}
}
