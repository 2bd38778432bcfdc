package desktop

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// jwt is an access token for somebody.
func jwt(user string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(`{"alg":"RS256"}`) + "." + part(`{"iss":"https://sts.windows.net/x/","upn":"`+user+`","exp":4102444800}`) + "." + part("signature")
}

func TestTheTokenThatCameIsLookedInto(t *testing.T) {
	f := newFake(contoso())
	f.script = func(ctx context.Context, r run.Request, sink func(wire.Event)) mail.Outcome {
		o := passes(ctx, r, sink)
		o.SignIn.Token = token.Info{Kind: token.JWT, User: "bob@contoso.com", Expires: time.Now().Add(time.Hour)}
		return o
	}
	b := newBench(t, f, Options{})
	b.press(fyne.KeyJ)
	b.sees("No access token has come for this account")
	b.modal.Close()
	b.check()
	b.until("the end of the run", b.finished)
	b.press(fyne.KeyJ)
	b.sees("bob@contoso.com")
	b.sees("✓ good")
	b.sees("○ only a check tells")
	test.Type(b.window.Canvas().Focused(), jwt("carol@fabrikam.org"))
	b.sees("carol@fabrikam.org")
	if strings.Contains(b.texts(), "bob@contoso.com") {
		t.Error("the token before is still shown")
	}
	b.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.modal != nil {
		t.Error("Escape does not close it")
	}
}

func TestATokenOfNoAccountIsHeldToItsIssuer(t *testing.T) {
	b := newBench(t, newFake(), Options{})
	b.showExplain()
	b.explain.OnToken()
	b.app.Clipboard().SetContent(strings.Repeat("x", token.MaxLength+1))
	entry := b.window.Canvas().Focused().(fyne.Shortcutable)
	entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.app.Clipboard()})
	b.sees("This is too long for a token")
	b.app.Clipboard().SetContent(jwt("carol@fabrikam.org"))
	entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.app.Clipboard()})
	b.sees("carol@fabrikam.org")
	b.sees("microsoft")
}
