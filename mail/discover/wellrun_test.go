package discover

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"

	"mailknock/mail/wire"
)

// The domain of a well-run server, and the host that does all of it.
const (
	home = "example.org"
	hub  = "mail.example.org"
)

const wellRunPACC = `{"protocols":{"imap":{"host":"mail.example.org"},"pop3":{"host":"mail.example.org"},"submit":{"host":"mail.example.org"},
"jmap":{"url":"https://mail.example.org/jmap/session"},"future":{"x":1}},
"authentication":{"oauth-public":{"issuer":"https://mail.example.org"},"password":true},
"info":{"provider":{"name":"Example Mail","shortName":"Example"}}}`

const wellRunConfig = `<?xml version="1.0"?>
<clientConfig version="1.2">
  <emailProvider id="example.org">
    <domain>example.org</domain><displayName>Example Mail</displayName>
    <incomingServer type="jmap"><url>https://mail.example.org/jmap/session</url></incomingServer>
    <incomingServer type="imap"><hostname>mail.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication><authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username></incomingServer>
    <incomingServer type="pop3"><hostname>mail.example.org</hostname><port>995</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication><username>%EMAILADDRESS%</username></incomingServer>
    <outgoingServer type="smtp"><hostname>mail.example.org</hostname><port>465</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication><username>%EMAILADDRESS%</username></outgoingServer>
  </emailProvider>
  <oAuth2><issuer>https://mail.example.org</issuer><scope>urn:ietf:params:oauth:scope:mail offline_access</scope>
    <authURL>https://mail.example.org/authorize</authURL><tokenURL>https://mail.example.org/token</tokenURL></oAuth2>
</clientConfig>`

func wellRunMetadata() map[string]any {
	return map[string]any{
		"issuer": "https://mail.example.org", "authorization_endpoint": "https://mail.example.org/authorize",
		"token_endpoint": "https://mail.example.org/token", "device_authorization_endpoint": "https://mail.example.org/device",
		"registration_endpoint": "https://mail.example.org/register", "jwks_uri": "https://mail.example.org/keys",
		"scopes_supported":         []string{"openid", scopeMail, "urn:ietf:params:oauth:scope:contacts", scopeOffline},
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code", "refresh_token", deviceGrant},
		"token_endpoint_auth_methods_supported": []string{"none"}, "code_challenge_methods_supported": []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
	}
}

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// wellRun is a domain as Stalwart publishes it: one host for everything, which
// speaks the OAuth profile for open public clients with registration.
func wellRun() *world {
	w := newWorld()
	w.mx[home] = []string{hub}
	for service, port := range map[string]uint16{"imaps": 993, "pop3s": 995, "submissions": 465} {
		w.srv["_"+service+"._tcp."+home] = []net.SRV{{Target: hub + ".", Port: port, Priority: 1}}
	}
	w.srv["_imap._tcp."+home] = []net.SRV{{Target: "."}}
	w.pacc(home, wellRunPACC)
	w.text("autoconfig."+home+"/mail/config-v1.1.xml", "text/xml", wellRunConfig)
	w.text("autoconfig.thunderbird.net/v1.1/"+home, "text/xml", wellRunConfig)
	w.json(hub+"/.well-known/oauth-authorization-server", wellRunMetadata())
	w.json(hub+"/.well-known/oauth-protected-resource/jmap/session", map[string]any{
		"resource": "https://mail.example.org/jmap/session", "authorization_servers": []string{"https://mail.example.org"},
		"scopes_supported": []string{scopeMail}, "bearer_methods_supported": []string{"header"},
	})
	w.register(hub)
	return w
}

// register lets a host register programs (RFC 7591), and delete them (RFC
// 7592).
func (w *world) register(host string) {
	const token = "manage-0123456789abcdef"
	w.pages[host+"/register"] = func(rw http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&body) != nil || body["token_endpoint_auth_method"] != "none" {
			http.Error(rw, `{"error":"invalid_client_metadata"}`, http.StatusBadRequest)
			return
		}
		for _, uri := range body["redirect_uris"].([]any) {
			if !wire.IsLoopback(hostOf(uri.(string))) {
				http.Error(rw, `{"error":"invalid_redirect_uri","error_description":"loopback only"}`, http.StatusBadRequest)
				return
			}
		}
		body["client_id"], body["registration_access_token"] = "c-4711", token
		body["registration_client_uri"] = "https://" + host + "/register/c-4711"
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(rw).Encode(body)
	}
	w.pages[host+"/register/c-4711"] = func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodDelete || strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") != token {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		rw.WriteHeader(http.StatusNoContent)
	}
}

// hosted is a customer's domain at a hoster such as Fastmail: the domain
// itself has only MX records, the ISPDB knows the hoster, and the hoster's
// authorization server is elsewhere, with a path and a slash at its end.
func hosted() *world {
	w := newWorld()
	w.mx["shop.example"] = []string{"in1-smtp.mx.hoster.test", "in2-smtp.mx.hoster.test"}
	w.text("autoconfig.thunderbird.net/v1.1/hoster.test", "text/xml", `<clientConfig version="1.1"><emailProvider id="hoster.test">
<displayName>Hoster</displayName>
<incomingServer type="imap"><hostname>imap.hoster.test</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username><authentication>OAuth2</authentication><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.hoster.test</hostname><port>465</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username><authentication>OAuth2</authentication></outgoingServer></emailProvider></clientConfig>`)
	w.json("imap.hoster.test/.well-known/oauth-protected-resource", map[string]any{
		"resource": "https://imap.hoster.test", "authorization_servers": []string{"https://api.hoster.test/as/"},
	})
	m := wellRunMetadata()
	m["issuer"] = "https://api.hoster.test/as/"
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "registration_endpoint", "jwks_uri"} {
		m[name] = strings.Replace(m[name].(string), hub, "api.hoster.test", 1)
	}
	w.json("api.hoster.test/as/.well-known/openid-configuration", m)
	w.register("api.hoster.test")
	return w
}
