package desktop

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/page"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// bench is a window with scripted services. Everything that workers post is
// carried out on the test's goroutine, as in the real window.
type bench struct {
	*shell
	t      *testing.T
	app    fyne.App
	posted chan func()
}

func newBench(t *testing.T, f Services, o Options) *bench {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	w := a.NewWindow("Mailknock")
	posted := make(chan func(), 10_000)
	b := &bench{t: t, app: a, posted: posted}
	ctx, cancel := context.WithCancel(context.Background())
	b.shell = newShell(ctx, a, w, f, "0.1.0", func(do func()) {
		select {
		case posted <- do:
		case <-ctx.Done():
		}
	})
	w.SetContent(b.root)
	w.Resize(fyne.NewSize(1280, 820))
	t.Cleanup(func() {
		cancel()
		b.close()
		w.Close()
	})
	b.begin(o)
	return b
}

// until carries out what workers post until done, or the test's deadline.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case do := <-b.posted:
			do()
		case <-deadline:
			b.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

func (b *bench) finished() bool { return b.current.Phase == present.Done }

// texts gives every text that is shown in the window, dialogs included.
func (b *bench) texts() string {
	var all []string
	for _, o := range append([]fyne.CanvasObject{b.window.Content()}, b.window.Canvas().Overlays().List()...) {
		for _, child := range test.LaidOutObjects(o) {
			if s, ok := child.(fmt.Stringer); ok && child.Visible() {
				all = append(all, s.String())
			}
		}
	}
	return strings.Join(all, "\n")
}

func (b *bench) sees(want string) {
	b.t.Helper()
	if got := b.texts(); !strings.Contains(got, want) {
		b.t.Errorf("the window does not show %q; it shows:\n%s", want, got)
	}
}

func contoso() mail.Account {
	return mail.Account{ID: "1", Provider: provider.Microsoft, User: "anna@contoso.com", Protocols: wire.MailProtocols, Method: mail.Code, ClientID: "x"}
}

func TestCheckShowsWhatWasProved(t *testing.T) {
	f := newFake(contoso())
	b := newBench(t, f, Options{})
	b.sees("anna@contoso.com")
	b.sees("not signed in yet")
	b.account.Head.Check.Tapped(nil)
	b.until("the end of the run", b.finished)
	b.sees("IMAP, POP3 and SMTP work for anna@contoso.com")
	b.sees("42 messages in INBOX")
	b.sees("signed in as anna@contoso.com")
	if f.requests[0].NewSignIn {
		t.Error("Check asked for a new sign-in")
	}
}

func TestAFailedCheckShowsTheServersWords(t *testing.T) {
	const words = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
	f := newFake(contoso())
	f.script = func(_ context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
		sink(wire.Event{Protocol: wire.IMAP, Kind: wire.Began, Step: wire.Step{Name: wire.Authenticate}})
		sink(wire.Event{Seq: 1, Protocol: wire.IMAP, Direction: wire.In, Text: "A1 " + words})
		step := wire.Step{Name: wire.Authenticate, Detail: words, Duration: time.Millisecond}
		sink(wire.Event{Seq: 2, Protocol: wire.IMAP, Kind: wire.Ended, Step: step})
		refusal := &wire.Refusal{Status: "NO", Code: "AUTHENTICATIONFAILED", Text: "Invalid credentials (Failure)"}
		return mail.Outcome{SignIn: mail.SignIn{OK: true}, Checks: []mail.Result{{
			Protocol: wire.IMAP, Steps: []wire.Step{step}, Err: &wire.StepError{Step: wire.Authenticate, Err: refusal},
		}}}
	}
	b := newBench(t, f, Options{})
	b.check()
	b.until("the end of the run", b.finished)
	b.sees(words)
	b.sees("✕ IMAP")
	if !b.current.Blamed[1] {
		t.Errorf("the server's line is not marked in the log: %v", b.current.Blamed)
	}
	if b.menu.send.Disabled == false {
		t.Error("a test message can be sent after a failed check")
	}
}

func TestStopCancelsTheRun(t *testing.T) {
	f := newFake(contoso())
	f.script = waits
	b := newBench(t, f, Options{})
	b.signIn()
	b.until("the browser", func() bool { return b.current.Phase == present.Browser })
	b.sees("Waiting for the browser")
	b.sees("listening on 127.0.0.1:53682")
	b.account.Head.Stop.Tapped(nil)
	b.until("the end of the run", b.finished)
	b.sees("You stopped this run")
	if !f.requests[0].NewSignIn {
		t.Error("Sign in did not ask for a new sign-in")
	}
}

