package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// code is an authorization code that waits to be exchanged.
type code struct {
	request authRequest
	person  *person
	family  string
	expires time.Time
	used    bool
}

// newCode gives out a code for a request to which somebody consented.
func (s *store) newCode(r authRequest, who *person) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	bound(s.codes, s.now(), func(c code) time.Time { return c.expires })
	text := random(24)
	s.codes[text] = code{request: r, person: who, family: random(12), expires: s.now().Add(codeLifetime)}
	return text
}

// redeem takes a code, once. A second time ends what the first one gave (RFC
// 6749 section 4.1.2). wrong says why it was refused.
func (s *store) redeem(text, clientID, redirectURI, verifier string) (c code, wrong string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.codes[text]
	if !ok {
		return c, "the code is not known"
	}
	if c.used {
		s.revokeFamily(c.family)
		return c, "the code was used before"
	}
	c.used = true
	s.codes[text] = c
	switch {
	case !s.now().Before(c.expires):
		return c, "the code has expired"
	case c.request.clientID != clientID:
		return c, "the code belongs to another client"
	case c.request.redirectURI != redirectURI:
		return c, "the redirect_uri is not that of the authorization request"
	case !goodVerifier(verifier):
		return c, "the code_verifier is missing or malformed (RFC 7636 section 4.1)"
	case subtle.ConstantTimeCompare([]byte(challengeOf(verifier)), []byte(c.request.challenge)) != 1:
		return c, "the code_verifier does not fit the code_challenge"
	}
	return c, ""
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return encodeURL(sum[:])
}

func goodVerifier(verifier string) bool {
	return len(verifier) >= 43 && len(verifier) <= 128 && onlyUnreserved(verifier)
}

func onlyUnreserved(text string) bool {
	for _, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-', c == '.', c == '_', c == '~':
		default:
			return false
		}
	}
	return true
}
