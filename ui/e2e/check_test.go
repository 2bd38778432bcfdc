package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const anna = "anna@example.test"

// checkArgs asks for a check of servers of the person's own with a given token.
func checkArgs(ca *authority, tokenFile string, doors []door, more ...string) []string {
	args := []string{"check", "--provider", "custom", "--user", anna, "--ca", ca.CAFile, "--json"}
	if tokenFile != "" {
		args = append(args, "--token-file", tokenFile)
	}
	return append(append(args, serverArgs(doors)...), more...)
}

// serverArgs names the servers and chooses their protocols.
func serverArgs(doors []door) []string {
	var args, protocols []string
	for _, d := range doors {
		protocols = append(protocols, d.Protocol)
		args = append(args, "--"+d.Protocol, fmt.Sprintf("%s/%s", loopback(d.Port), d.Security))
	}
	return append(args, "--protocol", strings.Join(protocols, ","))
}

// secured gives the doors that are secured in one way: one of each protocol.
func secured(doors []door, security string) []door {
	return slices.DeleteFunc(slices.Clone(doors), func(d door) bool { return d.Security != security })
}

// TestCheck checks every port of Dovecot and Postfix by both mechanisms.
func TestCheck(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	out := startSink(t)
	asking := startDovecot(t, idp, dovecotOptions{Relay: out.Port})

	for name, server := range map[string]struct {
		kind  string
		doors func(t *testing.T) []door
	}{
		"dovecot-introspection": {"opaque", func(*testing.T) []door { return asking.doors() }},
		"dovecot-jwt": {"jwt", func(t *testing.T) []door {
			return startDovecot(t, idp, dovecotOptions{Local: true, Relay: out.Port}).doors()
		}},
		"postfix": {"opaque", func(t *testing.T) []door { return startPostfix(t, asking, out.Port).doors() }},
	} {
		t.Run(name, func(t *testing.T) {
			doors := server.doors(t)
			token := idp.token(t, "mailknock-"+server.kind, anna).Access
			for _, security := range []string{"tls", "starttls"} {
				for _, mechanism := range append([]string{"auto"}, mechanisms...) {
					t.Run(security+"-"+mechanism, func(t *testing.T) {
						t.Parallel()
						p := newPerson(t)
						p.Secrets = []string{token}
						file := p.file("token", token+"\n")
						r := p.run(checkArgs(idp.ca, file, secured(doors, security), "--mechanism", strings.ToLower(mechanism), "--log", p.Dir+"/log")...)
						passed(t, r, secured(doors, security), mechanism, server.kind)
						p.cleanFiles(file)
					})
				}
			}
		})
	}
}

// passed holds a good check against the terminal's contract.
func passed(t *testing.T, r result, doors []door, mechanism, kind string) {
	t.Helper()
	if r.Code != 0 {
		t.Fatalf("a good token fails: %s", r)
	}
	doc := r.document(t)
	if !doc.OK || !doc.SignIn.OK || doc.SignIn.Method != "token" || doc.SignIn.Token.Kind != kind {
		t.Errorf("ok %t, sign-in %+v", doc.OK, doc.SignIn)
	}
	if len(doc.Checks) != len(doors) {
		t.Errorf("%d checks for %d protocols", len(doc.Checks), len(doors))
	}
	for _, d := range doors {
		c := doc.check(t, d.Protocol)
		if !c.OK || c.Security != d.Security || c.Server != loopback(d.Port) || len(c.Causes) != 0 {
			t.Errorf("%s: ok %t, %s, %s, causes %v", d, c.OK, c.Security, c.Server, c.Causes)
		}
		if c.Mechanism == "" || mechanism != "auto" && c.Mechanism != mechanism {
			t.Errorf("%s: %s was asked for, %q used", d, mechanism, c.Mechanism)
		}
		inOrder(t, d, c)
	}
}

