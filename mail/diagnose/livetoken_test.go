package diagnose

import (
	"strings"
	"testing"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

const anna = "anna@contoso.com"

// delegated is a good token of Anna's, changed; app is one of an app alone.
func delegated(change func(*token.Info)) token.Info {
	t := token.Info{
		Kind: token.JWT, Length: 1500, Audience: []string{"https://outlook.office.com"}, User: anna,
		Scopes: []string{"IMAP.AccessAsUser.All", "SMTP.Send"}, Expires: time.Now().Add(time.Hour),
	}
	if change != nil {
		change(&t)
	}
	return t
}

func app(roles ...string) token.Info {
	return token.Info{Kind: token.JWT, Audience: []string{"https://outlook.office365.com"}, Roles: roles, AppID: "app-1", ObjectID: "object-1", Expires: time.Now().Add(time.Hour)}
}

// no is a refusal of the sign-in, and taken is one of a later step.
func no(p wire.Protocol, status, code, text string) mail.Result {
	return failed(p, wire.Authenticate, &wire.Refusal{Status: status, Code: code, Text: text})
}

func taken(p wire.Protocol, step wire.StepName, status, code, text string) mail.Result {
	r := failed(p, step, &wire.Refusal{Status: status, Code: code, Text: text})
	r.Steps = []wire.Step{{Name: wire.Authenticate, OK: true}, {Name: step}}
	return r
}

// diagnosed gives the causes of a check that failed.
func diagnosed(r mail.Result, t token.Info, f Facts, others ...mail.Result) []mail.Cause {
	o := mail.Outcome{Account: mail.Account{User: anna}, SignIn: mail.SignIn{OK: true, Token: t}, Checks: append([]mail.Result{r}, others...)}
	Outcome(&o, f)
	return o.Checks[0].Causes
}

var (
	exchange = Facts{Provider: "microsoft", Needs: map[wire.Protocol][]string{
		wire.IMAP: {"https://outlook.office.com/IMAP.AccessAsUser.All"}, wire.SMTP: {"https://outlook.office.com/SMTP.Send"},
	}}
	gmail   = Facts{Provider: "google", Needs: map[wire.Protocol][]string{wire.IMAP: {"https://mail.google.com/"}}}
	bare    = no(wire.IMAP, "NO", "", "AUTHENTICATE failed.")
	atGmail = no(wire.IMAP, "NO", "AUTHENTICATIONFAILED", "Invalid credentials (Failure)")
)

func expired(t *token.Info) { t.Expires = time.Now().Add(-time.Hour) }

// TestToken holds what a token says against what a server says: what each
// cause must be, the best first, and what its evidence tells.
func TestToken(t *testing.T) {
	opaque := func(change func(*token.Info)) token.Info {
		i := token.Info{Kind: token.Opaque, Length: 200, Audience: []string{"1-a.apps.googleusercontent.com"}, User: anna, Scopes: []string{"https://mail.google.com/"}, Expires: time.Now().Add(time.Hour)}
		change(&i)
		return i
	}
	granted := gmail
	granted.Asked, granted.Granted = []string{"openid", "https://mail.google.com/"}, []string{"openid"}
	behind := exchange
	behind.Skew = time.Hour / 2
	ahead := exchange
	ahead.Skew = -time.Hour / 2
	unknown := gmail
	unknown.TokenUnknown = "invalid_token: Invalid Value"
	for _, c := range []struct {
		name     string
		result   mail.Result
		token    token.Info
		facts    Facts
		want     string
		evidence string
	}{
		{"the provider says whose", atGmail, opaque(func(i *token.Info) { i.User = "bob@contoso.com" }), gmail, "token.user_mismatch certain", "bob@contoso.com"},
		{"the provider says what for", atGmail, opaque(func(i *token.Info) { i.Scopes = []string{"https://www.googleapis.com/auth/gmail.readonly"} }), gmail, "token.missing_scope certain", "gmail.readonly; not https://mail.google.com/"},
		{"the provider says until when", atGmail, opaque(expired), gmail, "token.expired certain", "exp "},
		{"the provider does not know it", atGmail, token.Info{Kind: token.Opaque}, unknown, "token.expired likely, token.missing_scope possible, token.user_mismatch possible", "Invalid Value"},
		{"the provider says that it is good", atGmail, opaque(func(*token.Info) {}), gmail, "unknown possible", "Invalid credentials"},
		{"less granted than asked", atGmail, token.Info{Kind: token.Opaque}, granted, "token.missing_scope certain", "asked for openid https://mail.google.com/, got openid"},

		{"the role of another service", bare, app("Mail.Read"), exchange, "token.missing_scope certain", "roles Mail.Read; not IMAP.AccessAsApp"},
		{"no role", bare, app(), exchange, "token.missing_scope certain", "not IMAP.AccessAsApp"},
		{"the role of another protocol", no(wire.SMTP, "535", "5.7.3", "Authentication unsuccessful"), app("IMAP.AccessAsApp"), exchange, "token.missing_scope certain", "not SMTP.SendAsApp"},
		{"the right role", bare, app("IMAP.AccessAsApp"), exchange, "account.app_not_registered likely, account.mailbox_unavailable possible, token.user_mismatch possible", "app-1"},

		{"a refresh token", bare, token.Inspect("1//0gAbCdEfGhIjKlMn"), gmail, "token.id_token_used certain", "refresh token"},
		{"no value", bare, token.Inspect("undefined"), exchange, "token.sasl_malformed certain", "no value"},
		{"an id token", bare, delegated(func(i *token.Info) {
			i.Audience, i.Scopes = []string{"aaaaaaaa-1111-4222-8333-444444444444"}, nil
		}), exchange, "token.id_token_used certain", "client id"},
		{"Google's id token", atGmail, token.Info{Kind: token.JWT, Audience: []string{"1-a.apps.googleusercontent.com"}, User: anna}, gmail, "token.id_token_used certain", "client id"},
		{"good from later on", bare, delegated(func(i *token.Info) { i.NotBefore = time.Now().Add(15 * time.Minute) }), exchange, "oauth.clock_skew likely, account.imap_disabled possible", "15m0s by this computer's clock"},
		{"good from later on by the provider's clock", bare, delegated(func(i *token.Info) { i.NotBefore = time.Now().Add(45 * time.Minute) }), behind, "oauth.clock_skew likely, account.imap_disabled possible", "15m0s by the provider's clock"},
		{"good by the provider's clock", bare, delegated(func(i *token.Info) { i.Expires = time.Now().Add(-time.Hour / 4) }), ahead, "account.imap_disabled possible, account.mailbox_unavailable possible", "AUTHENTICATE failed"},
		{"ended by the provider's clock", bare, delegated(func(i *token.Info) { i.Expires = time.Now().Add(time.Hour / 4) }), behind, "token.expired certain", "exp "},

		{"expired and throttled", no(wire.IMAP, "BAD", "", "Request is throttled. Suggested Backoff Time: 62000 milliseconds"), delegated(expired), exchange, "server.throttled likely, token.expired likely", "throttled"},
		{"app and throttled", no(wire.IMAP, "BAD", "", "Request is throttled. Suggested Backoff Time: 62000 milliseconds"), app("IMAP.AccessAsApp"), exchange, "server.throttled certain", "throttled"},
		{"expired and out of order", no(wire.IMAP, "NO", "UNAVAILABLE", "Server busy"), delegated(expired), exchange, "server.unavailable likely, token.expired likely, server.throttled possible", "busy"},
		{"wrong audience and a switch", no(wire.SMTP, "535", "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."), delegated(func(i *token.Info) { i.Audience = []string{"https://graph.microsoft.com"} }), exchange, "account.smtp_auth_disabled likely, token.wrong_audience likely", "disabled"},
		{"expired, as the server says too", no(wire.IMAP, "NO", "EXPIRED", "the token has expired"), delegated(expired), exchange, "token.expired certain", "exp "},
		{"taken for the shared mailbox", taken(wire.IMAP, wire.Mailbox, "NO", "SERVERBUG", "Server Unavailable. 15"), delegated(func(i *token.Info) { i.User = "bob@contoso.com" }), exchange, "server.unavailable likely, server.throttled possible", "SERVERBUG"},
		{"taken, though expired by this clock", taken(wire.IMAP, wire.Mailbox, "BAD", "", "User is authenticated but not connected."), delegated(expired), exchange, "account.mailbox_unavailable likely, account.imap_disabled possible, server.unavailable possible", "not connected"},

		{"good, and refused without a reason", bare, delegated(nil), exchange, "account.imap_disabled possible, account.mailbox_unavailable possible", "AUTHENTICATE failed"},
		{"good, and refused in unknown words", no(wire.IMAP, "NO", "", "Zorp blat 77."), delegated(nil), exchange, "unknown possible", "NO Zorp blat 77."},
		{"opaque, and refused in unknown words", no(wire.POP3, "-ERR", "", "Zorp blat 77."), token.Info{Kind: token.Opaque}, exchange, "unknown possible", "-ERR Zorp blat 77."},
	} {
		var got []string
		causes := diagnosed(c.result, c.token, c.facts)
		for _, one := range causes {
			got = append(got, one.ID+" "+string(one.Confidence))
		}
		if list := strings.Join(got, ", "); list != c.want || !strings.Contains(strings.Join(causes[0].Evidence, "\n"), c.evidence) {
			t.Errorf("%s: got %s, want %s; evidence is %q", c.name, list, c.want, causes[0].Evidence)
		}
	}
}

// TestTwoLines: a token that is too long for POP3's command was not on its line.
func TestTwoLines(t *testing.T) {
	for length, want := range map[int]string{100: "server.protocol_quirk", 1500: "account.pop_disabled"} {
		r := no(wire.POP3, "-ERR", "", "Logon failure: unknown user name or bad password.")
		r.Mechanism = sasl.XOAUTH2
		if got := diagnosed(r, token.Info{Kind: token.Opaque, Length: length}, exchange); got[0].ID != want {
			t.Errorf("%d bytes: %+v", length, got)
		}
	}
}

// TestOtherDoorsAreTold: that another protocol opened stands among the
// evidence of every refusal, whatever its cause.
func TestOtherDoorsAreTold(t *testing.T) {
	good := mail.Result{Protocol: wire.IMAP, OK: true}
	for _, r := range []mail.Result{
		no(wire.SMTP, "535", "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."),
		taken(wire.POP3, wire.Mailbox, "-ERR", "SYS/PERM", "Your account is not enabled for POP access."),
		taken(wire.SMTP, wire.Send, "550", "5.7.1", "Zorp blat 77."),
	} {
		if got := diagnosed(r, token.Info{Kind: token.Opaque}, Facts{}, good); !strings.Contains(strings.Join(got[0].Evidence, "\n"), "the same token opened IMAP") {
			t.Errorf("%v: %+v", r.Err, got)
		}
	}
	if got := diagnosed(failed(wire.SMTP, wire.Connect, &wire.TimeoutError{}), token.Info{}, Facts{}, good); strings.Contains(strings.Join(got[0].Evidence, "\n"), "opened") {
		t.Errorf("a connection that fails: %+v", got)
	}
}
