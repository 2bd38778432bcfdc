package diagnose

import (
	"fmt"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// tokenFacts compares the token with what the protocol and the user need,
// before any word of the server. stated is the cause that the server's words
// name plainly, empty when none: then what is wrong with the token is a second
// fault, and not why it refused.
func (l *live) tokenFacts(r *mail.Result, stated string) {
	before := len(l.told)
	l.clear()
	if passed(r, wire.Authenticate) {
		if l.foreign() {
			l.tell("token.user_mismatch", guess, l.mismatch())
		}
	} else {
		l.whatItIs()
		l.whenItIsGood()
		if l.foreign() {
			l.tell("token.user_mismatch", 0.94, l.mismatch())
		}
	}
	if good := len(l.told) == before; good && stated == "" && l.provider != "google" && l.token.AppOnly() && refused(r) {
		l.tell("account.app_not_registered", 0.9, "the token speaks for the app "+l.token.AppID+" without a person")
	}
	for i := range l.told[before:] {
		if f := &l.told[before+i]; stated != "" && f.cause != stated && f.weight > guess {
			f.weight, f.known = likelyWeight, true
		}
	}
}

// whatItIs looks at the kind of a token, and at what it opens.
func (l *live) whatItIs() {
	t, p := l.token, l.permit()
	aud := strings.Join(t.Audience, " ")
	switch {
	case t.Mistake == token.NoValue:
		l.tell(malformed, 0.96, "in place of the access token stands a word that programs write where they have no value")
	case t.Mistake == token.RefreshToken:
		l.tell("token.id_token_used", 0.96, "by its form it is a refresh token")
	case t.Kind == token.JWT && l.idToken():
		l.tell("token.id_token_used", 0.95, "aud "+aud+" is a client id")
	case t.Kind == token.JWT && l.wrongAudience():
		l.tell("token.wrong_audience", 0.96, "aud "+aud)
	case len(p.missing()) > 0:
		l.tell("token.missing_scope", 0.95, p.String())
		if asked := l.asked(p.missing()); asked != "" {
			l.tell("token.missing_scope", 0.95, asked)
		}
		if t.AppOnly() || p.name == roles {
			l.values["scopes"] = strings.Join(p.needs, " ")
		}
	}
}

// now is the time by the provider's clock where that is known.
func (l *live) now() time.Time { return time.Now().Add(l.facts.Skew) }

// clock names the clock of now.
func (l *live) clock() string {
	if l.facts.Skew != 0 {
		return "the provider's clock"
	}
	return "this computer's clock"
}

// whenItIsGood looks at the times of a token.
func (l *live) whenItIsGood() {
	t, now := l.token, l.now()
	from := t.NotBefore
	if from.IsZero() {
		from = t.IssuedAt
	}
	switch ahead := from.Sub(now).Round(time.Minute); {
	case !t.Expires.IsZero() && t.Expires.Before(now):
		l.tell("token.expired", 0.95, "exp "+t.Expires.UTC().Format(time.RFC3339))
	case l.facts.TokenUnknown != "":
		l.tell("token.expired", 0.88, "the provider does not know the token, or no longer: "+l.facts.TokenUnknown)
	case !from.IsZero() && ahead > maxSkew:
		l.values["skew"] = ahead.String()
		l.tell("oauth.clock_skew", likelyWeight, fmt.Sprintf("the token is good from %s on, which is in %s by %s", from.UTC().Format(time.RFC3339), ahead, l.clock()))
	}
}

// foreign tells whether a token is another one's than the mailbox.
func (l *live) foreign() bool {
	return strings.Contains(l.user, "@") && strings.Contains(l.token.User, "@") && !strings.EqualFold(l.user, l.token.User)
}

func (l *live) mismatch() string {
	return fmt.Sprintf("the token is for %s, user= was %s", l.token.User, l.user)
}

// clear notes what is known of the token speaks against.
func (l *live) clear() {
	t, p := l.token, l.permit()
	jwt := t.Kind == token.JWT
	for _, c := range []struct {
		id     string
		proven bool
		why    string
	}{
		{"token.expired", !t.Expires.IsZero() && t.Expires.After(l.now()), "it is good until " + t.Expires.Local().Format("15:04 on 2 January")},
		{"token.user_mismatch", t.User != "" && strings.EqualFold(t.User, l.user), "it is for " + t.User},
		{"token.missing_scope", len(p.needs) > 0 && len(p.have) > 0 && len(p.missing()) == 0, "it has " + strings.Join(p.needs, " ")},
		{"token.wrong_audience", jwt && len(t.Audience) > 0 && !l.wrongAudience(), "its audience is " + strings.Join(t.Audience, " ")},
		{"token.id_token_used", jwt && len(t.Scopes)+len(t.Roles) > 0, "it has scopes or roles, which no id token has"},
		{"token.id_token_used", !jwt && len(t.Scopes) > 0, "the provider knows it as an access token"},
		{"account.app_not_registered", jwt && len(t.Scopes) > 0 || t.User != "", "it speaks for a person"},
	} {
		if c.proven {
			l.against[c.id] = c.why
		}
	}
}

// refused tells whether a server said no where the token counts.
func refused(r *mail.Result) bool {
	if _, ok := refusalOf(r); !ok {
		return false
	}
	switch wire.StepName(stepOf(r)) {
	case wire.Authenticate, wire.Mailbox, wire.Send:
		return true
	}
	return false
}
