package page

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// frame puts a page beside a sidebar, as the window does.
func frame(content fyne.CanvasObject, selected string) fyne.CanvasObject {
	side := NewSidebar(canvas.NewRectangle(look.Current().Accent))
	side.Set([]Item{
		{"1", "M", anna, []present.Mark{{Status: present.Passed, Word: "IMAP"}, {Status: present.Passed, Word: "POP3"}, {Status: present.Failed, Word: "SMTP"}}},
		{"2", "G", "support@fabrikam.org", []present.Mark{{Status: present.Running, Word: "signing in"}}},
		{"3", "M", "a.very.long.address.of.somebody@department.subsidiary.example.org", []present.Mark{{Status: present.Never, Word: "never checked"}}},
	}, Item{"s", "S", "Sandbox", []present.Mark{{Status: present.Skipped, Word: "built in, no registration"}}}, selected)
	return Frame(side, content)
}

// draw renders what the window would show. With MAILKNOCK_SHOTS it is written
// there, to be looked at.
func draw(t *testing.T, name string, w, h, scale float32, dark bool, make func() fyne.CanvasObject) {
	t.Helper()
	a := test.NewTempApp(t)
	mode := look.Light
	if dark {
		mode = look.Dark
	}
	a.Settings().SetTheme(&look.Theme{Mode: mode})
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(flow.Stack(make()))
	c.Resize(fyne.NewSize(w, h))
	picture := c.Capture()
	if dir := os.Getenv("MAILKNOCK_SHOTS"); dir != "" {
		f, err := os.Create(filepath.Join(dir, name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, picture); err != nil {
			t.Fatal(err)
		}
	}
}

func accountPage(s *present.Session) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		a := NewAccount()
		a.Set(s, noon)
		return frame(a.Root, s.Account.ID)
	}
}

func newForm(fill func(*Form)) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		f := NewForm(known{})
		f.Start(mail.Account{ID: "9", Provider: provider.Google, Protocols: []wire.Protocol{wire.IMAP, wire.SMTP}}, true)
		fill(f)
		return frame(f.Root, "")
	}
}

func TestPagesAreDrawn(t *testing.T) {
	draw(t, "failed-light", 1280, 820, 1, false, accountPage(failedSession(2)))
	draw(t, "failed-dark", 1280, 820, 1, true, accountPage(failedSession(2)))
	draw(t, "good-light", 1280, 820, 1, false, accountPage(goodSession()))
	draw(t, "new-google", 1280, 820, 1, false, newForm(func(f *Form) {
		f.top.address.SetText("support@gmail.com")
		f.reg.clientID.Entry.SetText("480192-abc.apps.googleusercontent.com")
		f.reg.secret.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
	}))
	draw(t, "new-microsoft", 1280, 820, 1, false, newForm(func(f *Form) {
		f.top.address.SetText("anna@contoso.com")
		f.top.providers["microsoft"].Tapped(nil)
		f.press()
	}))
	draw(t, "new-custom", 1280, 820, 1, true, newForm(func(f *Form) {
		f.top.providers["custom"].Tapped(nil)
		f.top.servers["imap"].host.SetText("mail.example.org:993")
		f.top.servers["smtp"].host.SetText("mail.example.org")
		f.adv.open = true
		f.changed()
	}))
	draw(t, "new-sandbox", 1000, 680, 1, false, newForm(func(f *Form) { f.top.providers["sandbox"].Tapped(nil) }))
	draw(t, "waiting-light", 1280, 820, 1, false, accountPage(waitingSession()))
}
