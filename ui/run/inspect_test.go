package run

import (
	"strings"
	"testing"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// TestATokenIsHeldToWhatMailNeeds: by its end, its audience and its scopes.
func TestATokenIsHeldToWhatMailNeeds(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Now()
	good := token.Info{
		Kind: token.JWT, Issuer: "https://sts.windows.net/x/", User: "anna@contoso.com", Expires: now.Add(time.Hour),
		Audience: []string{"https://outlook.office.com"}, Scopes: []string{"IMAP.AccessAsUser.All"},
	}
	graph, old, opaque := good, good, token.Info{Kind: token.Opaque}
	graph.Audience, old.Expires = []string{"https://graph.microsoft.com"}, now.Add(-time.Minute)
	for name, c := range map[string]struct {
		info      token.Info
		protocol  wire.Protocol
		ok, known bool
		why       string
	}{
		"good":          {good, wire.IMAP, true, true, "it has the scope"},
		"no scope":      {good, wire.POP3, false, true, "POP.AccessAsUser.All is missing"},
		"other service": {graph, wire.IMAP, false, true, "it is for https://graph.microsoft.com"},
		"over":          {old, wire.IMAP, false, true, "it has expired"},
		"opaque":        {opaque, wire.IMAP, false, false, "opaque"},
	} {
		for _, f := range s.Inspect(mail.Account{Provider: provider.Microsoft}, c.info, now).Good {
			if f.Protocol == c.protocol && (f.OK != c.ok || f.Known != c.known || !strings.Contains(f.Why, c.why)) {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}
