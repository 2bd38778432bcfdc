package diagnose

import (
	"strings"
	"testing"
)

// The advice names the server that the line names, and no file of a stack trace.
func TestHostInAdvice(t *testing.T) {
	for said, want := range map[string]string{
		"Error: getaddrinfo ENOTFOUND imap.gmial.example":                                                    "Check that imap.gmial.example is spelt right.",
		"dial tcp: lookup post.example.org on 192.0.2.1:53: no such host":                                    "Check that post.example.org is spelt right.",
		"java.net.UnknownHostException: mail.example.net":                                                    "Check that mail.example.net is spelt right.",
		"socket.gaierror: [Errno -2] Name or service not known":                                              "Check that the server's name is spelt right.",
		"getaddrinfo ENOTFOUND at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns.js:71:26) dns.js:71": "Check that the server's name is spelt right.",
	} {
		r, err := Explain(strings.NewReader(said), Hint{Protocol: "imap"})
		if err != nil || len(r.Causes) == 0 || r.Causes[0].ID != "net.dns" || r.Causes[0].Advice[0] != want {
			t.Errorf("%q: %+v", said, r.Causes)
		}
	}
}

// Of two faults each names its own server.
func TestHostOfEachFault(t *testing.T) {
	r := explainText(t, "2024-04-02 09:00:00 getaddrinfo ENOTFOUND imap.first.example\n2024-04-02 09:05:00 connecting to mail.second.example:993: x509: certificate is valid for other.example, not mail.second.example", Hint{Provider: "custom", Protocol: "imap"})
	if got := ids(r); len(got) < 2 || got[0] != "net.dns" || got[1] != "tls.hostname_mismatch" {
		t.Fatal(got)
	}
	for k, host := range []string{"imap.first.example", "mail.second.example"} {
		if advice := strings.Join(r.Causes[k].Advice, " "); !strings.Contains(advice, host) {
			t.Errorf("%s: %q", r.Causes[k].ID, advice)
		}
	}
}
