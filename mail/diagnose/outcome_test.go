package diagnose

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/dial"
	"mailknock/mail/wire"
)

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestSignInErrors(t *testing.T) {
	for _, c := range []struct {
		err   error
		facts Facts
		want  string
	}{
		{&auth.AuthorizationError{Code: "access_denied", Subcode: "cancel"}, Facts{Provider: "microsoft"}, "oauth.access_denied"},
		{&auth.AuthorizationError{Code: "access_denied", Description: "AADSTS65004: User declined", Codes: []int{65004}}, Facts{}, "oauth.access_denied"},
		{&auth.TokenError{Status: 400, Code: "invalid_grant", Description: "Bad Request"}, Facts{Provider: "google", Refreshed: true}, "oauth.refresh_token_expired"},
		{&auth.TokenError{Status: 400, Code: "invalid_grant", Description: "Bad Request"}, Facts{Provider: "google"}, "oauth.code_invalid"},
		{&auth.TokenError{Status: 400, Code: "invalid_grant", Description: "Bad Request", Skew: time.Hour}, Facts{Provider: "google", Refreshed: true}, "oauth.clock_skew"},
		{&auth.TokenError{Status: 503, Code: "temporarily_unavailable"}, Facts{}, "server.unavailable"},
		{&auth.TokenError{Status: 429}, Facts{}, "server.throttled"},
		{&auth.TokenError{Status: 400, Code: "invalid_request", Codes: []int{7000218}}, Facts{}, "oauth.client_secret_required"},
		{&auth.TokenError{Status: 400, Code: "interaction_required", Description: "AADSTS59877: The frob is not ready.", Codes: []int{59877}}, Facts{Provider: "microsoft"}, "oauth.mfa_required"},
		{&auth.DeviceExpiredError{UserCode: "ABCD-EFGH", Waited: time.Minute}, Facts{}, "oauth.device_code_expired"},
		{&auth.NotReceivedError{RedirectURI: "http://localhost:1"}, Facts{}, "oauth.redirect_not_received"},
		{&auth.PortError{Busy: true, Port: 8080}, Facts{}, "oauth.redirect_not_received"},
		{&auth.IssuerError{What: "redirect"}, Facts{}, "oauth.state_mismatch"},
		{&auth.PKCEError{}, Facts{}, "oauth.pkce_failed"},
		{auth.ErrNoDevice, Facts{}, "oauth.flow_not_allowed"},
		{auth.ErrNoRefreshToken, Facts{}, "oauth.no_refresh_token"},
		{&auth.DeviceExpiredError{UserCode: "BCDF-GHJK"}, Facts{}, "oauth.device_code_expired"},
		{&auth.DeviceDeniedError{Refusal: &auth.TokenError{Code: "access_denied"}}, Facts{}, "oauth.access_denied"},
		{auth.ErrNoDevice, Facts{}, "oauth.flow_not_allowed"},
		{auth.ErrNoCredentials, Facts{}, "oauth.client_secret_required"},
		{&auth.KeyFileError{Problem: auth.KeyExpired}, Facts{}, "oauth.client_secret_expired"},
		{&auth.KeyFileError{Problem: auth.KeyPublicOnly}, Facts{}, "oauth.client_secret_wrong"},
		{&auth.KeyPasswordError{}, Facts{}, "oauth.client_secret_wrong"},
		{&auth.ServiceAccountFileError{Kind: auth.FileDesktopClient}, Facts{}, "oauth.client_secret_wrong"},
		{&auth.NetworkError{Host: "x", Err: &dial.ResolveError{Host: "x", Kind: dial.NotFound}}, Facts{}, "net.dns"},
		{&auth.NetworkError{Host: "x", Err: &net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}}, Facts{}, "net.proxy"},
		{errors.New("something else"), Facts{}, "unknown"},
		{nil, Facts{}, "unknown"},
	} {
		o := mail.Outcome{SignIn: mail.SignIn{Err: c.err}}
		Outcome(&o, c.facts)
		if len(o.SignIn.Causes) == 0 || o.SignIn.Causes[0].ID != c.want {
			t.Errorf("%v: want %s, got %+v", c.err, c.want, o.SignIn.Causes)
		}
	}
}

// TestGrantOfASignIn: the same words mean something else in each way to sign in.
func TestGrantOfASignIn(t *testing.T) {
	for _, c := range []struct {
		method mail.Method
		err    auth.TokenError
		want   string
	}{
		{mail.Code, auth.TokenError{Status: 400, Code: "invalid_grant"}, "oauth.code_invalid"},
		{mail.Device, auth.TokenError{Status: 400, Code: "invalid_grant"}, "oauth.device_code_expired"},
		{mail.ServiceAccount, auth.TokenError{Status: 400, Code: "invalid_grant"}, "oauth.clock_skew"},
		{mail.ServiceAccount, auth.TokenError{Status: 401, Code: "unauthorized_client", Description: "Client is unauthorized to retrieve access tokens using this method"}, "oauth.flow_not_allowed"},
	} {
		o := mail.Outcome{SignIn: mail.SignIn{Method: c.method, Err: &c.err}}
		Outcome(&o, Facts{Provider: "google", ClientID: "12345"})
		if len(o.SignIn.Causes) == 0 || o.SignIn.Causes[0].ID != c.want {
			t.Errorf("%s, %v: want %s, got %+v", c.method, &c.err, c.want, o.SignIn.Causes)
			continue
		}
		delegate := strings.Contains(o.SignIn.Causes[0].Advice[0], "adds the client id 12345")
		if delegate != (c.want == "oauth.flow_not_allowed") {
			t.Errorf("%s: the advice is %q", c.method, o.SignIn.Causes[0].Advice)
		}
	}
}

