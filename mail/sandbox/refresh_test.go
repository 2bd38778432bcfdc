package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestRefreshTokens(t *testing.T) {
	first := start(t, Options{AutoConsent: true})
	old := newProgram(t, first).signIn("")["refresh_token"]

	// A token of an earlier sandbox is good at the next one.
	p := newProgram(t, start(t, Options{AutoConsent: true}))
	one := p.refresh(old).json(t)
	two := p.refresh(one["refresh_token"]).json(t)
	if two["access_token"] == nil || two["refresh_token"] == one["refresh_token"] || one["refresh_token"] == old {
		t.Fatalf("not rotated: %v", two)
	}
	if p.claims(two["access_token"])["upn"] != Mailbox {
		t.Error("another mailbox")
	}
	// Using one twice ends the family.
	for _, token := range []any{old, two["refresh_token"], "nonsense", "e30." + "AAAA", nil} {
		if got := p.refresh(token); got.status != 400 || got.json(t)["error"] != "invalid_grant" {
			t.Errorf("%v: %d %s", token, got.status, got.body)
		}
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {p.signIn("")["refresh_token"].(string)}, "client_id": {p.box.ClientID()}, "scope": {"imap"}}
	narrow := p.post(p.box.TokenURL(), form).json(t)
	if narrow["scope"] != "imap" || narrow["refresh_token"] == nil {
		t.Errorf("narrowed: %v", narrow)
	}
	if wide := p.refresh(narrow["refresh_token"]).json(t); !strings.Contains(wide["scope"].(string), "smtp") {
		t.Errorf("the refresh token lost scopes: %v", wide)
	}
}

func TestRevocation(t *testing.T) {
	s := start(t, Options{AutoConsent: true})
	p := newProgram(t, s)
	token := p.signIn("")
	if got := p.post(s.RevokeURL(), url.Values{"client_id": {s.ClientID()}, "token": {token["refresh_token"].(string)}}); got.status != http.StatusOK {
		t.Errorf("revoke: %d %s", got.status, got.body)
	}
	if s.store.permits(token["access_token"].(string), Mailbox, wire.IMAP) != nil {
		t.Error("the access token lives on")
	}
	if got := p.refresh(token["refresh_token"]); got.status != 400 {
		t.Errorf("the refresh token lives on: %d", got.status)
	}
	if got := p.post(s.RevokeURL(), url.Values{"client_id": {s.ClientID()}, "token": {"unknown"}}); got.status != http.StatusOK {
		t.Errorf("unknown token: %d", got.status)
	}
	if got := p.post(s.RevokeURL(), url.Values{"client_id": {s.ClientID()}}); got.status != 400 {
		t.Errorf("no token: %d", got.status)
	}
}
