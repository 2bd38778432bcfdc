package run

import (
	"fmt"
	"strings"

	"mailknock/mail"
	"mailknock/mail/provider"
)

// redirectURI gives the redirect URI to register at the provider.
func redirectURI(p provider.Provider, a mail.Account) string {
	if a.RedirectPort == 0 && a.RedirectPath == "" && a.RedirectHost == "" {
		return p.Registration.RedirectURI
	}
	host := a.RedirectHost
	if host == "" {
		host = p.RedirectHost
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	uri := "http://" + host
	if port := redirectPort(p, a); port != 0 {
		uri += fmt.Sprintf(":%d", port)
	}
	if path := first(a.RedirectPath, p.RedirectPath); path != "/" {
		uri += path
	}
	return uri
}

// redirectPort gives the port of the redirect URI: 0 for any.
func redirectPort(p provider.Provider, a mail.Account) int {
	if a.RedirectPort != 0 {
		return a.RedirectPort
	}
	return p.RedirectPort
}
