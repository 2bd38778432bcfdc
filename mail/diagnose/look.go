package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

var (
	microsoftSigns = alternatives("aadsts|unknownnumber|outlook|office365|microsoft|hotmail|azure|entra|exchange online|prod outlook|msal|onmicrosoft|live com")
	googleSigns    = alternatives("gmail|google|gsmtp|googleapis|googlemail|gimap|gpop")
)

// look finds out provider, protocol and way of signing in.
func (s *scene) look() {
	s.provider = family4(s.hint.Provider)
	s.protocol = s.hint.Protocol
	s.appOnly = s.any("client credentials|app only|acquire token for client|application permission|service principal|as app |accessasapp")
	for _, d := range s.decoded {
		switch d.What {
		case text.Bearer, text.Challenge:
			s.oauth = true
		case text.Plain, text.Prompt:
			s.password = true
		case text.Token:
			s.appOnly = s.appOnly || d.Info.AppOnly()
			if s.provider == "" {
				s.provider = issuedBy(&d.Info)
			}
		}
	}
	s.oauth = s.oauth || s.any("xoauth2|oauthbearer|bearer|oauth|access token|accesstoken|refresh token|token scope")
	s.password = s.password || s.usesPassword()
	if s.provider == "" {
		s.provider = s.spokenOf()
	}
	if s.protocol == "" {
		s.protocol = s.guessProtocol()
	}
	s.grant = s.guessGrant()
	switch s.provider {
	case "google", "yahoo", "icloud":
		for _, id := range exchangeOnly {
			s.rule(id, "only Exchange has that")
		}
	}
}

// exchangeOnly are switches and registers that no other provider has.
var exchangeOnly = []string{"account.smtp_auth_disabled", "account.app_not_registered"}

// spokenOf gives the giant that the words are first about, "" for none.
func (s *scene) spokenOf() string {
	for _, l := range s.lines {
		if holds(l.Words, microsoftSigns) {
			return "microsoft"
		}
		if holds(l.Words, googleSigns) {
			return "google"
		}
	}
	return ""
}

// family4 gives the family of a provider: what counts is whose servers speak.
func family4(provider string) string {
	p := strings.ToLower(provider)
	switch {
	case strings.HasPrefix(p, "microsoft"), p == "outlook", p == "office365":
		return "microsoft"
	case strings.HasPrefix(p, "google"), p == "gmail":
		return "google"
	case p == "sandbox":
		return ""
	}
	return p
}

func (s *scene) guessProtocol() wire.Protocol {
	counts := map[wire.Protocol]int{}
	for _, l := range s.lines {
		for protocol, signs := range protocolSigns {
			if holds(l.Words, signs) || holdsText(l.Text, protocol) {
				counts[protocol]++
			}
		}
	}
	best, n := wire.Protocol(""), 0
	for _, p := range []wire.Protocol{wire.OAuth, wire.IMAP, wire.SMTP, wire.POP3} {
		if counts[p] > n {
			best, n = p, counts[p]
		}
	}
	return best
}

var protocolSigns = map[wire.Protocol][]string{
	wire.IMAP:  alternatives("imap|993 |143 |authenticate |examine "),
	wire.POP3:  alternatives("pop3|pop |995 |110 |stls "),
	wire.SMTP:  alternatives("smtp|esmtp|587 |465 |ehlo|mail from|535 |250 "),
	wire.OAuth: alternatives("aadsts|unknownnumber|invalid grant|invalid client|redirect uri|error description|client id|authorization code|refresh token"),
}

func holdsText(s string, p wire.Protocol) bool {
	return p == wire.POP3 && (strings.HasPrefix(s, "+OK") || strings.HasPrefix(s, "-ERR"))
}

var grants = regexp.MustCompile(`(?i)grant(?:_type| type)?["']?\s*[:=]+\s*["']?(?:urn:[a-z:]*:)?([a-z_-]+)`)

func (s *scene) guessGrant() string {
	for _, l := range s.lines {
		if m := grants.FindStringSubmatch(l.Text); m != nil {
			switch g := strings.ToLower(m[1]); {
			case strings.HasPrefix(g, "refresh"):
				return "refresh"
			case strings.HasPrefix(g, "auth"):
				return "code"
			case strings.HasPrefix(g, "device"):
				return "device"
			case strings.HasPrefix(g, "client"):
				return "client"
			case strings.HasPrefix(g, "password"):
				return "password"
			case strings.HasPrefix(g, "jwt"):
				return "assertion"
			}
		}
	}
	switch {
	case s.any("gtoken|jwt client|jwt bearer|service account|signjwt|sign jwt|jwt auth|google auth jwt|private key id"):
		return "assertion"
	case s.codeInURL():
		return "code"
	case s.refreshing():
		return "refresh"
	case s.any("refreshing|refresh access|renew|getaccesstoken|get access token|stored grant|token refresh|fetch access token|refresh the token|refresh failed|xoauth2handler|xoauth2 authentication failed"):
		return "refresh"
	case s.any("device code|device flow|user code"):
		return "device"
	case s.any("code exchange|exchange code|authorization code|auth code|exchange the code|callback|run local server|exchange token"):
		return "code"
	case s.appOnly:
		return "client"
	}
	return ""
}

var codeParameter = regexp.MustCompile(`[?&]code=[^&\s]`)

// codeInURL tells whether a redirect with a code stands in the text.
func (s *scene) codeInURL() bool {
	for _, l := range s.lines {
		if codeParameter.MatchString(l.Raw) {
			return true
		}
	}
	return false
}

// refreshing tells whether a refresh token is spoken of, other than in the
// words of RFC 6749 about any grant.
func (s *scene) refreshing() bool {
	for _, l := range s.lines {
		if has(l.Words, "refresh token") && !has(l.Words, "grant or refresh token|credentials or refresh token|use an existing refresh token|client credentials or|password refresh token") {
			return true
		}
	}
	return false
}
