package modal

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mailknock/auth/vault"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
	"mailknock/ui/run"
)

func openWindow(t *testing.T) fyne.Canvas {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	w := test.NewTempWindow(t, flow.Column(0))
	w.Resize(fyne.NewSize(1000, 680))
	return w.Canvas()
}

// find gives the objects of a type that are shown below an object.
func find[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	if !o.Visible() {
		return nil
	}
	var all []T
	if match, ok := o.(T); ok {
		all = append(all, match)
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		all = append(all, find[T](child)...)
	}
	return all
}

func button(t *testing.T, m *Modal, label string) *widgets.Button {
	t.Helper()
	for _, b := range find[*widgets.Button](m.content) {
		if b.Label == label {
			return b
		}
	}
	t.Fatalf("there is no button %q", label)
	return nil
}

func says(m *Modal, text string) bool {
	for _, o := range find[*widgets.Text](m.content) {
		if strings.Contains(o.String(), text) {
			return true
		}
	}
	return false
}

func TestMessageIsShownAsItGoes(t *testing.T) {
	var sent *smtp.Message
	m := Message(openWindow(t), "anna@contoso.com", func(s *smtp.Message) { sent = s })
	entries := find[*widgets.Entry](m.content)
	if entries[1].Text != "anna@contoso.com" || entries[2].Text != "Test" {
		t.Errorf("the message goes to %q, subject %q", entries[1].Text, entries[2].Text)
	}
	entries[1].SetText("no address")
	send := button(t, m, "Send")
	if send.Enabled() || !says(m, "is not one: type one like") {
		t.Error("a message to nobody can be sent")
	}
	entries[1].SetText("bob@contoso.com")
	if !send.Enabled() || !says(m, "To: bob@contoso.com") {
		t.Error("the preview does not show what goes")
	}
	send.Tapped(nil)
	if sent == nil || sent.To != "bob@contoso.com" || !m.Closed() {
		t.Errorf("sent: %+v", sent)
	}
}

func TestVaultWantsTheSamePassphraseTwice(t *testing.T) {
	var kind vault.Kind
	var secret string
	m := Vault(openWindow(t), run.VaultState{Keychain: vault.Absent}, func(k vault.Kind, s wire.Secret) { kind, secret = k, s.Reveal() })
	keep := button(t, m, "Keep them there")
	button(t, m, "The system's keychain").Tapped(nil)
	if keep.Enabled() || !says(m, "there is no keychain here") {
		t.Error("a keychain that is not there can be chosen")
	}
	button(t, m, "An encrypted file").Tapped(nil)
	entries := find[*widgets.Entry](m.content)
	entries[0].SetText("correct horse")
	entries[1].SetText("correct house")
	if keep.Enabled() || !says(m, "This is not the same.") {
		t.Error("two passphrases are taken for one")
	}
	entries[1].SetText("correct horse")
	keep.Tapped(nil)
	if kind != vault.File || secret != "correct horse" {
		t.Errorf("chosen: %q", kind)
	}
}

func TestFaultIsFound(t *testing.T) {
	chosen := "-"
	m := Fault(openWindow(t), []Choice{{ID: "a", Title: "IMAP is switched off", Note: "in Google's words"}, {ID: "b", Title: "Slow"}}, "b", func(id string) { chosen = id })
	entry := find[*widgets.Entry](m.content)[0]
	entry.SetText("GOOGLE")
	rows := find[*widgets.Tappable](m.content)
	if len(rows) != 1 {
		t.Fatalf("%d faults are found", len(rows))
	}
	rows[0].Tapped(nil)
	if chosen != "a" || !m.Closed() {
		t.Errorf("chosen: %q", chosen)
	}
}

func TestFaultIsFoundByItsIDAndTakenByEnter(t *testing.T) {
	chosen := "-"
	m := Fault(openWindow(t), []Choice{{ID: "imap-off", Title: "IMAP is switched off"}, {ID: "slow", Title: "It takes its time"}}, "", func(id string) { chosen = id })
	entry := find[*widgets.Entry](m.content)[0]
	entry.OnSubmitted("")
	entry.SetText("pop-on")
	entry.OnSubmitted("")
	if chosen != "-" || m.Closed() || !says(m, "No fault fits.") {
		t.Errorf("of many or none, Enter took %q", chosen)
	}
	entry.SetText("imap-off")
	entry.OnSubmitted("")
	if chosen != "imap-off" || !m.Closed() {
		t.Errorf("Enter took %q", chosen)
	}
}

func TestConfirmDoesNothingUnasked(t *testing.T) {
	done, closed := false, 0
	m := Confirm(openWindow(t), "Remove?", "It is gone then.", "Remove", func() { done = true })
	m.OnClosed = func() { closed++ }
	m.Close()
	m.Close()
	if done || closed != 1 {
		t.Errorf("done: %v, closed %d times", done, closed)
	}
}

func TestADialogFitsTheWindow(t *testing.T) {
	c := openWindow(t)
	m := Tell(c, "To know", strings.Repeat("words and words ", 2000))
	if got, room := m.pop.Content.Size(), c.Size(); got.Height > room.Height || got.Width > room.Width {
		t.Errorf("it is %v in a window of %v", got, room)
	}
}

func TestADialogThatGrowsStaysInTheMiddle(t *testing.T) {
	c := openWindow(t)
	long := present.TokenView{Rows: [][2]string{{"For whom", strings.Repeat("somebody ", 300)}}, Text: "x"}
	Token(c, TokenParts{Title: "Look into a token", Look: func(string) present.TokenView { return long }})
	test.Type(c.Focused(), "x")
	m := c.Overlays().Top()
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(find[*widget.PopUp](m)[0]), find[*widget.PopUp](m)[0].Size()
	if size.Height < 400 || at.Y+size.Height > c.Size().Height {
		t.Errorf("it stands at %v with %v in a window of %v", at, size, c.Size())
	}
}

func TestPathsAreMadeWhole(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	for text, want := range map[string]string{
		"~/a.txt": "/home/anna/a.txt", "a.txt": "/home/anna/a.txt", "/tmp/../x": "/x", " /x ": "/x",
	} {
		if got, problem := expand(text); filepath.ToSlash(got) != want || problem != "" {
			t.Errorf("%q: %q, %q", text, got, problem)
		}
	}
	for _, text := range []string{"", "  ", "~", "/tmp/"} {
		if _, problem := expand(text); problem == "" {
			t.Errorf("%q is taken for a file", text)
		}
	}
}
