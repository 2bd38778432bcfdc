package terminal

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
)

// Without a browser on this machine, the address of its last page is pasted.
func TestPastedAddress(t *testing.T) {
	c := newCanary(t)
	s := newShell(t)
	in, typed := io.Pipe()
	said, out := io.Pipe()
	s.in, s.err = in, out
	go func() {
		defer typed.Close()
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if !strings.HasPrefix(lines.Text(), "http://") {
				continue
			}
			page, err := url.Parse(lines.Text())
			if err != nil {
				return
			}
			q := page.Query()
			fmt.Fprintf(typed, "https://elsewhere.test/?code=x&state=y\n%s?%s\n", q.Get("redirect_uri"),
				url.Values{"code": {canaryCode}, "state": {q.Get("state")}}.Encode())
			go io.Copy(io.Discard, said)
			return
		}
	}()
	r := s.run(t, "signin", "--no-browser", "--provider", "custom", "--issuer", c.URL, "--user", "anna@example.test",
		"--client-id", "mailknock", "--smtp", parrot(t)+"/plain")
	_ = out.Close()
	if r.code != ExitOK {
		t.Fatalf("code %d\n%s", r.code, r.out)
	}
}
