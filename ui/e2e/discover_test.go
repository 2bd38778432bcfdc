package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// found is what discover --json prints, as far as the tests look.
type found struct {
	Version  int
	Provider said
	Servers  map[string][]struct{ Server, Source string }
	SignIn   struct {
		Issuer          said
		TokenURL        said `json:"token_url"`
		RegistrationURL said `json:"registration_url"`
	} `json:"sign_in"`
	Asked []struct{ Who, What, Sent, Outcome, Result string }
	Needs []struct{ Kind, Text string }
}

// said is a value with who said it.
type said struct{ Value, Source string }

func (r result) found(t *testing.T) found {
	t.Helper()
	var f found
	if err := json.Unmarshal([]byte(r.Out), &f); err != nil || f.Version != 1 {
		t.Fatalf("not the document: %v\n%s", err, r)
	}
	return f
}

// TestDiscover looks addresses up through a proxy: DNS knows nothing of them.
func TestDiscover(t *testing.T) {
	t.Parallel()
	idp, net := startAcme(t)
	p := newPerson(t)
	p.Env = append(p.Env, net.env()...)
	p.browse(idp, annaAtAcme)

	t.Run("a domain that tells", func(t *testing.T) {
		r := p.run("discover", annaAtAcme, "--ca", idp.ca.CAFile, "--json")
		f := r.found(t)
		if r.Code != 0 || f.SignIn.Issuer.Value != "https://id.acme.test" || !strings.HasPrefix(f.SignIn.TokenURL.Value, "https://id.acme.test/") ||
			f.SignIn.RegistrationURL.Value == "" || len(f.Servers["imap"]) != 1 || f.Servers["imap"][0].Server != "mail.acme.test:993/tls" {
			t.Fatalf("discover: %s", r)
		}
		if source := f.Servers["imap"][0].Source; !strings.Contains(source, "autoconfig.acme.test") {
			t.Errorf("the server comes from %q", source)
		}
		words := p.run("discover", annaAtAcme, "--ca", idp.ca.CAFile)
		for _, want := range []string{"mail.acme.test:993", "https://id.acme.test", "Asked:", "autoconfig.acme.test", "Still needed: A registration"} {
			if !strings.Contains(words.Out, want) {
				t.Errorf("in words it lacks %q: %s", want, words)
			}
		}
		// What was found is what one signs in with.
		r = p.run("check", "--issuer", f.SignIn.Issuer.Value, "--user", annaAtAcme, "--client-id", "mailknock-opaque", "--scope", "openid email offline_access mail",
			"--imap", "mail.acme.test:993/tls", "--pop3", "mail.acme.test:995/tls", "--ca", idp.ca.CAFile, "--json")
		if doc := r.document(t); r.Code != 0 || !doc.OK || len(doc.Checks) != 2 {
			t.Errorf("check: %s", r)
		}
	})
	t.Run("a domain that does not", func(t *testing.T) {
		for _, format := range [][]string{{}, {"--json"}} {
			r := p.run(append([]string{"discover", "anna@nothing.test"}, format...)...)
			if r.Code != 1 || !strings.Contains(r.Out, "autoconfig.nothing.test") || !strings.Contains(r.Out, "servers") {
				t.Errorf("discover %v: %s", format, r)
			}
			if len(format) == 0 {
				continue
			}
			f := r.found(t)
			if len(f.Asked) < 4 || len(f.Needs) != 3 || f.SignIn.Issuer.Value != "" {
				t.Errorf("%d were asked, %v is needed", len(f.Asked), f.Needs)
			}
			for _, a := range f.Asked {
				if a.Outcome == "" || a.Result == "" || a.Sent == "" {
					t.Errorf("a question without an end: %+v", a)
				}
			}
		}
	})
	t.Run("no address", func(t *testing.T) {
		for _, address := range []string{"anna", "anna @acme.test", "@acme.test", "anna@localhost", "anna@acme..test"} {
			if r := p.run("discover", address); r.Code != 2 || r.Out != "" || r.Err == "" {
				t.Errorf("discover %q: %s", address, r)
			}
		}
	})
	t.Run("the proxy is down", func(t *testing.T) {
		p := newPerson(t)
		p.Env = append(p.Env, "HTTPS_PROXY=http://"+loopback(freePorts(t, 1)[0]))
		if r := p.run("discover", annaAtAcme); r.Code != 1 || !strings.Contains(r.Out, "check HTTPS_PROXY") {
			t.Errorf("discover: %s", r)
		}
		r := p.run("check", "--issuer", idp.Issuer, "--user", annaAtAcme, "--client-id", "x", "--imap", "mail.acme.test:993/tls", "--json")
		noSignIn(t, r, "net.proxy")
	})
	t.Run("stopped", func(t *testing.T) {
		silent := startSilent(t)
		p := newPerson(t)
		p.Env = append(p.Env, "HTTPS_PROXY=http://"+silent.address)
		r := p.begin("discover", annaAtAcme)
		select {
		case <-silent.connected:
		case <-time.After(readyWithin):
			t.Fatal("it asks nobody")
		}
		fatal(t, r.cmd.Process.Signal(os.Interrupt))
		if got := r.result(t); got.Code != 130 {
			t.Errorf("stopped: %s", got)
		}
	})
	t.Run("the organisation's own file goes first", func(t *testing.T) {
		p := newPerson(t)
		p.Env = append(p.Env, net.env()...)
		p.providers(acme(t, idp, []door{{"imap", "tls", 993}}, map[string]any{"domains": []string{"filed.test"}}, map[string]any{"client_id": "x"}))
		r := p.run("discover", "anna@filed.test", "--json")
		f := r.found(t)
		if r.Code != 0 || f.Provider.Value != "acme" || len(f.Asked) != 0 || f.SignIn.Issuer.Value != idp.Issuer || net.wasAsked("autoconfig.filed.test") {
			t.Errorf("discover: %s", r)
		}
	})
	t.Run("conformance", func(t *testing.T) {
		r := p.run("conformance", "acme.test", "--ca", idp.ca.CAFile)
		if !strings.Contains(r.Out, "id.acme.test") || r.Code > 1 {
			t.Errorf("conformance: %s", r)
		}
		var doc struct {
			Version int
			Rows    []struct{ Topic, Verdict, Came string }
		}
		if err := json.Unmarshal([]byte(p.run("conformance", "acme.test", "--ca", idp.ca.CAFile, "--json").Out), &doc); err != nil || len(doc.Rows) < 5 {
			t.Errorf("conformance --json: %v %+v", err, doc)
		}
	})
}
