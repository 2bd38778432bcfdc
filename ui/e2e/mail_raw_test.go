package e2e

import (
	"fmt"
	"strings"
	"testing"
)

var mechanisms = []string{"XOAUTH2", "OAUTHBEARER"}

// door is a port of a mail server.
type door struct {
	Protocol, Security string
	Port               int
}

func (d door) String() string { return d.Protocol + "-" + d.Security }

func (d *dovecot) doors() []door {
	return []door{
		{"imap", "tls", d.IMAPS},
		{"imap", "starttls", d.IMAP},
		{"pop3", "tls", d.POP3S},
		{"pop3", "starttls", d.POP3},
		{"smtp", "tls", d.SubmissionS},
		{"smtp", "starttls", d.Submission},
	}
}

func (f *postfix) doors() []door {
	return []door{{"smtp", "tls", f.SubmissionS}, {"smtp", "starttls", f.Submission}}
}

// TestMailServers shows that Dovecot and Postfix do what the other tests count
// on, without the program.
func TestMailServers(t *testing.T) {
	ca := newAuthority(t)
	idp := startIDP(t, ca)
	out := startSink(t)

	for _, local := range []bool{false, true} {
		kind := map[bool]string{false: "opaque", true: "jwt"}[local]
		t.Run("dovecot-"+kind, func(t *testing.T) {
			d := startDovecot(t, idp, dovecotOptions{Local: local, Relay: out.Port})
			for _, door := range d.doors() {
				testDoor(t, idp, door, kind)
			}
		})
	}
	t.Run("postfix", func(t *testing.T) {
		d := startDovecot(t, idp, dovecotOptions{Relay: out.Port})
		f := startPostfix(t, d, out.Port)
		for _, door := range f.doors() {
			testDoor(t, idp, door, "opaque")
		}
	})
}

func testDoor(t *testing.T, idp *idp, door door, kind string) {
	for _, mechanism := range mechanisms {
		t.Run(fmt.Sprintf("%s-%s", door, mechanism), func(t *testing.T) {
			t.Parallel()
			client := "mailknock-" + kind
			anna := "anna@example.test"
			k := dial(t, idp.ca, door.Protocol, door.Security, door.Port)
			if challenge, final := k.authenticate(mechanism, anna, idp.token(t, client, anna).Access, door.Port); !good(final) {
				t.Errorf("a good token: %q after %q", final, challenge)
			} else {
				k.use(t)
			}
			for what, token := range map[string]string{
				"garbage":  "garbage",
				"of bob":   idp.token(t, client, "bob@example.test").Access,
				"unscoped": idp.token(t, client, anna, "openid", "offline_access").Access,
			} {
				k := dial(t, idp.ca, door.Protocol, door.Security, door.Port)
				if challenge, final := k.authenticate(mechanism, anna, token, door.Port); good(final) || challenge == "" {
					t.Errorf("a token that is %s: %q after %q", what, final, challenge)
				}
			}
		})
	}
}

// use does what a mailbox or a submission is for.
func (k *talk) use(t *testing.T) {
	t.Helper()
	switch k.protocol {
	case "imap":
		if answer := k.command("EXAMINE INBOX"); !strings.HasPrefix(answer, "c OK") {
			t.Errorf("EXAMINE: %q", answer)
		}
	case "pop3":
		if answer := k.command("STAT"); !strings.HasPrefix(answer, "+OK 2 ") {
			t.Errorf("STAT: %q", answer)
		}
	case "smtp":
		for _, command := range []string{"MAIL FROM:<anna@example.test>", "RCPT TO:<bob@example.test>", "RSET"} {
			if answer := k.command(command); !strings.HasPrefix(answer, "250") {
				t.Errorf("%s: %q", command, answer)
			}
		}
	}
}
