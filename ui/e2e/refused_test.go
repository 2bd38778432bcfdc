package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// failed holds a failed check against the terminal's contract and gives the
// document.
func failed(t *testing.T, r result, doors []door) document {
	t.Helper()
	if r.Code != 1 {
		t.Fatalf("should fail: %s", r)
	}
	doc := r.document(t)
	if doc.OK || len(doc.Checks) != len(doors) {
		t.Errorf("ok %t, %d checks for %d protocols", doc.OK, len(doc.Checks), len(doors))
	}
	for _, d := range doors {
		c := doc.check(t, d.Protocol)
		wrong := slices.DeleteFunc(slices.Clone(c.Steps), func(s step) bool { return s.OK })
		if c.OK || len(wrong) != 1 || c.Steps[len(c.Steps)-1].OK {
			t.Errorf("%s: ok %t; exactly the last step should have failed: %+v", d, c.OK, c.Steps)
		}
		if len(c.Causes) == 0 {
			t.Errorf("%s: no cause, not even unknown", d)
		}
	}
	return doc
}

// TestRefusedTokens: each server says no in its words, and the words are shown.
func TestRefusedTokens(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	out := startSink(t)
	asking := startDovecot(t, idp, dovecotOptions{Relay: out.Port})
	local := startDovecot(t, idp, dovecotOptions{Local: true, Relay: out.Port})
	post := startPostfix(t, asking, out.Port)

	short := map[string]tokens{}
	for _, kind := range []string{"opaque", "jwt"} {
		short[kind] = idp.token(t, "mailknock-"+kind+"-short", anna)
	}
	end := time.After(3 * time.Second) // their two seconds, and one for rounding
	revoked := idp.token(t, "mailknock-opaque", anna)
	idp.revoke(t, "mailknock-opaque", revoked.Access)
	select {
	case <-end:
	case <-t.Context().Done():
	}

	for _, server := range []struct {
		name, kind string
		doors      []door
		words      map[string]string // of the final reply
	}{
		{"dovecot-introspection", "opaque", asking.doors(), map[string]string{"imap": "AUTHENTICATIONFAILED", "pop3": "-ERR [AUTH]", "smtp": "535 5.7.8"}},
		{"dovecot-jwt", "jwt", local.doors(), map[string]string{"imap": "AUTHENTICATIONFAILED", "pop3": "-ERR [AUTH]", "smtp": "535 5.7.8"}},
		{"postfix", "opaque", post.doors(), map[string]string{"smtp": "535 5.7.8"}},
	} {
		cases := map[string]string{
			"expired":  short[server.kind].Access,
			"foreign":  idp.token(t, "mailknock-"+server.kind, "bob@example.test").Access,
			"unscoped": idp.token(t, "mailknock-"+server.kind, anna, "openid", "offline_access").Access,
			"garbage":  "this-is-no-token-of-anybody",
		}
		if server.kind == "opaque" {
			cases["revoked"] = revoked.Access
		}
		for what, token := range cases {
			for _, mechanism := range mechanisms {
				t.Run(server.name+"-"+what+"-"+mechanism, func(t *testing.T) {
					t.Parallel()
					p := newPerson(t)
					p.Secrets = []string{token}
					file := p.file("token", token)
					doors := secured(server.doors, "tls")
					r := p.run(checkArgs(idp.ca, file, doors, "--mechanism", strings.ToLower(mechanism), "--log", p.Dir+"/log")...)
					doc := failed(t, r, doors)
					for _, d := range doors {
						c := doc.check(t, d.Protocol)
						last, ok := c.step("authenticate")
						if !ok || last.OK || !strings.Contains(c.heard(), server.words[d.Protocol]) {
							t.Errorf("%s: the steps %s, heard:\n%s", d, c.names(), c.heard())
						}
						if !strings.Contains(last.Detail, strings.Fields(server.words[d.Protocol])[0]) {
							t.Errorf("%s: the step does not have the server's words: %q", d, last.Detail)
						}
					}
					p.cleanFiles(file)
				})
			}
		}
	}
}

