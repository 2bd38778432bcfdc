package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// idClaims are the claims of an id token (OpenID Connect Core section 2). They
// are what the token says, and nothing more, until verify said yes.
type idClaims struct {
	raw string

	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Audience audience `json:"aud"`
	Party    string   `json:"azp"`
	Expires  float64  `json:"exp"`
	Nonce    string   `json:"nonce"`
	Email    string   `json:"email"`
	Username string   `json:"preferred_username"`
	UPN      string   `json:"upn"`
	Name     string   `json:"name"`
}

// audience is a text or an array of texts.
type audience []string

func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}

// readClaims reads an id token without trusting it. What cannot be read gives
// no claims.
func readClaims(raw string) idClaims {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return idClaims{}
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return idClaims{}
	}
	var c idClaims
	if json.Unmarshal(data, &c) != nil {
		return idClaims{}
	}
	c.raw = raw
	return c
}

// identity gives what may be shown.
func (c idClaims) identity() Identity {
	show := func(text string) string { return wire.Visible([]byte(cut(text, 320))) }
	id := Identity{Subject: show(c.Subject), Name: show(c.Name), Issuer: show(c.Issuer)}
	for _, name := range []string{c.Email, c.Username, c.UPN} {
		if name != "" {
			id.Email = show(name)
			break
		}
	}
	return id
}

// identify checks the id token in full where that is possible. A failure is
// noted and leaves the identity unverified: it is shown, and decides nothing.
func (f *Flow) identify(ctx context.Context, rec *wire.Recorder, c Client, t *Token, claims idClaims, nonce string) {
	if claims.raw == "" {
		return
	}
	err := f.verify(ctx, rec, c, claims, nonce, t.Skew)
	t.Identity.Verified = err == nil
	who := t.Identity.Email
	if who == "" {
		who = t.Identity.Subject
	}
	if err != nil {
		rec.Note("The provider says that this is %s (not verified: %s)", who, clean(rec, err.Error(), 300))
		return
	}
	rec.Note("The provider says that this is %s (verified)", who)
}

// verify does the checks of OpenID Connect Core section 3.1.3.7. skew corrects
// a local clock that is known to be wrong.
func (f *Flow) verify(ctx context.Context, rec *wire.Recorder, c Client, claims idClaims, nonce string, skew time.Duration) error {
	now := f.now()
	if skew > maxSkew || skew < -maxSkew {
		now = now.Add(skew)
	}
	switch {
	case c.JWKSURL == "":
		return errors.New("the provider's keys are not known")
	case c.Issuer == "":
		return errors.New("the provider's issuer is not known")
	case claims.Issuer != c.Issuer:
		return fmt.Errorf("its issuer is %q", cut(claims.Issuer, 200))
	case !slices.Contains(claims.Audience, c.ClientID):
		return errors.New("it is made for another app")
	case len(claims.Audience) > 1 && claims.Party != c.ClientID, claims.Party != "" && claims.Party != c.ClientID:
		return errors.New("it was given to another app")
	case !(claims.Expires > float64(now.Add(-maxSkew).Unix())):
		return errors.New("it has expired")
	case nonce != "" && subtle.ConstantTimeCompare([]byte(claims.Nonce), []byte(nonce)) != 1:
		return errors.New("it was made for another sign-in")
	}
	return f.verifySignature(ctx, rec, c.JWKSURL, claims.raw)
}
