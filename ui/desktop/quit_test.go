package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"mailknock/mail/provider"
	"mailknock/ui/desktop/page"
)

// unsavedBench has an account that signed in and was not saved.
func unsavedBench(t *testing.T) (b *bench, f *fake, closed *bool) {
	t.Helper()
	f = newFake()
	b = newBench(t, f, Options{})
	closed = new(bool)
	b.shut = func() { *closed = true }
	a := f.NewAccount(provider.Microsoft)
	a.User, a.ClientID = "anna@contoso.com", "x"
	b.submit(a, page.Secrets{})
	b.until("the end of the run", b.finished)
	return b, f, closed
}

func TestQuittingAsksForWhatIsNotSaved(t *testing.T) {
	b, f, closed := unsavedBench(t)
	b.quit()
	b.sees("Save anna@contoso.com?")
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if *closed || b.modal != nil {
		t.Fatal("Cancel closed the window")
	}
	b.quit()
	b.keepAll(b.unsaved())
	b.until("the window to close", func() bool { return *closed })
	if len(f.Accounts()) != 1 {
		t.Error("the account was not saved")
	}
}

func TestQuittingAsksNothingWithoutNeed(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	closed := false
	b.shut = func() { closed = true }
	b.check()
	b.until("the end of the run", b.finished)
	b.quit()
	if !closed {
		t.Error("the window asks about a saved account")
	}
}
