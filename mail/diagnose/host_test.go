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
