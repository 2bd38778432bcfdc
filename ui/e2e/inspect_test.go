package e2e

import (
	"strings"
	"testing"
	"time"
)

// TestInspect: what a real token is good for, without asking anybody.
func TestInspect(t *testing.T) {
	t.Parallel()
	program(t)
	idp := startIDP(t, newAuthority(t))
	doors := []door{{"imap", "tls", 1}, {"smtp", "tls", 2}}
	tokens := map[string]string{
		"jwt":      idp.token(t, "mailknock-jwt", anna).Access,
		"opaque":   idp.token(t, "mailknock-opaque", anna).Access,
		"unscoped": idp.token(t, "mailknock-jwt", anna, "openid", "offline_access").Access,
		"short":    idp.token(t, "mailknock-jwt-short", anna).Access,
	}
	over := time.After(3 * time.Second) // its two seconds, and one for rounding
	for _, test := range []struct {
		name, token string
		args        []string
		code        int
		words       []string
	}{
		{"good for IMAP and SMTP", "jwt", []string{"--provider", "acme", "--user", anna}, 0, []string{
			"For whom: " + anna, "To do what: mail", "Until: ", "Given out by: " + idp.Issuer, "IMAP: good, it has the scope mail\n", "POP3: not known", "SMTP: good",
		}},
		{"somebody else's", "jwt", []string{"--provider", "acme", "--user", "bob@example.test"}, 0, []string{"it is anna@example.test's", "bob@example.test only if"}},
		{"without the scope", "unscoped", []string{"--provider", "acme"}, 1, []string{"IMAP: not good, the scope mail is missing", "To do what: it does not tell"}},
		{"what the server wants is not known", "jwt", nil, 1, []string{"IMAP: not known", "For whom: " + anna}},
		{"opaque", "opaque", []string{"--provider", "acme"}, 1, []string{"IMAP: not known, it is opaque"}},
		{"expired", "short", []string{"--provider", "acme"}, 1, []string{"which is over", "IMAP: not good, it has expired"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.token == "short" {
				<-over
			}
			p := newPerson(t)
			p.providers(acme(t, idp, doors, nil, map[string]any{"client_id": "mailknock-jwt"}))
			token := tokens[test.token]
			p.Secrets = []string{token}
			for way, r := range map[string]result{
				"file":        p.run(append(append([]string{"inspect"}, test.args...), p.file("token", "Bearer "+token+"\n"))...),
				"environment": p.runWith([]string{"MAILKNOCK_TOKEN=" + token}, append([]string{"inspect"}, test.args...)...),
			} {
				if r.Code != test.code {
					t.Errorf("%s: %s", way, r)
				}
				for _, words := range test.words {
					if !strings.Contains(r.Out, words) {
						t.Errorf("%s: it does not say %q: %s", way, words, r)
					}
				}
			}
		})
	}
	t.Run("nothing", func(t *testing.T) {
		p := newPerson(t)
		for _, args := range [][]string{{"inspect"}, {"inspect", p.file("empty", "")}, {"inspect", p.Dir + "/missing"}} {
			if r := p.run(args...); r.Code != 2 || r.Out != "" || r.Err == "" {
				t.Errorf("%v: %s", args, r)
			}
		}
	})
}
