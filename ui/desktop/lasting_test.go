package desktop

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

func TestTheSignInIsProbedBesideTheWindow(t *testing.T) {
	f := newFake(contoso())
	f.probe = &auth.Probe{
		Token: &auth.Token{Access: wire.NewSecret("opaque")}, Rotates: true, NewWorks: true,
		Endings: []auth.Ending{{Text: "It ends when nobody uses it for 90 days.", Source: "https://learn.microsoft.com/refresh"}},
	}
	b := newBench(t, f, Options{})
	b.check()
	b.until("the end of the run", b.finished)
	before := b.current.Log.Last()
	b.press(fyne.KeyD)
	b.sees("refreshes the sign-in of anna@contoso.com now")
	busy := b.modal
	b.until("the answer", busy.Closed)
	b.sees("Yes, unless one of these things ends it")
	b.sees("It ends when nobody uses it for 90 days.")
	if !strings.Contains(b.current.Log.Text(), "POST https://login.example/token") {
		t.Error("what was said does not stand in the log")
	}
	b.sees("IMAP, POP3 and SMTP work for anna@contoso.com")
	if line, ok := b.current.Log.At(b.current.Log.Len() - 1); !ok || line.Seq != before+1 {
		t.Errorf("what was said has the number %d after %d", line.Seq, before)
	}
}

func TestARefusedRefreshIsTheAnswerNo(t *testing.T) {
	f := newFake(contoso())
	f.probed = &auth.TokenError{Code: "invalid_grant", Description: "the token was revoked"}
	b := newBench(t, f, Options{})
	b.lasting()
	busy := b.modal
	b.until("the answer", busy.Closed)
	b.sees("No: the sign-in has ended")
	b.sees("the token was revoked")
	for _, err := range []error{errors.New("you are not signed in: sign in first"), &auth.TokenError{Status: 503}} {
		b.modal.Close()
		f.probed = err
		b.lasting()
		busy = b.modal
		b.until("the answer", busy.Closed)
		b.sees("There is no answer")
	}
}

func TestASlowKeychainIsSeenAndCanBeLeft(t *testing.T) {
	f := newFake()
	f.vault = run.VaultState{Keychain: vault.Absent}
	b := newBench(t, f, Options{Sandbox: true})
	b.workers.Wait() // the start looks for a locked file
	slow := &slowVault{f, make(chan struct{})}
	b.services = slow
	ended := make(chan struct{})
	b.shell.post = func(do func()) { b.posted <- func() { do(); close(ended) } }
	b.chooseVault(nil)
	b.sees("Looking for the keychain…")
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.until("its end", func() bool {
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	if b.modal != nil || strings.Contains(b.texts(), "Where to keep refresh tokens") {
		t.Error("the question comes although nobody waits for it")
	}
}
