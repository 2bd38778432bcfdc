package present

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"mailknock/mail/provider"
)

// Wait is what stands in the window while the browser has the word.
type Wait struct {
	Title, Text string
	// Left counts down; Listening is where the answer is awaited.
	Left, Listening string
	URL             string
	// Problem is set when no browser could be opened.
	Problem string
	// Words say what the person will be asked to allow; Scopes are the same
	// for machines.
	Words, Scopes []string
	GoodToKnow    string
}

// NewWait puts a session that waits in words.
func NewWait(s *Session, now time.Time) Wait {
	w := Wait{
		Title: "Sign in with " + s.Provider.Name + " in your browser",
		Text:  fmt.Sprintf("A page opened. Choose %s there and press Allow. This window goes on by itself.", s.Account.User),
		URL:   s.Waiting.URL, Words: slices.Compact(slices.Clone(s.Plan.ScopeWords)), Scopes: s.Plan.Scopes,
	}
	switch s.Provider.ID {
	case provider.Custom:
		w.Title = "Sign in with your browser"
	case provider.Sandbox:
		w.Title = "Sign in at the sandbox in your browser"
	}
	if !s.Waiting.Deadline.IsZero() {
		w.Left = Clock(s.Waiting.Deadline.Sub(now)) + " left"
	}
	if u, err := url.Parse(s.Waiting.RedirectURI); err == nil && u.Host != "" {
		w.Listening = "listening on " + u.Host
	}
	if s.Waiting.Paste {
		w.Text = fmt.Sprintf("A page opened. Choose %s there and press Allow. The browser then ends on a page that cannot be shown: paste its address below.", s.Account.User)
		w.Listening = "the address begins with " + s.Waiting.RedirectURI
	}
	if s.Waiting.BrowserError != nil {
		w.Text = fmt.Sprintf("Choose %s on the page and press Allow. This window goes on by itself.", s.Account.User)
		w.Problem = "Your browser could not be opened. Open the link below yourself."
	}
	switch {
	case s.Provider.ID == provider.Sandbox:
		w.GoodToKnow = "The page is the sandbox's own, on this machine. Nothing leaves it. Press “Deny” there to see what a refusal looks like."
	case s.Provider.ID == provider.Google:
		w.GoodToKnow = "“This app is blocked” or “Error 403: access_denied” never comes back here. If you see such a page, press Cancel: add the address as a test user of your app, or ask your Workspace administrator to allow the app."
	case s.Provider.ID == provider.Custom:
		w.GoodToKnow = "An error page of the provider may never come back here. If it speaks of the redirect URI, register exactly the one that stands in this link."
	default:
		w.GoodToKnow = "“Need admin approval” or an AADSTS error page never comes back here. If you see one, press Cancel: the page's AADSTS number tells what is missing."
	}
	return w
}
