package wiretest

import (
	"io"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestScript: the server tells what a client did wrong.
func TestScript(t *testing.T) {
	const script = "# the client's part\nS: hello\nC: HI\nS: your token\nC: <token>\nS: bye"
	for said, wrong := range map[string]string{
		"HI\r\ns3cr3t\r\n":       "",
		"HO\r\n":                 "got \"HO\\r\\n\"",
		"HI\n":                   "got \"HI\\n\"",
		"HI\r\n":                 "EOF",
		"HI\r\ns3cr3t\r\nMORE":   "unexpected: MORE",
		"HI\r\ns3cr3t\r\nMORE\n": "unexpected: MORE",
	} {
		client, server := Pair(t)
		done := make(chan string, 1)
		go func() { done <- Parse(script).serve(server, "s3cr3t") }()
		_, _ = io.WriteString(client, said)
		_ = client.(interface{ CloseWrite() error }).CloseWrite()
		if got := <-done; !strings.Contains(got, wrong) || (got == "") != (wrong == "") {
			t.Errorf("%q: %q", said, got)
		}
	}
	_, server := Pair(t)
	if got := Parse("Q: what").serve(server, ""); !strings.Contains(got, "not a line") {
		t.Errorf("got %q", got)
	}
}

func TestParse(t *testing.T) {
	s := Parse("? long\nS: one\nC: x\nS:\nR: half\n= greeting one\n! tls no")
	if !s.Options["long"] || s.Said() != "one\r\n\r\n" || len(s.want) != 2 || len(s.talk) != 4 {
		t.Errorf("got %+v, said %q", s, s.Said())
	}
}
