package e2e

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const annaAtAcme = "anna@acme.test"

// acmeConfig is what acme.test tells mail programs
// (draft-ietf-mailmaint-autoconfig).
const acmeConfig = `<?xml version="1.0"?>
<clientConfig version="1.2">
  <emailProvider id="acme.test">
    <domain>acme.test</domain><displayName>Acme Mail</displayName>
    <incomingServer type="imap"><hostname>mail.acme.test</hostname><port>993</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication><username>%EMAILADDRESS%</username></incomingServer>
    <incomingServer type="pop3"><hostname>mail.acme.test</hostname><port>995</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication><username>%EMAILADDRESS%</username></incomingServer>
  </emailProvider>
  <oAuth2><issuer>https://id.acme.test</issuer><scope>openid email offline_access mail</scope>
    <authURL>https://id.acme.test/auth</authURL><tokenURL>https://id.acme.test/token</tokenURL></oAuth2>
</clientConfig>`

// acmePACC says the same by draft-ietf-mailmaint-pacc.
const acmePACC = `{"protocols":{"imap":{"host":"mail.acme.test"},"pop3":{"host":"mail.acme.test"}},
"authentication":{"oauth-public":{"issuer":"https://id.acme.test"}},"info":{"provider":{"name":"Acme Mail","shortName":"Acme"}}}`

// startAcme starts a company of its own: Dovecot and oidc-provider under names
// that only a proxy knows, and a web server with their settings.
func startAcme(t *testing.T) (*idp, *names) {
	t.Helper()
	program(t)
	ca := newAuthority(t)
	idp := startNamedIDP(t, ca, "https://id.acme.test")
	d := startDovecot(t, idp, dovecotOptions{})
	d.deliver(t, annaAtAcme, "Welcome")
	cert, err := tls.LoadX509KeyPair(ca.CertFile, ca.KeyFile)
	fatal(t, err)
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Host + r.URL.Path {
		case "autoconfig.acme.test/mail/config-v1.1.xml":
			w.Header().Set("Content-Type", "text/xml")
			_, _ = w.Write([]byte(acmeConfig))
		case "ua-auto-config.acme.test/.well-known/user-agent-configuration.json":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(acmePACC))
		default:
			http.NotFound(w, r)
		}
	}))
	web.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	web.StartTLS()
	t.Cleanup(web.Close)
	n := startNames(t, map[string]string{
		"autoconfig.acme.test:443": web.Listener.Addr().String(), "ua-auto-config.acme.test:443": web.Listener.Addr().String(),
		"id.acme.test:443": strings.TrimPrefix(idp.at, "https://"), "mail.acme.test:993": loopback(d.IMAPS), "mail.acme.test:995": loopback(d.POP3S),
	})
	n.txt["_ua-auto-config.acme.test"] = []string{digest(acmePACC)}
	return idp, n
}
