package auth

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// maxURL bounds an endpoint or an authorization URL, in bytes.
const maxURL = 16 << 10

// checkURL accepts https, and http to this machine; nothing that a shell, a
// browser's launcher or a person could read as something else.
func checkURL(what, text string) (*url.URL, error) {
	switch {
	case text == "":
		return nil, fmt.Errorf("the %s is missing", what)
	case len(text) > maxURL:
		return nil, fmt.Errorf("the %s is longer than %d bytes", what, maxURL)
	case strings.HasPrefix(text, "-"):
		return nil, fmt.Errorf("the %s begins with a dash", what)
	}
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"'`$(){}<>\\^|;", c) >= 0 {
			return nil, fmt.Errorf("the %s holds a character that no address of a provider has: %q", what, c)
		}
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the %s is not an address", what)
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && wire.IsLoopback(u.Hostname()):
	case u.Scheme == "http":
		return nil, fmt.Errorf("the %s is not encrypted: it must begin with https://", what)
	default:
		return nil, fmt.Errorf("the %s must begin with https://", what)
	}
	if u.User != nil {
		return nil, fmt.Errorf("the %s holds a user name: take it out", what)
	}
	if u.Opaque != "" || wire.CheckHost(u.Hostname()) != nil {
		return nil, fmt.Errorf("the %s has no host name", what)
	}
	return u, nil
}

// checkEndpoint is checkURL for an endpoint, which has no fragment and none of
// the parameters that belong to a request (RFC 6749 sections 3.1 and 3.2).
func checkEndpoint(what, text string) error {
	u, err := checkURL(what, text)
	if err != nil {
		return err
	}
	if strings.Contains(text, "#") {
		return fmt.Errorf("the %s holds a #: take that part out", what)
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return fmt.Errorf("the %s has a query that cannot be read", what)
	}
	for name := range query {
		if ownParameters[name] {
			return fmt.Errorf("the %s holds the parameter %q, which belongs to a request: take it out", what, name)
		}
	}
	return nil
}

// The places of units.
const (
	googleUnit = iota
	microsoftGlobal
	microsoftGovernment
	microsoftChina
	microsoftLive
)

// units are the hosts of providers whose endpoints are fixed. Whoever has one
// of them has none but them.
var units = [][]string{
	googleUnit:          {"accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com"},
	microsoftGlobal:     {"login.microsoftonline.com", "login.windows.net"},
	microsoftGovernment: {"login.microsoftonline.us"},
	microsoftChina:      {"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"},
	microsoftLive:       {"login.live.com"},
	// Those below are only held together.
	{"api.login.yahoo.com"},
	{"api.login.aol.com"},
	{"api.fastmail.com"},
	{"oauth.yandex.com", "oauth.yandex.ru"},
	{"o2.mail.ru"},
	{"oauth.xfinity.com"},
	{"login.seznam.cz"},
	{"auth.tb.pro"},
}

// MixedEndpointsError tells that the endpoints of a client belong to different
// providers: one of them would get what is meant for the other.
type MixedEndpointsError struct {
	// AuthHost is where the person signs in; OtherHost is where What, for
	// example the token URL, points.
	AuthHost, OtherHost, What string
}

func (e *MixedEndpointsError) Error() string {
	return fmt.Sprintf("the endpoints do not belong together: you would sign in at %s, but the %s is at %s", e.AuthHost, e.What, e.OtherHost)
}

// checkUnit holds the endpoints of a client together. A client whose app
// signs in for itself has no authorization URL; its token URL stands in.
func (c Client) checkUnit() error {
	auth := hostOf(c.AuthURL)
	if c.AuthURL == "" {
		auth = hostOf(c.TokenURL)
	}
	unit := unitOf(auth)
	for _, other := range []struct{ what, url string }{
		{"token URL", c.TokenURL}, {"revocation URL", c.RevokeURL}, {"device URL", c.DeviceURL},
	} {
		if other.url == "" {
			continue
		}
		if err := checkEndpoint(other.what, other.url); err != nil {
			return err
		}
		if host := hostOf(other.url); unitOf(host) != unit {
			return &MixedEndpointsError{AuthHost: auth, OtherHost: host, What: other.what}
		}
	}
	return nil
}

func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

func unitOf(host string) int {
	return slices.IndexFunc(units, func(hosts []string) bool { return slices.Contains(hosts, host) })
}
