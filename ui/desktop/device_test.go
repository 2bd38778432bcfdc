package desktop

import (
	"context"
	"testing"
	"time"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// codes is a run that waits for another device until it is stopped.
func codes(ctx context.Context, r run.Request, _ func(wire.Event)) mail.Outcome {
	r.Device.Waiting(auth.DeviceWaiting{
		UserCode: "WDJB-MJHT", VerificationURI: "https://login.example/device",
		VerificationURIComplete: "https://login.example/device?user_code=WDJB-MJHT", Deadline: time.Now().Add(15 * time.Minute),
	})
	<-ctx.Done()
	return mail.Outcome{SignIn: mail.SignIn{Err: context.Cause(ctx)}}
}

func TestTheCodeForAnotherDeviceIsShown(t *testing.T) {
	a := contoso()
	a.Method = mail.Device
	f := newFake(a)
	f.script = codes
	b := newBench(t, f, Options{})
	b.check()
	b.until("the code", func() bool { return b.current.Phase == present.Elsewhere })
	b.sees("WDJB-MJHT")
	b.sees("https://login.example/device")
	b.sees("Enter only a code that you asked for yourself.")
	b.sees("signing in")
	b.sees("left")
	b.openPage()
	b.until("the page", func() bool { return len(f.opens()) == 1 })
	if got := f.opens()[0]; got != "https://login.example/device" {
		t.Errorf("opened: %s", got)
	}
	if b.menu.openPage.Disabled || b.account.Head.Stop.Label != "Cancel" {
		t.Error("the page cannot be opened from the menu, or the sign-in not cancelled")
	}
	b.stop()
	b.until("the end of the run", b.finished)
	if b.account.Device.Root.Visible() {
		t.Error("the code stays")
	}
}