// failed is a check that failed at a step.
func failed(p wire.Protocol, step wire.StepName, err error) mail.Result {
	return mail.Result{Protocol: p, Server: wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS}, Err: &wire.StepError{Step: step, Err: err}}
}

func TestCheckErrors(t *testing.T) {
	opaque := token.Info{Kind: token.Opaque, Length: 200}
	for _, c := range []struct {
		name   string
		result mail.Result
		token  token.Info
		facts  Facts
		want   string
	}{
		{"proxy", failed(wire.IMAP, wire.Connect, &dial.ProxyError{Words: "407"}), opaque, Facts{}, "net.proxy"},
		{"refused", failed(wire.IMAP, wire.Connect, &dial.ConnectError{Kind: dial.Refused}), opaque, Facts{}, "net.refused"},
		{"not TLS", failed(wire.SMTP, wire.TLS, &dial.TLSError{Kind: dial.NotTLS}), opaque, Facts{}, "tls.wrong_mode"},
		{"other service", failed(wire.POP3, wire.Greeting, &wire.ProtocolError{What: "no greeting", Line: "220 mail ESMTP"}), opaque, Facts{}, "tls.wrong_mode"},
		{"hung up on a long token", failed(wire.SMTP, wire.Authenticate, &wire.ClosedError{}), token.Info{Kind: token.JWT, Length: 4000}, Facts{}, "server.protocol_quirk"},
		{"silent", failed(wire.IMAP, wire.Greeting, &wire.TimeoutError{Step: wire.Greeting}), opaque, Facts{}, "net.timeout"},
		{
			"scope not granted", failed(wire.IMAP, wire.Authenticate, &wire.Refusal{Status: "NO", Code: "AUTHENTICATIONFAILED", Text: "Invalid credentials (Failure)"}), opaque,
			Facts{Provider: "google", Granted: []string{"https://www.googleapis.com/auth/gmail.readonly"}, Needs: map[wire.Protocol][]string{wire.IMAP: {"https://mail.google.com/"}}},
			"token.missing_scope",
		},
		{
			"app-only", failed(wire.IMAP, wire.Authenticate, &wire.Refusal{Status: "NO", Text: "AUTHENTICATE failed."}),
			token.Info{Kind: token.JWT, Audience: []string{"https://outlook.office365.com"}, Roles: []string{"IMAP.AccessAsApp"}, AppID: "app-1", ObjectID: "object-1"},
			Facts{Provider: "microsoft"},
			"account.app_not_registered",
		},
		{"smtp switch", failed(wire.SMTP, wire.Authenticate, &wire.Refusal{Status: "535", Code: "5.7.139", Text: "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."}), opaque, Facts{Provider: "microsoft"}, "account.smtp_auth_disabled"},
		{"after the sign-in", failed(wire.SMTP, wire.Send, &wire.Refusal{Status: "553", Code: "5.7.1", Text: "Sender address rejected: not owned by user"}), opaque, Facts{}, "account.send_as_denied"},
		{"nothing known", failed(wire.IMAP, wire.Mailbox, &wire.Refusal{Status: "NO", Text: "xyzzy"}), opaque, Facts{}, "unknown"},
		{"an odd error", failed(wire.IMAP, wire.Capabilities, fmt.Errorf("odd: %w", io.ErrNoProgress)), opaque, Facts{}, "unknown"},
	} {
		o := mail.Outcome{Account: mail.Account{User: "anna@contoso.com"}, SignIn: mail.SignIn{OK: true, Token: c.token}, Checks: []mail.Result{c.result}}
		Outcome(&o, c.facts)
		got := o.Checks[0].Causes
		if len(got) == 0 || got[0].ID != c.want {
			t.Errorf("%s: want %s, got %+v", c.name, c.want, got)
			continue
		}
		if c.want == "account.app_not_registered" && !slices.ContainsFunc(got[0].Advice, func(s string) bool { return s == "New-ServicePrincipal -AppId app-1 -ObjectId object-1" }) {
			t.Errorf("%q", got[0].Advice)
		}
		if c.want == "account.smtp_auth_disabled" && !strings.Contains(strings.Join(got[0].Advice, "\n"), "Set-CASMailbox -Identity anna@contoso.com -SmtpClientAuthenticationDisabled $false") {
			t.Errorf("%q", got[0].Advice)
		}
	}
}

// The same token that opened IMAP is not to blame when SMTP refuses it.
func TestTheOtherDoors(t *testing.T) {
	o := mail.Outcome{SignIn: mail.SignIn{OK: true, Token: token.Info{Kind: token.Opaque}}, Checks: []mail.Result{
		{Protocol: wire.IMAP, OK: true},
		failed(wire.SMTP, wire.Authenticate, &wire.Refusal{Status: "535", Code: "5.7.3", Text: "Authentication unsuccessful"}),
	}}
	Outcome(&o, Facts{Provider: "microsoft"})
	if got := o.Checks[1].Causes[0]; got.ID != "account.smtp_auth_disabled" || !strings.Contains(strings.Join(got.Evidence, " "), "IMAP") || len(o.Checks[0].Causes) != 0 {
		t.Errorf("%+v", o.Checks)
	}
}
