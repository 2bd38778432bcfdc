package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestIDP shows that oidc-provider does what the other tests count on.
func TestIDP(t *testing.T) {
	ca := newAuthority(t)
	idp := startIDP(t, ca)

	t.Run("tokens", func(t *testing.T) {
		opaque := idp.token(t, "mailknock-opaque", "anna@example.test")
		if strings.Contains(opaque.Access, ".") || opaque.Refresh == "" || opaque.ID == "" || !strings.Contains(opaque.Scope, "mail") {
			t.Errorf("opaque: %d bytes, refresh token %t, id token %t, scope %q", len(opaque.Access), opaque.Refresh != "", opaque.ID != "", opaque.Scope)
		}
		if jwt := idp.token(t, "mailknock-jwt", "anna@example.test"); strings.Count(jwt.Access, ".") != 2 {
			t.Errorf("no JWT but %d bytes", len(jwt.Access))
		}
		if long := idp.token(t, "mailknock-opaque-7000", "anna@example.test"); len(long.Access) < 7000 {
			t.Errorf("a token of 7000 bytes has %d", len(long.Access))
		}
		if long := idp.token(t, "mailknock-jwt-7000", "anna@example.test"); len(long.Access) < 7000 {
			t.Errorf("a JWT of 7000 bytes has %d", len(long.Access))
		}
		if none := idp.token(t, "mailknock-opaque-norefresh", "anna@example.test"); none.Refresh != "" {
			t.Error("a refresh token where there should be none")
		}
		if short := idp.token(t, "mailknock-opaque-short", "anna@example.test"); short.Expires != 2 {
			t.Errorf("a short-lived token lives %d seconds", short.Expires)
		}
	})

	t.Run("denied", func(t *testing.T) {
		b := newBrowser(ca)
		b.Deny = true
		back, err := b.consent(t.Context(), idp.Issuer+"/auth?"+url.Values{
			"client_id": {"mailknock-opaque"}, "response_type": {"code"}, "redirect_uri": {"http://localhost:4711/some/path"},
			"scope": {"openid mail"}, "state": {"x"}, "code_challenge": {s256("v")}, "code_challenge_method": {"S256"},
		}.Encode())
		fatal(t, err)
		if back.Query().Get("error") != "access_denied" || back.Host != "localhost:4711" || back.Path != "/some/path" {
			t.Errorf("denying ends at %s", back)
		}
	})

	t.Run("revoked", func(t *testing.T) {
		tok := idp.token(t, "mailknock-opaque", "bob@example.test")
		idp.revoke(t, "mailknock-opaque", tok.Refresh)
		status, answer := idp.refresh(t, "mailknock-opaque", tok.Refresh)
		if status != http.StatusBadRequest || answer.Error != "invalid_grant" {
			t.Errorf("a revoked refresh token: %d %s", status, answer.Error)
		}
	})

	// A refresh token that is used twice takes everything with it: this is what
	// two refreshes at once do.
	t.Run("rotation", func(t *testing.T) {
		before := idp.count("grant.revoked")
		old := idp.token(t, "mailknock-opaque", "anna@example.test")
		status, renewed := idp.refresh(t, "mailknock-opaque", old.Refresh)
		if status != http.StatusOK || renewed.Refresh == old.Refresh {
			t.Fatalf("refresh: %d, rotated %t", status, renewed.Refresh != old.Refresh)
		}
		if status, _ := idp.refresh(t, "mailknock-opaque", old.Refresh); status != http.StatusBadRequest {
			t.Errorf("a spent refresh token: %d", status)
		}
		idp.wait(t, "grant.revoked", before+1)
		if status, _ := idp.refresh(t, "mailknock-opaque", renewed.Refresh); status != http.StatusBadRequest {
			t.Errorf("the new token after a reuse of the old: %d", status)
		}
	})
}