func TestPastedAddressReachesTheSignIn(t *testing.T) {
	f := newFake(contoso())
	f.script = waits
	b := newBench(t, f, Options{})
	b.check()
	b.until("the browser", func() bool { return b.current.Phase == present.Browser })
	b.account.Wait.OnPaste("http://127.0.0.1:53682/?code=1&state=x")
	b.until("the end of the run", b.finished)
	b.sees("work for anna@contoso.com")
}

func TestClosingTheWindowStopsTheRun(t *testing.T) {
	f := newFake(contoso())
	ended := make(chan struct{})
	f.script = func(ctx context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
		defer close(ended)
		return waits(ctx, r, sink)
	}
	b := newBench(t, f, Options{})
	b.check()
	b.until("the browser", func() bool { return b.current.Phase == present.Browser })
	b.close()
	select {
	case <-ended:
	default:
		t.Error("the run went on after the window was closed")
	}
}

func TestFirstSaveAsksWhereTokensGo(t *testing.T) {
	f := newFake()
	f.vault = run.VaultState{Keychain: vault.Absent}
	b := newBench(t, f, Options{Sandbox: true})
	b.check()
	b.until("the end of the run", b.finished)
	b.account.Head.Save.Tapped(nil)
	b.until("the question", func() bool { return b.modal != nil })
	b.sees("Where to keep refresh tokens")
	if len(f.Accounts()) != 0 {
		t.Fatal("the account was saved before the question was answered")
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.modal != nil || len(b.window.Canvas().Overlays().List()) != 0 {
		t.Error("Escape did not close the dialog")
	}
	b.useVault(vault.Memory, wire.Secret{}, func() { b.store(b.current, nil) })
	b.until("the account", func() bool { return b.current.Saved })
	if got := f.Accounts(); len(got) != 1 || got[0].User != "anna@sandbox.test" {
		t.Errorf("saved: %+v", got)
	}
	if b.account.Head.Save.Visible() {
		t.Error("Save is offered for what is saved")
	}
}

func TestSaveNeedsARun(t *testing.T) {
	b := newBench(t, newFake(), Options{Sandbox: true})
	if b.account.Head.Save.Visible() || !b.menu.save.Disabled {
		t.Error("Save is offered before anything was tried")
	}
}

func TestTypingAnAddressFillsTheProvider(t *testing.T) {
	f := newFake()
	b := newBench(t, f, Options{})
	b.sees("New account")
	test.Type(b.form.First(), "somebody@outlook.com")
	b.sees("Sign in with Outlook.com")
	b.sees("smtp-mail.outlook.com:587 STARTTLS")
	b.sees("✓ Outlook.com")
}

func TestRunsGoOnWhileAnotherAccountIsShown(t *testing.T) {
	other := contoso()
	other.ID, other.User = "2", "bob@contoso.com"
	f := newFake(contoso(), other)
	f.script = waits
	b := newBench(t, f, Options{})
	first := b.current
	b.check()
	b.until("the browser", func() bool { return first.Phase == present.Browser })
	b.chooseID("2")
	b.sees("bob@contoso.com")
	if b.current == first || !first.Running() {
		t.Error("choosing another account ended the run")
	}
	b.chooseID("1")
	b.sees("Waiting for the browser")
	b.stop()
	b.until("the end of the run", b.finished)
}

func TestRemoveAsksFirst(t *testing.T) {
	f := newFake(contoso())
	b := newBench(t, f, Options{})
	b.remove()
	b.sees("Remove anna@contoso.com?")
	if len(f.Accounts()) != 1 {
		t.Fatal("removed without a question")
	}
}

func TestReportIsCopied(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.check()
	b.until("the end of the run", b.finished)
	b.copyReport()
	if got := b.app.Clipboard().Content(); !strings.Contains(got, "Mailknock report") {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestEditingKeepsTheSandboxApart(t *testing.T) {
	f := newFake()
	b := newBench(t, f, Options{Sandbox: true})
	b.edit()
	b.sees("The built-in sandbox")
	a := b.sandbox.Account
	a.Provider, a.User, a.ClientID = provider.Microsoft, "anna@contoso.com", "x"
	b.submit(a, page.Secrets{})
	b.until("the end of the run", b.finished)
	if b.sandbox == b.current || b.sandbox.Account.Provider != provider.Sandbox || len(b.sessions) != 1 {
		t.Errorf("the sandbox became %+v", b.sandbox.Account)
	}
	b.sees("IMAP, POP3 and SMTP work for anna@contoso.com")
}

func TestModeIsRemembered(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.setMode(look.Dark)
	if look.Current().Background.R > 0x40 || b.app.Preferences().String(prefMode) != "dark" {
		t.Error("the window is not dark, or forgets it")
	}
	if !b.menu.modes[look.Dark].Checked || b.menu.modes[look.System].Checked {
		t.Error("the menu does not show it")
	}
}
