package diagnose

import (
	"time"

	"mailknock/mail/wire"
)

// settled are causes that lie in the settings: an account that worked with the
// same ones has none of them.
var settled = []string{
	"oauth.redirect_uri_mismatch", "oauth.scope_invalid", "oauth.tenant_wrong", "oauth.pkce_failed", "oauth.oob_blocked",
	"oauth.client_secret_required", "oauth.client_secret_not_allowed", "oauth.app_misconfigured", "oauth.flow_not_allowed",
	"token.sasl_malformed", "token.wrong_audience", "token.id_token_used", "token.not_sent", "tls.wrong_mode",
}

// history uses when the account last passed with the settings that it has.
func (l *live) history() {
	if l.lastGood().IsZero() {
		return
	}
	for _, id := range settled {
		l.against[id] = "the same settings worked before"
	}
}

// lastGood is when this protocol last passed; for a sign-in, when any did.
func (l *live) lastGood() time.Time {
	if l.protocol != wire.OAuth {
		return l.facts.LastGood[l.protocol]
	}
	var last time.Time
	for _, t := range l.facts.LastGood {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// sinceWhen tells the last good run as evidence; empty where there was none.
func (l *live) sinceWhen() string {
	t := l.lastGood()
	if t.IsZero() {
		return ""
	}
	return "it worked with the same settings on " + t.Local().Format("2 January 2006, 15:04") + ": something has changed since"
}
