package discover

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func FuzzAutoconfig(f *testing.F) {
	f.Add([]byte(wellRunConfig))
	f.Add([]byte(`<clientConfig><emailProvider><incomingServer type="imap"><hostname>a.b</hostname><port>1</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><clientConfig>&a;</clientConfig>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseAutoconfig(data, home)
		if err != nil {
			visible(t, err.Error())
			return
		}
		if len(c.servers) > maxServers {
			t.Errorf("%d servers", len(c.servers))
		}
		for _, s := range c.servers {
			usable(t, s.server.Host)
			visible(t, s.user)
			if s.server.Port < 1 || s.server.Port > 65535 || s.server.Security == wire.Plain {
				t.Errorf("%+v", s)
			}
		}
		visible(t, c.name+c.oauth.issuer+c.oauth.clientID)
	})
}

func FuzzDocuments(f *testing.F) {
	f.Add([]byte(wellRunPACC))
	f.Add([]byte(`{"issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}`))
	f.Add([]byte(`{"resource":"https://a.example","authorization_servers":["https://b.example"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, err := parsePACC(data); err != nil {
			visible(t, err.Error())
		} else {
			for _, host := range []string{d.imap, d.pop3, d.submit} {
				if host != "" {
					usable(t, host)
				}
			}
			visible(t, d.name+d.issuer)
		}
		if m, err := parseMetadata(data); err != nil {
			visible(t, err.Error())
		} else if err := m.check("https://a.example"); err == nil && (checkURL(m.AuthURL) != nil || checkURL(m.TokenURL) != nil) {
			t.Errorf("taken: %+v", m)
		} else if err != nil {
			visible(t, err.Error())
		}
		if _, err := parseResource(data); err != nil {
			visible(t, err.Error())
		}
	})
}

func FuzzDigests(f *testing.F) {
	f.Add(digestRecord("x"))
	f.Fuzz(func(t *testing.T, record string) {
		for _, d := range digests([]string{record}) {
			if len(d) != 32 {
				t.Errorf("%x", d)
			}
		}
	})
}

func FuzzAddress(f *testing.F) {
	f.Add("anna@example.org")
	f.Add("anna@bücher.example")
	f.Fuzz(func(t *testing.T, address string) {
		local, domain, err := split(address)
		if err != nil {
			return
		}
		if local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(domain, "/?#@: ") {
			t.Errorf("%q: %q %q", address, local, domain)
		}
		again, same, err := split(local + "@" + domain)
		if err != nil || again != local || same != domain {
			t.Errorf("%q: %q %q %v", address, again, same, err)
		}
	})
}

func usable(t *testing.T, host string) {
	t.Helper()
	if wire.CheckHost(host) != nil || wire.IsLoopback(host) {
		t.Errorf("host %q", host)
	}
}

func visible(t *testing.T, text string) {
	t.Helper()
	if wire.Visible([]byte(text)) != text && len(text) <= wire.MaxShown {
		t.Errorf("not visible: %q", text)
	}
}
