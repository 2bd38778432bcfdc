package cause

import (
	"slices"
	"strings"
	"testing"
)

// contract is every id with those who may have to act: other programs rely on
// both.
const contract = `
oauth.redirect_uri_mismatch app; oauth.client_unknown app; oauth.client_secret_wrong app; oauth.client_secret_expired app
oauth.client_secret_required app; oauth.client_secret_not_allowed you; oauth.app_misconfigured app; oauth.consent_required you admin
oauth.access_denied you; oauth.app_not_verified app; oauth.admin_policy admin; oauth.scope_invalid you; oauth.tenant_wrong you app
oauth.refresh_token_expired you; oauth.token_of_other_client you; oauth.code_invalid you; oauth.device_code_expired you
oauth.pkce_failed app; oauth.state_mismatch you; oauth.mfa_required you; oauth.conditional_access admin; oauth.no_refresh_token you
oauth.flow_not_allowed app; oauth.oob_blocked app; oauth.redirect_not_received you; oauth.clock_skew you; oauth.password_grant_rejected you
token.wrong_audience you; token.missing_scope you app; token.expired you; token.sasl_malformed you; token.user_mismatch you
token.id_token_used you; token.not_sent you
account.imap_disabled you admin; account.pop_disabled you admin; account.smtp_auth_disabled admin; account.basic_auth_disabled you
account.mailbox_unavailable admin; account.app_not_registered admin; account.send_as_denied admin; account.login_blocked you
server.mechanism_missing server; server.throttled wait; server.unavailable wait; server.protocol_quirk server; server.token_validation server
net.dns you; net.refused you; net.timeout you; net.reset you; net.proxy you
tls.wrong_mode you; tls.starttls_refused server; tls.untrusted_certificate you admin; tls.hostname_mismatch server
tls.certificate_expired server; tls.version_unsupported server; unknown you`

func TestTableIsComplete(t *testing.T) {
	var want []string
	for entry := range strings.FieldsFuncSeq(contract, func(r rune) bool { return r == ';' || r == '\n' }) {
		fields := strings.Fields(entry)
		want = append(want, fields[0])
		if got := Get(fields[0]).Who; !slices.Equal(got, fields[1:]) {
			t.Errorf("%s: who acts is %v", fields[0], got)
		}
	}
	got := All()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the table has %v", got)
	}
}

func TestEveryCauseIsWhole(t *testing.T) {
	for _, id := range All() {
		c := Get(id)
		if c.Explanation == "" || len(c.Advice) == 0 || id != Unknown && (len(c.Sources) == 0 || len(c.Tells) == 0) {
			t.Errorf("%s lacks something: %+v", id, c)
		}
		for _, s := range c.Sources {
			if !strings.HasPrefix(s, "https://") {
				t.Errorf("%s: source %q", id, s)
			}
		}
		for _, other := range c.Rivals {
			if !Known(other) || other == id {
				t.Errorf("%s: rival %q", id, other)
			}
		}
		for _, other := range c.Hides {
			if family, ok := strings.CutSuffix(other, ".*"); !ok && !Known(other) || ok && family == "" {
				t.Errorf("%s hides %q", id, other)
			}
		}
		for _, step := range c.Steps(nil) {
			if strings.ContainsAny(step, "{}") || strings.HasPrefix(step, "?") {
				t.Errorf("%s: %q", id, step)
			}
		}
	}
}

func TestSteps(t *testing.T) {
	c := Cause{Advice: []string{"Set-CASMailbox -Identity {user}", "?wait {wait}", "?again {nothing}", "New-ServicePrincipal -AppId {app_id}"}}
	got := c.Steps(Values{"user": "anna@contoso.com", "wait": "1m2s"})
	want := []string{"Set-CASMailbox -Identity anna@contoso.com", "wait 1m2s", "New-ServicePrincipal -AppId APP_ID"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestDuplicateStopsTheProgram(t *testing.T) {
	for name, data := range map[string]string{
		"twice":     `{"causes":[{"id":"a","who":["you"],"title":"A"},{"id":"a","who":["you"],"title":"A"}]}`,
		"no title":  `{"causes":[{"id":"a","who":["you"]}]}`,
		"nobody":    `{"causes":[{"id":"a","title":"A"}]}`,
		"not JSON":  `{`,
		"wrong who": `{"causes":[{"id":"a","who":"you","title":"A"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the program goes on")
				}
			}()
			load([]byte(data))
		})
	}
}

// TestStepsWithoutValues: nobody reads a placeholder, but in a command.
func TestStepsWithoutValues(t *testing.T) {
	c := Cause{Advice: []string{
		"Copy the id anew. Now it is {client_id}.",
		"Open the registration of {client_id}.",
		"An administrator: Set-CASMailbox -Identity {user} -ImapEnabled $true",
		"?The clocks differ by {skew}.",
		"Ask for {scopes}.",
	}}
	want := []string{
		"Copy the id anew.", "Open the registration of your app.", "An administrator: Set-CASMailbox -Identity USER -ImapEnabled $true", "Ask for imap.",
	}
	if got := c.Steps(Values{"scopes": "imap"}); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for _, id := range All() {
		for _, step := range Get(id).Steps(nil) {
			if placeholder.MatchString(step) {
				t.Errorf("%s: %q", id, step)
			}
		}
	}
}

// TestStepsForOthers: a step with labels is for those that they name.
func TestStepsForOthers(t *testing.T) {
	c := Cause{Advice: []string{"Google: a", "Microsoft, App-only: b", "Google, Yahoo: c", "Self-hosted: d", "Text: e", "?Google: f {user}"}}
	for _, test := range []struct {
		v    Values
		want string
	}{
		{nil, "Google: a|Microsoft, App-only: b|Google, Yahoo: c|Self-hosted: d|Text: e"},
		{Values{"provider": "google", "user": "u"}, "Google: a|Google, Yahoo: c|Text: e|Google: f u"},
		{Values{"provider": "microsoft", "grant": "client"}, "Microsoft, App-only: b|Text: e"},
		{Values{"provider": "microsoft", "grant": "code"}, "Text: e"},
		{Values{"grant": "code"}, "Google: a|Google, Yahoo: c|Self-hosted: d|Text: e"},
		{Values{"provider": "custom"}, "Self-hosted: d|Text: e"},
	} {
		if got := strings.Join(c.Steps(test.v), "|"); got != test.want {
			t.Errorf("%v: got %s", test.v, got)
		}
	}
}

// TestEveryProviderHasSteps: whatever is left out, something to do is left.
func TestEveryProviderHasSteps(t *testing.T) {
	for _, id := range All() {
		for _, l := range labels {
			if len(Get(id).Steps(Values{l.name: l.value})) == 0 {
				t.Errorf("%s leaves nothing to do for %v", id, l)
			}
		}
	}
}
