package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

type signer struct {
	rsa, otherRSA *rsa.PrivateKey
	ec            *ecdsa.PrivateKey
}

func newSigner(t *testing.T) signer {
	t.Helper()
	a, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	b, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{a, b, c}
}

func (s signer) keys() http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string]any{"keys": []any{
			map[string]any{"kty": "unknown", "kid": "x"},
			map[string]any{"kty": "oct", "kid": "h", "k": "AAAA"},
			jose.JSONWebKey{Key: s.rsa.Public(), KeyID: "r", Algorithm: "RS256", Use: "sig"},
			jose.JSONWebKey{Key: s.ec.Public(), KeyID: "e", Use: "sig"},
		}})
	}
}

func sign(t *testing.T, alg jose.SignatureAlgorithm, key any, kid string, claims map[string]any) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := json.Marshal(claims)
	signed, err := s.Sign(body)
	if err != nil {
		t.Fatal(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return compact
}

func unsigned(claims map[string]any) string {
	body, _ := json.Marshal(claims)
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
}

// Row C15: the identity counts as verified only when everything was checked.
func TestIdentity(t *testing.T) {
	s := newSigner(t)
	public := x509.MarshalPKCS1PublicKey(&s.rsa.PublicKey)
	rs := func(claims map[string]any) string { return sign(t, jose.RS256, s.rsa, "r", claims) }
	for _, test := range []struct {
		name     string
		token    func(claims map[string]any) string
		client   func(*Client)
		verified bool
	}{
		{"RS256", rs, nil, true},
		{"ES256", func(c map[string]any) string { return sign(t, jose.ES256, s.ec, "e", c) }, nil, true},
		{"no kid", func(c map[string]any) string { return sign(t, jose.RS256, s.rsa, "", c) }, nil, true},
		{"several audiences", func(c map[string]any) string {
			c["aud"], c["azp"] = []string{"x", "client-1"}, "client-1"
			return rs(c)
		}, nil, true},
		{"no keys known", rs, func(c *Client) { c.JWKSURL = "" }, false},
		{"keys missing", rs, func(c *Client) { c.JWKSURL += "x" }, false},
		{"keys not encrypted", rs, func(c *Client) { c.JWKSURL = "http://evil.test/keys" }, false},
		{"no issuer known", rs, func(c *Client) { c.Issuer = "" }, false},
		{"alg none", unsigned, nil, false},
		{"HS256 with the public key", func(c map[string]any) string { return sign(t, jose.HS256, public, "r", c) }, nil, false},
		{"HS256 with the key that is there", func(c map[string]any) string { return sign(t, jose.HS256, make([]byte, 32), "h", c) }, nil, false},
		{"another key", func(c map[string]any) string { return sign(t, jose.RS256, s.otherRSA, "r", c) }, nil, false},
		{"other key's name", func(c map[string]any) string { return sign(t, jose.RS256, s.rsa, "e", c) }, nil, false},
		{"other audience", func(c map[string]any) string { c["aud"] = "client-2"; return rs(c) }, nil, false},
		{"azp of another", func(c map[string]any) string { c["azp"] = "client-2"; return rs(c) }, nil, false},
		{"audiences without azp", func(c map[string]any) string { c["aud"] = []string{"client-1", "x"}; return rs(c) }, nil, false},
		{"other issuer", func(c map[string]any) string { c["iss"] = "https://evil.test"; return rs(c) }, nil, false},
		{"issuer with slash", func(c map[string]any) string { c["iss"] = c["iss"].(string) + "/"; return rs(c) }, nil, false},
		{"expired", func(c map[string]any) string { c["exp"] = time.Now().Add(-time.Hour).Unix(); return rs(c) }, nil, false},
		{"no expiry", func(c map[string]any) string { delete(c, "exp"); return rs(c) }, nil, false},
		{"other nonce", func(c map[string]any) string { c["nonce"] = "x"; return rs(c) }, nil, false},
		{"no nonce", func(c map[string]any) string { delete(c, "nonce"); return rs(c) }, nil, false},
		{"changed", func(c map[string]any) string {
			parts := strings.Split(rs(c), ".")
			c["email"] = "mallory@example.org"
			return parts[0] + "." + strings.Split(unsigned(c), ".")[1] + "." + parts[2]
		}, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			as := newFakeAS(t)
			as.extra["/keys"] = s.keys()
			c := as.client()
			c.Scopes = append(c.Scopes, "openid")
			c.JWKSURL = as.URL + "/keys"
			if test.client != nil {
				test.client(&c)
			}
			as.token = func(w http.ResponseWriter, r *http.Request) {
				as.mu.Lock()
				nonce := as.codes[r.Form.Get("code")].Get("nonce")
				as.mu.Unlock()
				claims := map[string]any{
					"iss": as.URL, "aud": "client-1", "sub": "4711", "email": "anna@example.org", "name": "Anna\u202e",
					"exp": time.Now().Add(time.Hour).Unix(), "nonce": nonce,
				}
				as.grant(w, r, map[string]any{"id_token": test.token(claims)})
			}
			rec, b := recorder(), newBrowser()
			token, err := (&Flow{OpenURL: b.open}).SignIn(t.Context(), rec, c, Handler{})
			if err != nil {
				t.Fatal(err)
			}
			<-b.pages
			if token.Identity.Verified != test.verified || token.Identity.Subject != "4711" || strings.Contains(token.Identity.Name, "\u202e") {
				t.Errorf("%+v\n%s", token.Identity, logOf(rec))
			}
			if strings.Contains(logOf(rec), token.ID.Reveal()[len(token.ID.Reveal())/2:]) {
				t.Error("the id token is in the log")
			}
			want := "(not verified: "
			if test.verified {
				want = "(verified)"
			}
			if !strings.Contains(logOf(rec), want) {
				t.Errorf("nothing says %q\n%s", want, logOf(rec))
			}
		})
	}
}

func TestClaimsThatCannotBeRead(t *testing.T) {
	for _, raw := range []string{"", "x", "a.b.c", "..", "a." + base64.RawURLEncoding.EncodeToString([]byte(`[]`)) + ".c", "a." + base64.RawURLEncoding.EncodeToString([]byte(`{"aud":5}`)) + ".c"} {
		if c := readClaims(raw); c.raw != "" || c.identity() != (Identity{}) {
			t.Errorf("%q gives %+v", raw, c)
		}
	}
}
