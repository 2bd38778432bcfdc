package discover

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// The limits of an autoconfig document; real ones are far below.
const (
	maxDepth    = 16
	maxElements = 4000
	maxServers  = 20
)

// autoconfig is the part of a document that is used
// (draft-ietf-mailmaint-autoconfig-06; version 1.1 has no oAuth2 element).
type autoconfig struct {
	name    string
	servers []configServer
	oauth   configOAuth
	// plain counts servers without TLS, which are left out.
	plain int
}

type configServer struct {
	protocol wire.Protocol
	server   wire.Server
	// user may hold placeholders.
	user            string
	oauth, password bool
	mechanisms      []sasl.Mechanism
}

type configOAuth struct{ issuer, authURL, tokenURL, clientID, scope string }

// parseAutoconfig reads a document. domain fills its own placeholder
// in host names.
func parseAutoconfig(data []byte, domain string) (*autoconfig, error) {
	if err := boundXML(data); err != nil {
		return nil, err
	}
	type xmlServer struct {
		Type           string `xml:"type,attr"`
		Hostname       string `xml:"hostname"`
		Port           string `xml:"port"`
		SocketType     string `xml:"socketType"`
		Username       string `xml:"username"`
		Authentication []struct {
			System string `xml:"system,attr"`
			Text   string `xml:",chardata"`
		} `xml:"authentication"`
	}
	type xmlOAuth struct {
		Issuer   string `xml:"issuer"`
		AuthURL  string `xml:"authURL"`
		TokenURL string `xml:"tokenURL"`
		ClientID string `xml:"clientID"`
		Scope    string `xml:"scope"`
	}
	var raw struct {
		XMLName   xml.Name `xml:"clientConfig"`
		Providers []struct {
			Name     string      `xml:"displayName"`
			Incoming []xmlServer `xml:"incomingServer"`
			Outgoing []xmlServer `xml:"outgoingServer"`
			OAuth    []xmlOAuth  `xml:"oAuth2"`
		} `xml:"emailProvider"`
		OAuth []xmlOAuth `xml:"oAuth2"`
	}
	if err := xml.Unmarshal(data, &raw); err != nil {
		return nil, brokenXML(err)
	}
	if len(raw.Providers) == 0 {
		return nil, errors.New("the document names no emailProvider")
	}
	p := raw.Providers[0]
	c := &autoconfig{name: shown(strings.TrimSpace(p.Name))}
	for _, x := range append(p.Incoming, p.Outgoing...) {
		server := configServer{
			protocol: map[string]wire.Protocol{"imap": wire.IMAP, "pop3": wire.POP3, "smtp": wire.SMTP}[x.Type],
			user:     shown(strings.TrimSpace(x.Username)),
		}
		security, known := map[string]wire.Security{"SSL": wire.ImplicitTLS, "TLS": wire.ImplicitTLS, "STARTTLS": wire.STARTTLS}[strings.TrimSpace(x.SocketType)]
		host := hostName(strings.ReplaceAll(strings.TrimSpace(x.Hostname), "%EMAILDOMAIN%", domain))
		port, err := strconv.Atoi(strings.TrimSpace(x.Port))
		switch {
		case server.protocol == "":
			continue
		case strings.TrimSpace(x.SocketType) == "plain":
			c.plain++
			continue
		case !known || host == "" || err != nil || port < 1 || port > 65535 || len(c.servers) == maxServers:
			continue
		}
		server.server = wire.Server{Host: host, Port: port, Security: security}
		for _, a := range x.Authentication {
			text := strings.TrimSpace(a.Text)
			switch {
			case a.System == "sasl" && (text == string(sasl.OAUTHBEARER) || text == string(sasl.XOAUTH2)):
				server.oauth = true
				server.mechanisms = append(server.mechanisms, sasl.Mechanism(text))
			case text == "OAuth2" || text == "OAuth":
				server.oauth = true
			case strings.HasPrefix(text, "password-") || text == "plain" || text == "secure":
				server.password = true
			}
		}
		if server.oauth && server.mechanisms == nil {
			server.mechanisms = []sasl.Mechanism{sasl.OAUTHBEARER, sasl.XOAUTH2}
		}
		c.servers = append(c.servers, server)
	}
	if found := append(raw.OAuth, p.OAuth...); len(found) > 0 {
		o := found[0]
		c.oauth = configOAuth{
			issuer: shown(strings.TrimSpace(o.Issuer)), authURL: strings.TrimSpace(o.AuthURL), tokenURL: strings.TrimSpace(o.TokenURL),
			clientID: shown(strings.TrimSpace(o.ClientID)), scope: shown(strings.TrimSpace(o.Scope)),
		}
	}
	return c, nil
}

// boundXML walks a document before it is read: no document type, which alone
// can define entities, and neither deep nor endless.
func boundXML(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, elements := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return brokenXML(err)
		}
		switch token.(type) {
		case xml.Directive:
			return errors.New("the XML has a document type of its own, which settings must not have")
		case xml.StartElement:
			depth++
			elements++
			if depth > maxDepth || elements > maxElements {
				return errors.New("the XML is larger or deeper than settings are")
			}
		case xml.EndElement:
			depth--
		}
	}
}

// brokenXML makes a sentence of why XML cannot be read.
func brokenXML(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the XML is broken in line %d: %s", syntax.Line, shown(syntax.Msg))
	}
	return errors.New("the XML holds no clientConfig: " + shown(err.Error()))
}

// fill puts the address into the placeholders of a user name.
func fill(user, local, domain string) string {
	return strings.NewReplacer("%EMAILADDRESS%", local+"@"+domain, "%EMAILLOCALPART%", local, "%EMAILDOMAIN%", domain).Replace(user)
}