// inOrder: a good check has only good steps, one after the other.
func inOrder(t *testing.T, d door, c checked) {
	t.Helper()
	work := map[string]string{"imap": "mailbox", "pop3": "mailbox", "smtp": "send"}[d.Protocol]
	want := []string{"connect", "tls", "greeting", "capabilities", "authenticate", work, "logout"}
	if d.Security == "starttls" {
		want = []string{"connect", "greeting", "starttls", "tls", "capabilities", "authenticate", work, "logout"}
	}
	for _, s := range c.Steps {
		if !s.OK {
			t.Errorf("%s: the step %s failed in a good check: %s", d, s.Name, s.Detail)
		}
		if len(want) > 0 && s.Name == want[0] {
			want = want[1:]
		}
	}
	if len(want) > 0 {
		t.Errorf("%s: the steps %s lack %v in its place", d, c.names(), want)
	}
}

// TestTokenFromEnvironment: the token may come in MAILKNOCK_TOKEN.
func TestTokenFromEnvironment(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	token := idp.token(t, "mailknock-opaque", anna).Access
	p.Secrets = []string{token}
	r := p.runWith([]string{"MAILKNOCK_TOKEN=" + token}, checkArgs(idp.ca, "", secured(d.doors(), "tls")[:2])...)
	passed(t, r, secured(d.doors(), "tls")[:2], "auto", "opaque")
}

// TestMechanismIsChosen from what the server offers.
func TestMechanismIsChosen(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	for _, only := range mechanisms {
		t.Run(only, func(t *testing.T) {
			d := startDovecot(t, idp, dovecotOptions{Mechanisms: strings.ToLower(only)})
			p := newPerson(t)
			file := p.file("token", idp.token(t, "mailknock-opaque", anna).Access)
			doors := secured(d.doors(), "tls")[:2]
			r := p.run(checkArgs(idp.ca, file, doors)...)
			passed(t, r, doors, "auto", "opaque")
			if used := r.document(t).check(t, "imap").Mechanism; used != only {
				t.Errorf("the server offers %s, used was %s", only, used)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		d := startDovecot(t, idp, dovecotOptions{Mechanisms: "plain login"})
		p := newPerson(t)
		token := idp.token(t, "mailknock-opaque", anna).Access
		p.Secrets = []string{token}
		doors := secured(d.doors(), "tls")
		r := p.run(checkArgs(idp.ca, p.file("token", token), doors)...)
		failed(t, r, doors)
	})
}

// TestSend sends a message through both SMTP servers.
func TestSend(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	out := startSink(t)
	d := startDovecot(t, idp, dovecotOptions{Relay: out.Port})
	servers := map[string]func(t *testing.T) []door{
		"dovecot": func(*testing.T) []door { return d.doors() },
		"postfix": func(t *testing.T) []door { return startPostfix(t, d, out.Port).doors() },
	}
	for name, doors := range servers {
		t.Run(name, func(t *testing.T) {
			smtp := doors(t)
			smtp = slices.DeleteFunc(secured(smtp, "starttls"), func(d door) bool { return d.Protocol != "smtp" })
			p := newPerson(t)
			token := idp.token(t, "mailknock-opaque", anna).Access
			p.Secrets = []string{token}
			to := name + "@example.test"
			r := p.run(checkArgs(idp.ca, p.file("token", token), smtp, "--send", to)...)
			passed(t, r, smtp, "auto", "opaque")
			item := out.find(t, "To: <"+to+">")
			if item.From != anna || !slices.Equal(item.To, []string{to}) {
				t.Errorf("the message went from %s to %v", item.From, item.To)
			}
			for _, header := range []string{"From: ", "Subject: Test\n", "Date: ", "Message-ID: <"} {
				if !strings.Contains(strings.ToLower(item.Data), strings.ToLower(header)) {
					t.Errorf("the message has no %q:\n%s", header, item.Data)
				}
			}
			if s, _ := r.document(t).check(t, "smtp").step("send"); !strings.Contains(s.Detail, "queue") {
				t.Errorf("the step does not name the queue: %q", s.Detail)
			}
		})
	}
	before := out.messages()
	p := newPerson(t)
	file := p.file("token", idp.token(t, "mailknock-opaque", anna).Access)
	doors := secured(d.doors(), "tls")
	passed(t, p.run(checkArgs(idp.ca, file, doors)...), doors, "auto", "opaque")
	if out.messages() != before {
		t.Error("a check without --send sent a message")
	}
}
