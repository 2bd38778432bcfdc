package desktop

import (
	"context"
	"errors"
	"testing"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/page"
	"mailknock/ui/run"
)

// brought is an account whose refresh token was brought.
func brought() mail.Account {
	a := contoso()
	a.Method = mail.GivenRefresh
	return a
}

// ran submits the form, and gives the run that comes of it.
func (b *bench) ran(f *fake, a mail.Account, refresh string) run.Request {
	b.submit(a, page.Secrets{Refresh: wire.NewSecret(refresh)})
	b.until("the end of the run", b.finished)
	return f.requests[len(f.requests)-1]
}

// A provider may take a refresh token once only, and give a new one for it.
func TestABroughtRefreshTokenIsUsedOnce(t *testing.T) {
	f := newFake()
	b := newBench(t, f, Options{})
	if r := b.ran(f, brought(), "brought"); r.Refresh.Reveal() != "brought" {
		t.Fatal("it is not used at all")
	}
	b.check()
	b.until("the end of the run", b.finished)
	if !f.requests[1].Refresh.Empty() {
		t.Error("it is used again, in the place of what came for it")
	}
	b.edit()
	if r := b.ran(f, b.current.Account, ""); !r.Refresh.Empty() || r.NewSignIn || !r.FreshToken {
		t.Error("the form wants it pasted again")
	}
}

func TestABroughtRefreshTokenThatFailedStays(t *testing.T) {
	f := newFake()
	f.script = func(context.Context, run.Request, func(wire.Event)) mail.Outcome {
		return mail.Outcome{SignIn: mail.SignIn{Err: errors.New("no route to host")}}
	}
	b := newBench(t, f, Options{})
	b.ran(f, brought(), "brought")
	b.edit()
	if r := b.ran(f, b.current.Account, ""); r.Refresh.Reveal() != "brought" {
		t.Error("what was pasted is lost")
	}
	b.edit()
	other := b.current.Account
	other.Provider = provider.Google
	if r := b.ran(f, other, ""); !r.Refresh.Empty() {
		t.Error("it goes to another provider")
	}
}