// TestLongTokens: the servers have different limits, and some hang up without a
// word. What fits has to get in.
func TestLongTokens(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	out := startSink(t)
	asking := startDovecot(t, idp, dovecotOptions{Relay: out.Port})
	post := startPostfix(t, asking, out.Port)

	for _, test := range []struct {
		name  string
		doors []door
		good  bool
	}{
		{"1600", asking.doors(), true},
		{"4000", asking.doors(), true},
		{"7000", asking.doors(), false},
		{"12000", asking.doors(), false},
		{"1600", post.doors(), true},
		{"7000", post.doors(), true},
		{"12000", post.doors(), false},
	} {
		for _, mechanism := range mechanisms {
			t.Run(test.name+"-"+mechanism, func(t *testing.T) {
				t.Parallel()
				p := newPerson(t)
				token := idp.token(t, "mailknock-opaque-"+test.name, anna).Access
				p.Secrets = []string{token}
				file := p.file("token", token)
				doors := secured(test.doors, "tls")
				r := p.run(checkArgs(idp.ca, file, doors, "--mechanism", strings.ToLower(mechanism))...)
				if test.good {
					passed(t, r, doors, mechanism, "opaque")
					return
				}
				doc := failed(t, r, doors)
				for _, d := range doors {
					c := doc.check(t, d.Protocol)
					if last := c.Steps[len(c.Steps)-1]; last.Name != "authenticate" || last.Detail == "" {
						t.Errorf("%s ends with %+v", d, last)
					}
				}
				p.cleanFiles(file)
			})
		}
	}
}

// TestServerCannotAsk: the mail server does not reach the OAuth server. The token
// is not to blame, and the servers' words say so.
func TestServerCannotAsk(t *testing.T) {
	program(t)
	ca := newAuthority(t)
	idp := startIDP(t, ca)
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	token := idp.token(t, "mailknock-opaque", anna).Access
	p.Secrets = []string{token}
	idp.stop()
	doors := secured(d.doors(), "tls")
	doc := failed(t, p.run(checkArgs(ca, p.file("token", token), doors)...), doors)
	for protocol, words := range map[string]string{"imap": "[UNAVAILABLE]", "pop3": "[SYS/TEMP]", "smtp": "454 4.7.0"} {
		if c := doc.check(t, protocol); !strings.Contains(c.heard(), words) {
			t.Errorf("%s: the log lacks %q:\n%s", protocol, words, c.heard())
		}
	}
}

// TestDoorsThatDoNotOpen: before anybody signs in, each failure ends in the step
// that it belongs to, and no token goes out.
func TestDoorsThatDoNotOpen(t *testing.T) {
	program(t)
	ca := newAuthority(t)
	idp := startIDP(t, ca)
	d := startDovecot(t, idp, dovecotOptions{})
	token := idp.token(t, "mailknock-opaque", anna).Access
	nobody := freePorts(t, 1)[0]

	for _, test := range []struct {
		name  string
		ca    *authority
		doors []door
		step  []string
	}{
		{"unknown authority", newAuthority(t), secured(d.doors(), "tls"), []string{"tls"}},
		{"unknown authority after STARTTLS", newAuthority(t), secured(d.doors(), "starttls"), []string{"tls"}},
		{"TLS on a clear port", ca, []door{{"imap", "tls", d.IMAP}, {"pop3", "tls", d.POP3}, {"smtp", "tls", d.Submission}}, []string{"tls"}},
		{"STARTTLS on a TLS port", ca, []door{{"imap", "starttls", d.IMAPS}, {"pop3", "starttls", d.POP3S}, {"smtp", "starttls", d.SubmissionS}}, []string{"greeting"}},
		{"nobody listens", ca, []door{{"imap", "tls", nobody}, {"pop3", "starttls", nobody}, {"smtp", "tls", nobody}}, []string{"connect"}},
		{"POP3 on the IMAP port", ca, []door{{"imap", "tls", d.POP3S}, {"pop3", "tls", d.IMAPS}, {"smtp", "tls", d.POP3S}}, []string{"greeting"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t)
			p.Secrets = []string{token}
			r := p.run(checkArgs(test.ca, p.file("token", token), test.doors, "--timeout", "8s")...)
			doc := failed(t, r, test.doors)
			for _, d := range test.doors {
				c := doc.check(t, d.Protocol)
				if last := c.Steps[len(c.Steps)-1]; !slices.Contains(test.step, last.Name) || last.Detail == "" {
					t.Errorf("%s ends with %+v, not in %v", d, last, test.step)
				}
			}
		})
	}
}
