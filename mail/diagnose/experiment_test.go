package diagnose

import (
	"io"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// TestExperiments: an experiment is offered where it can tell causes apart,
// and where what it needs is there.
func TestExperiments(t *testing.T) {
	base := func(step wire.StepName, id string) mail.Outcome {
		return mail.Outcome{
			Account: mail.Account{User: "shared@contoso.com"},
			SignIn:  mail.SignIn{OK: true, Method: mail.Code},
			Checks: []mail.Result{{
				Protocol: wire.IMAP, Server: wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS},
				Mechanism: sasl.XOAUTH2, Err: &wire.StepError{Step: step, Err: io.EOF}, Causes: []mail.Cause{{ID: "net.proxy"}, {ID: id}},
			}},
		}
	}
	for _, tt := range []struct {
		name    string
		outcome mail.Outcome
		change  func(*mail.Outcome, *mail.Result)
		want    string
	}{
		{"both mechanisms", base(wire.Authenticate, "server.protocol_quirk"), func(_ *mail.Outcome, r *mail.Result) { r.Offered = []string{"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"} }, "Try OAUTHBEARER"},
		{"one mechanism", base(wire.Authenticate, "server.protocol_quirk"), func(_ *mail.Outcome, r *mail.Result) { r.Offered = []string{"AUTH=XOAUTH2"} }, ""},
		{"somebody's mailbox", base(wire.Authenticate, "token.user_mismatch"), func(o *mail.Outcome, _ *mail.Result) { o.SignIn.Token = token.Info{User: "anna@contoso.com"} }, "Try the mailbox of anna@contoso.com"},
		{"one's own mailbox", base(wire.Authenticate, "token.user_mismatch"), func(o *mail.Outcome, _ *mail.Result) { o.SignIn.Token = token.Info{User: "Shared@contoso.com"} }, ""},
		{"nobody knows whose token", base(wire.Authenticate, "token.user_mismatch"), nil, ""},
		{"wrong mode", base(wire.TLS, "tls.wrong_mode"), nil, "Try STARTTLS"},
		{"wrong mode the other way", base(wire.StartTLS, "tls.wrong_mode"), func(_ *mail.Outcome, r *mail.Result) { r.Server.Security = wire.STARTTLS }, "Try TLS at once"},
		{"IPv6", base(wire.TLS, "net.timeout"), func(_ *mail.Outcome, r *mail.Result) { r.Remote = netip.MustParseAddr("2001:db8::1") }, "Try IPv4 only"},
		{"IPv4", base(wire.TLS, "net.timeout"), func(_ *mail.Outcome, r *mail.Result) { r.Remote = netip.MustParseAddr("192.0.2.1") }, ""},
		{"an address typed", base(wire.TLS, "net.timeout"), func(_ *mail.Outcome, r *mail.Result) {
			r.Server.Host, r.Remote = "2001:db8::1", netip.MustParseAddr("2001:db8::1")
		}, ""},
		{"dead token", base(wire.Authenticate, "token.expired"), nil, "Try a fresh token"},
		{"dead token, given", base(wire.Authenticate, "token.expired"), func(o *mail.Outcome, _ *mail.Result) { o.SignIn.Method = mail.GivenToken }, ""},
		{"token taken", base(wire.Mailbox, "token.expired"), nil, ""},
		{"passed", base(wire.Authenticate, "token.expired"), func(_ *mail.Outcome, r *mail.Result) { r.OK = true }, ""},
		{"certain otherwise", base(wire.Authenticate, "account.imap_disabled"), nil, ""},
	} {
		if tt.change != nil {
			tt.change(&tt.outcome, &tt.outcome.Checks[0])
		}
		got := Experiments(tt.outcome)
		switch {
		case tt.want == "" && len(got) > 0:
			t.Errorf("%s: offers %q", tt.name, got[0].Label)
		case tt.want != "" && (len(got) != 1 || got[0].Label != tt.want || !slices.Equal(got[0].Protocols, []wire.Protocol{wire.IMAP})):
			t.Errorf("%s: got %v, want %q", tt.name, got, tt.want)
		}
	}
}

// TestAdviceForASilentServer: what the connection has shown already is not
// advised.
func TestAdviceForASilentServer(t *testing.T) {
	for _, c := range []struct {
		remote    string
		connected bool
		want, not []string
	}{
		{"127.0.0.1", true, []string{"Connected"}, []string{"IPv6", "hosters"}},
		{"2001:db8::1", true, []string{"Connected", "try IPv4"}, []string{"hosters"}},
		{"", false, []string{"hosters", "try IPv4"}, []string{"Connected"}},
	} {
		r := mail.Result{Protocol: wire.IMAP, Server: wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS}, Err: &wire.StepError{Step: wire.Greeting, Err: &wire.TimeoutError{Step: wire.Greeting}}}
		r.Remote, _ = netip.ParseAddr(c.remote)
		r.Steps = []wire.Step{{Name: wire.Connect, OK: c.connected}}
		got := diagnosed(r, token.Info{Kind: token.Opaque}, Facts{})[0]
		advice := strings.Join(got.Advice, "\n")
		if got.ID != "net.timeout" || slices.ContainsFunc(c.want, func(w string) bool { return !strings.Contains(advice, w) }) || slices.ContainsFunc(c.not, func(w string) bool { return strings.Contains(advice, w) }) {
			t.Errorf("%s: %s, %q", c.remote, got.ID, got.Advice)
		}
	}
}
