package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"
)

// tenant is the sandbox's own, in Microsoft's words.
const tenant = "5a4d0b0c-5a4d-4b0c-8a4d-5a4db0c05a4d"

// answer is a token answer (RFC 6749 section 5.1).
type answer struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Scope   string `json:"scope,omitempty"`
	Refresh string `json:"refresh_token,omitempty"`
	ID      string `json:"id_token,omitempty"`
}

// issue makes the tokens of a grant, in the shape that the fault asks for. The
// access token has the scopes, which are some or all of the grant's.
func (s *store) issue(g grant, scopes []string, f *fault, nonce string) (answer, error) {
	owner := findPerson(g.User)
	if f.shape == otherUser && owner != nil {
		owner = bob
	}
	now := s.now()
	a := answer{Type: "Bearer", Expires: int(accessLifetime / time.Second)}
	t := issued{person: owner, client: g.Client, family: g.Family, scopes: scopes, audience: audience, expires: now.Add(accessLifetime)}
	switch f.shape {
	case expiredToken:
		t.expires = now.Add(-time.Hour)
	case foreignAudience:
		t.audience = graphAudience
		t.scopes = append([]string{"Mail.Read"}, identityScopes(scopes)...)
	case otherScope:
		t.scopes = append([]string{"mail.readonly"}, identityScopes(scopes)...)
	case idTokenInstead:
		t.audience = g.Client
	case briefToken:
		t.expires = now.Add(briefLifetime)
		a.Expires = int(briefLifetime / time.Second)
	}
	a.Scope = strings.Join(t.scopes, " ")
	var err error
	if a.Access, err = s.accessToken(t, f, now); err != nil {
		return a, err
	}
	s.keep(a.Access, t)
	if slices.Contains(scopes, "openid") {
		if a.ID, err = s.idToken(owner, g.Client, nonce, now); err != nil {
			return a, err
		}
	}
	if slices.Contains(g.Scopes, "offline_access") && f.play != playNoRefresh {
		g.ID, g.Issued = random(12), now.Unix()
		a.Refresh, err = g.refreshToken()
	}
	return a, err
}

// accessToken is opaque where Google is played or it has to be short, else a JWT in Microsoft's
// shape.
func (s *store) accessToken(t issued, f *fault, now time.Time) (string, error) {
	switch {
	case f.shape == idTokenInstead && t.person != nil:
		return s.idToken(t.person, t.client, "", now)
	case f.style() == google:
		return "ya29.a0" + random(160), nil
	case f.shape == shortToken:
		return "EwB" + random(45), nil
	}
	claims := map[string]any{
		"aud": t.audience, "iss": s.issuer, "iat": now.Unix(), "nbf": now.Unix(), "exp": t.expires.Unix(),
		"appid": t.client, "tid": tenant, "ver": "1.0", "jti": random(12),
	}
	maps.Copy(claims, t.subject())
	if !t.expires.After(now) {
		issuedAt := t.expires.Add(-accessLifetime).Unix()
		claims["iat"], claims["nbf"] = issuedAt, issuedAt
	}
	if f.shape == longToken {
		claims["groups"] = manyGroups()
	}
	return s.signer.sign(claims)
}

// subject is the part of a token that says who it stands for: a person, or the
// app itself.
func (t issued) subject() map[string]any {
	if t.person == nil {
		return map[string]any{
			"app_displayname": appName, "idtyp": "app", "oid": appObjectID, "sub": appObjectID, "roles": rolesOf(t.scopes),
		}
	}
	return map[string]any{
		"app_displayname": clientName, "scp": strings.Join(mailScopes(t.scopes), " "),
		"upn": t.person.Address, "unique_name": t.person.Address, "name": t.person.Name,
		"oid": t.person.Subject, "sub": t.person.Subject,
	}
}

// manyGroups is what makes real tokens long: one id for each group somebody is
// in.
func manyGroups() []string {
	groups := make([]string, 120)
	for i := range groups {
		sum := sha256.Sum256([]byte{byte(i)})
		h := hex.EncodeToString(sum[:16])
		groups[i] = h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	}
	return groups
}

// idToken tells a program who signed in (OpenID Connect Core section 2).
func (s *store) idToken(owner *person, client, nonce string, now time.Time) (string, error) {
	claims := map[string]any{
		"iss": s.issuer, "aud": client, "sub": owner.Subject, "iat": now.Unix(), "exp": now.Add(accessLifetime).Unix(),
		"email": owner.Address, "email_verified": true, "preferred_username": owner.Address, "name": owner.Name,
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	return s.signer.sign(claims)
}

// identityScopes are those that are about the person or the sign-in, and
// mailScopes the rest: only those stand in an access token.
func identityScopes(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool { return !isIdentity(scope) })
}

func mailScopes(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), isIdentity)
}

func isIdentity(scope string) bool {
	return slices.Contains([]string{"openid", "email", "profile", "offline_access"}, scope)
}
