package auth

import (
	"fmt"
	"time"
)

// Ending is something that ends a refresh token.
type Ending struct {
	// Text says what, when, and what to do, in a sentence or two.
	Text string
	// Source is the address of the page that says so; empty when the
	// provider's own answer did.
	Source string
	// Sure tells that it will come, at At; otherwise it comes under the
	// condition that Text names.
	Sure bool
	At   time.Time
}

// The pages that tell how long refresh tokens live.
const (
	googleExpiration = "https://developers.google.com/identity/protocols/oauth2#expiration"
	microsoftRefresh = "https://learn.microsoft.com/entra/identity-platform/refresh-tokens"
)

// The lives of refresh tokens whose reason is known.
const (
	googleTesting = 7 * 24 * time.Hour
	microsoftSPA  = 24 * time.Hour
)

// Endings tells what will end the refresh token that came with t, the surest
// first, from what the provider answered and from what its documentation says.
// Without a refresh token it tells what that means. It asks nobody.
func Endings(c Client, t *Token, now time.Time) []Ending {
	if t.Refresh.Empty() {
		return []Ending{{Sure: true, At: t.Expires, Text: "There is no refresh token: " + t.NoRefresh + " When the access token ends, somebody has to sign in again."}}
	}
	var list []Ending
	if !t.RefreshExpires.IsZero() {
		list = append(list, told(c, t.RefreshExpires, now))
	}
	switch {
	case isGoogle(c.TokenURL):
		if t.RefreshExpires.IsZero() {
			list = append(list, Ending{Source: googleExpiration, Text: "It ends seven days after the sign-in if the app's publishing status is Testing. Look at Google Auth Platform, Audience, in the Google Cloud console."})
		}
		list = append(list,
			Ending{Source: googleExpiration, Text: "It ends when nobody uses it for six months."},
			Ending{Source: googleExpiration, Text: "It ends when you change your Google password, because it opens Gmail, or when you take the app's access away at myaccount.google.com/connections."},
			Ending{Source: googleExpiration, Text: "It ends when the same app gets more than 100 newer ones for the same person."})
	case isMicrosoft(c.TokenURL):
		if t.RefreshExpires.IsZero() {
			list = append(list, Ending{Source: microsoftRefresh, Text: "It ends when nobody uses it for 90 days; each use brings a new one with another 90 days."})
		}
		list = append(list, Ending{Source: microsoftRefresh, Text: "It ends when your password is changed or reset, when an administrator revokes your sessions, or when a Conditional Access policy asks for a sign-in more often."})
	case t.RefreshExpires.IsZero():
		list = append(list, Ending{Text: "The provider does not tell how long it lives."})
	}
	return list
}

// told is the ending that the provider's answer names.
func told(c Client, at, now time.Time) Ending {
	e := Ending{Sure: true, At: at}
	left := at.Sub(now)
	day := at.Format("Monday, 2 January 2006, 15:04")
	switch {
	case isGoogle(c.TokenURL) && left <= googleTesting:
		e.Source = googleExpiration
		e.Text = fmt.Sprintf("It ends on %s: Google gives seven days while the app's publishing status is Testing, or less where the person chose a limited time. Set the app to In production (Google Cloud console, Google Auth Platform, Audience), and sign in once more.", day)
	case isMicrosoft(c.TokenURL) && left <= microsoftSPA:
		e.Source = microsoftRefresh
		e.Text = fmt.Sprintf("It ends on %s, and no use makes that later: Microsoft gives 24 hours where the redirect URI is registered for a single-page application, and to guests who sign in with a code by e-mail. Register it under Mobile and desktop applications, and sign in once more.", day)
	default:
		e.Text = fmt.Sprintf("It ends on %s: the provider's answer says so.", day)
	}
	return e
}
