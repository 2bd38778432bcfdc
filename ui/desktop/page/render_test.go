package page

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
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
	tight(t, name, c.Content(), fyne.NewSize(w, h))
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

// explainPage has the answer to a text; "": nothing was pasted yet.
func explainPage(text string) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		e := NewExplain(known{}.Providers())
		e.OnChange = func() {}
		if text != "" {
			r, err := diagnose.Explain(strings.NewReader(text), e.Hint())
			if err != nil {
				panic(err)
			}
			e.Take(text)
			e.SetAnswer(present.NewExplanation(r))
		}
		return frame(e.Root, ExplainID)
	}
}

// domainPage has rows of every verdict, some of them long.
func domainPage() func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		d := NewDomain()
		d.field.Entry.SetText("example.org")
		long := "https://autoconfig.a-very-long-name-of-a-department.example.org/.well-known/autoconfig/mail/config-v1.1.xml"
		d.SetAnswer(present.NewConformance("example.org", []discover.Row{
			{Topic: "MX", Asked: "MX of example.org", Came: "mx1.example.org, mx2.example.org", Verdict: discover.OK, Source: "RFC 5321 section 5.1"},
			{Topic: "SRV imaps", Asked: "SRV of _imaps._tcp.example.org", Came: "nothing", Verdict: discover.Missing, Do: "Publish _imaps._tcp.example.org with the port of TLS; if you do not offer the protocol, with the target \".\".", Source: "RFC 6186 section 3, RFC 8314 section 5.1"},
			{Topic: "Autoconfig", Asked: long, Came: strings.Repeat("<html> is not a configuration ", 20), Verdict: discover.Wrong, Do: "Serve the document itself.", Source: "draft-ietf-mailmaint-autoconfig section 4"},
			{Topic: "Server metadata", Asked: long, Came: "issuer: https://id.example.org/", Verdict: discover.Contradiction, Do: "Let \"issuer\" be letter by letter the address under which the document is found.", Source: "RFC 8414 section 3.3"},
			{Topic: "Resource metadata", Asked: "https://imap.example.org", Came: "no answer within 5 s", Verdict: discover.Unchecked, Source: "RFC 9728 section 3"},
		}))
		return frame(d.Root, "")
	}
}

// shown gives the texts below an object that can be seen.
func shown(o fyne.CanvasObject) []*widgets.Text {
	if !o.Visible() {
		return nil
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *widgets.Text:
		return []*widgets.Text{o}
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	var all []*widgets.Text
	for _, child := range children {
		all = append(all, shown(child)...)
	}
	return all
}

// tight finds single lines of text that got less room than they need, and
// text that stands outside the window.
func tight(t *testing.T, name string, root fyne.CanvasObject, size fyne.Size) {
	t.Helper()
	for _, text := range shown(root) {
		if text.String() == "" {
			continue
		}
		if !text.Wrap && !text.Shrink && text.Size().Width+1 < text.NaturalWidth() {
			t.Errorf("%s: %q has %.0f of %.0f", name, text, text.Size().Width, text.NaturalWidth())
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(text)
		if at.X < 0 || at.X+min(text.Size().Width, text.NaturalWidth()) > size.Width+1 {
			t.Errorf("%s: %q stands outside the window, at %v", name, text, at)
		}
	}
}

func pages() map[string]func() fyne.CanvasObject {
	return map[string]func() fyne.CanvasObject{
		"failed":  accountPage(failedSession(2)),
		"good":    accountPage(goodSession()),
		"waiting": accountPage(waitingSession()),
		"device":  accountPage(deviceSession()),
		"hostile": accountPage(hostileSession()),
		"step": func() fyne.CanvasObject {
			s := failedSession(40)
			a := NewAccount()
			a.Set(s, noon)
			a.Lanes.Lanes.OnStep(0, 2)
			line, _ := s.Log.At(9)
			a.Log.ShowLine(line)
			return frame(a.Root, "1")
		},
		"google": newForm(func(f *Form) {
			f.top.address.SetText("support@gmail.com")
			f.reg.clientID.Entry.SetText("480192-abc.apps.googleusercontent.com")
			f.reg.secret.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
		}),
		"microsoft": newForm(func(f *Form) {
			f.top.address.SetText("anna@contoso.com")
			f.top.providers["microsoft"].Tapped(nil)
			f.press()
		}),
		"custom": newForm(func(f *Form) {
			f.top.providers["custom"].Tapped(nil)
			f.top.servers["imap"].host.SetText("mail.example.org:993")
			f.top.servers["smtp"].host.SetText("mail.example.org")
			f.adv.open = true
			f.changed()
		}),
		"found": newForm(lookedUp(ownServer())),
		"vouch": newForm(lookedUp(hosted())),
		"mx":    newForm(lookedUp(googles())),
		"unfound": newForm(func(f *Form) {
			lookedUp(unknown())(f)
			f.look.foldT.Tapped(nil)
		}),
		"typed": newForm(func(f *Form) {
			f.take(provider.Custom)
			f.reg.issuer.Entry.SetText("https://a-very-long-name-of-an-identity-provider.department.example.org/realms/mail")
			lookedUp(ownServer())(f)
		}),
		"app": newForm(func(f *Form) {
			f.top.address.SetText("invoices@contoso.com")
			f.take(provider.Microsoft)
			f.top.ways[mail.ClientCredentials].Tapped(nil)
			f.reg.clientID.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
			f.reg.secret.Entry.SetText("3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11")
			f.reg.try.answer(auth.Verdict{Finding: auth.FoundBad, Proves: "The provider knows the client ID, and the secret is wrong: copy it again, or make a new one.", NotProven: "Whether the scopes are right, only a sign-in shows.", Refusal: &auth.TokenError{Status: 401, Code: "invalid_client", Description: "AADSTS7000215: Invalid client secret provided."}}, nil)
			f.changed()
		}),
		"service": newForm(func(f *Form) {
			f.top.address.SetText("anna@fabrikam.org")
			f.take(provider.Google)
			f.top.ways[mail.ServiceAccount].Tapped(nil)
			f.press()
		}),
		"refresh": newForm(func(f *Form) {
			f.top.address.SetText("anna@yahoo.com")
			f.top.ways[mail.GivenRefresh].Tapped(nil)
			f.top.foldRow.Tapped(nil)
		}),
		"password":  newForm(func(f *Form) { f.top.address.SetText("anna@gmx.net") }),
		"explain":   explainPage(""),
		"explained": explainPage("smtp: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\n" + strings.Repeat("very long ", 200)),
		"domain":    domainPage(),
		"nothing":   explainPage("nothing is wrong here"),
		"sandbox":   newForm(func(f *Form) { f.top.providers["sandbox"].Tapped(nil) }),
	}
}

// TestPagesAreDrawn draws every page at the sizes, scales and looks that the
// window must stand.
func TestPagesAreDrawn(t *testing.T) {
	for _, v := range []struct {
		w, h, scale float32
		dark        bool
	}{{1280, 820, 1, false}, {1280, 820, 1, true}, {1000, 680, 1, false}, {1000, 680, 1.5, true}, {1920, 1080, 1, false}} {
		for name, make := range pages() {
			// The tightest window is enough for most, unless somebody wants to
			// look.
			tightest := v.scale == 1 && v.w == 1000
			if os.Getenv("MAILKNOCK_SHOTS") == "" && !tightest && name != "hostile" {
				continue
			}
			full := fmt.Sprintf("%s-%.0fx%.0f-%.1f", name, v.w, v.h, v.scale)
			if v.dark {
				full += "-dark"
			}
			draw(t, full, v.w, v.h, v.scale, v.dark, make)
		}
	}
}
