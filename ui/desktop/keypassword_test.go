package desktop

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// locked is a run whose key file opens with "right" only.
func locked(ctx context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
	if r.KeyPassword.Reveal() == "right" {
		return passes(ctx, r, sink)
	}
	err := &auth.KeyPasswordError{Wrong: !r.KeyPassword.Empty()}
	return mail.Outcome{SignIn: mail.SignIn{Err: &run.FieldError{Field: "key_password", Problem: err.Error(), Err: err}}}
}

func TestTheKeyFilesPasswordIsAskedFor(t *testing.T) {
	a := contoso()
	a.Method, a.KeyFile = mail.ClientCredentials, "/home/anna/app.pfx"
	f := newFake(a)
	f.script = locked
	b := newBench(t, f, Options{})
	b.signIn()
	enter := func(password string) {
		t.Helper()
		b.until("the question", func() bool { return b.modal != nil })
		test.Type(b.window.Canvas().Focused(), password)
		b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.until("the end of the run", b.finished)
	}
	b.until("the question", func() bool { return b.modal != nil })
	b.sees("/home/anna/app.pfx")
	enter("wrong")
	b.until("the question", func() bool { return b.modal != nil })
	b.sees("That password does not open the file.")
	enter("right")
	b.sees("work for anna@contoso.com")
	if !f.requests[2].NewSignIn {
		t.Error("the run was another one than the first")
	}
	b.check()
	b.until("the end of the run", b.finished)
	if b.modal != nil {
		t.Error("it was forgotten")
	}
	b.current.Account.KeyFile = "/home/anna/other.pfx"
	if !request(b.current).KeyPassword.Empty() {
		t.Error("the password went to another file")
	}
}
