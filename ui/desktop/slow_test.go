package desktop

import (
	"context"
	"errors"
	"testing"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// slowVault answers when the test lets it.
type slowVault struct {
	*fake
	release chan struct{}
}

func (s *slowVault) Vault(ctx context.Context) run.VaultState {
	select {
	case <-s.release:
	case <-ctx.Done():
	}
	return s.fake.Vault(ctx)
}

func TestASlowKeychainIsWaitedForInSight(t *testing.T) {
	f := newFake()
	f.vault = run.VaultState{Keychain: vault.Absent}
	slow := &slowVault{f, make(chan struct{})}
	b := newBench(t, slow, Options{Sandbox: true})
	b.check()
	b.until("the end of the run", b.finished)
	b.save()
	b.sees("Looking for the keychain…")
	if b.account.Head.Save.Enabled() || !b.menu.save.Disabled {
		t.Error("Save can be pressed twice")
	}
	close(slow.release)
	b.until("the question", func() bool { return b.modal != nil })
	b.sees("Where to keep refresh tokens")
	if !b.account.Head.Save.Enabled() || b.current.Saving != "" {
		t.Error("Save stays off")
	}
}

func TestAPageThatDidNotOpenIsTold(t *testing.T) {
	f := newFake(contoso())
	f.script = func(ctx context.Context, r run.Request, _ func(wire.Event)) mail.Outcome {
		r.Handler.Waiting(auth.Waiting{URL: "https://accounts.example/auth"})
		r.Handler.BrowserFailed(errors.New("no browser"))
		<-ctx.Done()
		return mail.Outcome{SignIn: mail.SignIn{Err: context.Cause(ctx)}}
	}
	b := newBench(t, f, Options{})
	b.check()
	b.until("the failure", func() bool { return b.current.Phase == present.Browser && b.current.Waiting.BrowserError != nil })
	b.sees("Your browser could not be opened. Open the link below yourself.")
	b.stop()
	b.until("the end of the run", b.finished)
}
