package diagnose

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// signInFamilies are the rules for the words of a provider.
var signInFamilies = []family{microsoftNumbers, oauthErrors, oauthWords, grantWords, flowWords}

// maxSkew is how far the clocks may differ without harm.
const maxSkew = 2 * time.Minute

// signIn tells why a sign-in failed.
func signIn(o *mail.Outcome, f Facts) []mail.Cause {
	err := o.SignIn.Err
	if err == nil {
		return []mail.Cause{newLive(o, f, wire.OAuth).unknown("sign-in", "")}
	}
	l := newLive(o, f, wire.OAuth, providerWords(err)...)
	l.signInError(err)
	if l.facts.Skew.Abs() > maxSkew {
		l.tell("oauth.clock_skew", 0.9, fmt.Sprintf("the provider's clock and this computer's differ by %s", l.facts.Skew.Abs()))
	}
	return l.causes("sign-in", err.Error(), signInFamilies)
}

// providerWords are what the provider said, in the form in which it would
// stand in a log.
func providerWords(err error) []string {
	var token *auth.TokenError
	var authorization *auth.AuthorizationError
	var answer *auth.AnswerError
	switch {
	case errors.As(err, &token):
		if token.Code == "" {
			return []string{token.Body}
		}
		return []string{strings.TrimSpace(token.Code + ": " + token.Description + " " + token.Suberror)}
	case errors.As(err, &authorization):
		return []string{strings.TrimSpace("error=" + authorization.Code + ": " + authorization.Description)}
	case errors.As(err, &answer):
		return []string{answer.Body}
	}
	return nil
}

// signInError adds what only the type of the error says.
func (l *live) signInError(err error) {
	var (
		refused  *auth.AuthorizationError
		token    *auth.TokenError
		silent   *auth.NotReceivedError
		port     *auth.PortError
		issuer   *auth.IssuerError
		pkce     *auth.PKCEError
		network  *auth.NetworkError
		answer   *auth.AnswerError
		redirect *auth.RedirectError
	)
	l.waysError(err)
	switch {
	case errors.As(err, &token):
		l.tokenError(token)
	case errors.As(err, &refused):
		if refused.Subcode == "cancel" {
			l.tell("oauth.access_denied", 0.95, "error_subcode=cancel")
		}
		if refused.Code == "temporarily_unavailable" || refused.Code == "server_error" {
			l.tell("server.unavailable", 0.9, refused.Error())
		}
	case errors.As(err, &silent):
		l.tell("oauth.redirect_not_received", 0.92, silent.Error())
		if silent.Foreign > 0 {
			l.tell("oauth.state_mismatch", 0.6, fmt.Sprintf("%d answers came that belong to another sign-in", silent.Foreign))
		}
	case errors.As(err, &port):
		l.tell("oauth.redirect_not_received", 0.95, port.Error())
	case errors.As(err, &issuer) && issuer.What == "redirect":
		l.tell("oauth.state_mismatch", 0.85, issuer.Error())
	case errors.As(err, &issuer):
		l.tell("oauth.tenant_wrong", 0.7, issuer.Error())
	case errors.As(err, &pkce):
		l.tell("oauth.pkce_failed", 0.95, pkce.Error())
	case errors.Is(err, auth.ErrNoRefreshToken):
		l.tell("oauth.no_refresh_token", 0.95, err.Error())
	case errors.As(err, &network):
		l.values["host"] = network.Host
		l.network(network.Err, network.Error())
	case errors.As(err, &redirect):
		l.tell("oauth.tenant_wrong", 0.4, redirect.Error())
	case errors.As(err, &answer) && answer.Status >= http.StatusInternalServerError:
		l.tell("server.unavailable", 0.85, answer.Error())
	}
}

func (l *live) tokenError(e *auth.TokenError) {
	if e.Skew != 0 && l.facts.Skew == 0 {
		l.facts.Skew = e.Skew
		l.values["skew"] = e.Skew.Abs().String()
	}
	if e.RetryAfter > 0 {
		l.values["wait"] = e.RetryAfter.String()
	}
	if len(e.Codes) > 0 {
		l.values["aadsts"] = strconv.Itoa(e.Codes[len(e.Codes)-1])
	}
	switch {
	case e.Status == http.StatusTooManyRequests:
		l.tell("server.throttled", 0.95, e.Error())
	case e.Temporary():
		l.tell("server.unavailable", 0.92, e.Error())
	}
	for _, n := range e.Codes {
		// The number may stand beside the description instead of in it.
		if !strings.Contains(e.Description, strconv.Itoa(n)) {
			if m, ok := aadstsMeaning[n]; ok {
				l.tell(m.cause, 0.94, fmt.Sprintf("AADSTS%d", n))
			}
		}
	}
}

// noRefresh tells of a sign-in that went well and will have to be done again.
func noRefresh(o *mail.Outcome, f Facts) []mail.Cause {
	l := newLive(o, f, wire.OAuth)
	l.tell("oauth.no_refresh_token", 0.95, f.NoRefresh)
	return l.causes("sign-in", f.NoRefresh, nil)
}
