package present

import (
	"errors"
	"testing"
	"time"

	"mailknock/auth"
)

func TestWhetherASignInLastsIsSaidFirst(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	condition := auth.Ending{Text: "It ends when nobody uses it.", Source: "https://learn.microsoft.com"}
	silence := auth.Ending{Text: "The provider does not tell how long it lives."}
	soon := auth.Ending{Text: "It ends on Sunday.", Sure: true, At: now.Add(6 * 24 * time.Hour)}
	late := auth.Ending{Text: "It ends in August.", Sure: true, At: now.Add(80 * 24 * time.Hour)}
	for name, c := range map[string]struct {
		p      auth.Probe
		failed error
		want   Status
		title  string
	}{
		"nothing known": {auth.Probe{}, nil, Passed, "Yes, as far as anybody can tell"},
		"nothing told":  {auth.Probe{Endings: []auth.Ending{silence}}, nil, Passed, "Yes, as far as anybody can tell"},
		"conditions":    {auth.Probe{Endings: []auth.Ending{late, condition}}, nil, Passed, "Yes, unless one of these things ends it"},
		"testing mode":  {auth.Probe{Endings: []auth.Ending{soon, condition}}, nil, Warned, "It works now, but not for another week"},
		"new one fails": {auth.Probe{Rotates: true, Endings: []auth.Ending{soon}}, &auth.TokenError{Code: "invalid_grant"}, Failed, "No: the new refresh token does not work"},
		"no network":    {auth.Probe{Rotates: true}, errors.New("no route to host"), Warned, "It works now; the new refresh token could not be tried"},
		"busy provider": {auth.Probe{Rotates: true}, &auth.TokenError{Status: 503}, Warned, "It works now; the new refresh token could not be tried"},
	} {
		if got := NewLasting(&c.p, c.failed, now); got.Status != c.want || got.Title != c.title {
			t.Errorf("%s: %v %q", name, got.Status, got.Title)
		}
	}
}
