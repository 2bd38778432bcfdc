package discover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const profileDraft = "draft-ietf-mailmaint-oauth-public-06"

// resourceRows judges what the services say of who gives tokens for them.
func (s *survey) resourceRows() []Row {
	var rows []Row
	named := len(s.namedIssuers()) > 0
	for _, a := range s.resources {
		jmap := s.pacc.trusted && a.of == s.pacc.document.jmap
		row := Row{Topic: "Resource metadata", Asked: a.url, Came: shown(a.reply.words), Verdict: verdictOf(a.reply), Source: "RFC 9728 section 3, " + profileDraft + " section 3.2"}
		switch {
		case a.resource != nil && a.reply.outcome == Refused:
			row.Verdict = Contradiction
			row.Do = fmt.Sprintf("Let \"resource\" be exactly %s (RFC 9728 section 3.3).", a.of)
		case a.resource != nil && a.issuer == "":
			row.Verdict, row.Do = Wrong, "Name the issuer in authorization_servers, as an https address."
		case a.reply.unreadable:
			row.Do = "Serve a JSON document there."
		case row.Verdict == Missing && named && !jmap:
			row.Verdict, row.Came = OK, "not there, and not needed: others name the issuer, and mail protocols have no such document"
		case row.Verdict == Missing:
			row.Do = "Serve it, with resource and authorization_servers."
		}
		rows = append(rows, row)
	}
	return rows
}

// issuerRows judges each authorization server.
func (s *survey) issuerRows() []Row {
	if len(s.issuers) == 0 {
		return []Row{{
			Topic: "Authorization server", Asked: "all of the above", Came: "nobody names an issuer", Verdict: Missing,
			Do: "If mail programs can sign in with OAuth, name the issuer in PACC, autoconfig or the resource's metadata.", Source: profileDraft + " section 3.2",
		}}
	}
	var rows []Row
	for _, a := range s.issuers {
		row := Row{Topic: "Server metadata", Asked: a.url, Came: shown(a.reply.words), Verdict: verdictOf(a.reply), Source: "RFC 8414 section 3"}
		if a.url == "" {
			row.Asked = strings.Join(wellKnown(a.issuer), " and ")
		}
		switch {
		case a.metadata != nil && a.metadata.Issuer != a.issuer:
			row.Verdict, row.Source = Contradiction, "RFC 8414 section 3.3"
			row.Do = "Let \"issuer\" be letter by letter the address under which the document is found, slash at the end included."
		case a.metadata != nil && !a.good:
			row.Verdict, row.Do = Wrong, "Let every endpoint be an https address that others can reach."
		case a.reply.unreadable:
			row.Do = "Serve a JSON document there."
		case row.Verdict == Missing:
			row.Do = "Serve the metadata there: programs find the endpoints in it."
		case row.Verdict == Wrong:
			row.Do = "Serve the metadata at this address itself, over https with a certificate for the name."
		}
		rows = append(rows, row)
		if a.metadata != nil {
			rows = append(rows, a.metadata.rows(a.url)...)
		}
	}
	return rows
}

// rows judges what a server says that it can. Defaults are those of RFC 8414
// section 2.
func (m *metadata) rows(asked string) []Row {
	var rows []Row
	// list makes a row of a list that should hold some values.
	list := func(topic, member string, has []string, want []string, do, source string) {
		row := Row{Topic: topic, Asked: asked, Verdict: OK, Source: source, Came: shown(member + ": " + strings.Join(has, " "))}
		lacks := slices.DeleteFunc(slices.Clone(want), func(w string) bool { return slices.Contains(has, w) })
		switch {
		case len(lacks) == 0:
		case has == nil:
			row.Verdict, row.Came, row.Do = Missing, "no "+member, do
		default:
			row.Verdict, row.Came, row.Do = Wrong, row.Came+"; without "+strings.Join(lacks, " "), do
		}
		rows = append(rows, row)
	}
	orDefault := func(has []string, values ...string) []string {
		if has == nil {
			return values
		}
		return has
	}
	list("Authorization code", "response_types_supported", m.ResponseTypes, []string{"code"}, "Name code: it is the only way in for a mail program.", "RFC 8414 section 2")
	list("Refresh token", "grant_types_supported", orDefault(m.GrantTypes, "authorization_code", "implicit"), []string{"authorization_code", "refresh_token"},
		"Offer refresh tokens, and name refresh_token: without them a person signs in anew every hour.", "RFC 8414 section 2, "+profileDraft)
	list("PKCE", "code_challenge_methods_supported", m.Challenges, []string{"S256"}, "Offer PKCE with S256, and name it.", "RFC 7636 section 4.2, RFC 8414 section 2")
	list("Public clients", "token_endpoint_auth_methods_supported", orDefault(m.AuthMethods, "client_secret_basic"), []string{"none"},
		"Accept clients without a secret, and name none: a program that everybody has keeps no secret.", "RFC 8252 section 8.5, "+profileDraft)
	list("Scopes", "scopes_supported", m.Scopes, []string{scopeMail, scopeOffline}, "Offer the profile's scopes for mail, and name them.", profileDraft+" section 3.9")
	iss := Row{Topic: "Issuer in the redirect", Asked: asked, Came: "authorization_response_iss_parameter_supported: true", Verdict: OK, Source: "RFC 9207 section 3"}
	if !m.Iss {
		iss.Verdict, iss.Came = Missing, "authorization_response_iss_parameter_supported is not true"
		iss.Do = "Send iss with every redirect, and say so: it is what stops an answer of one server from going to another."
	}
	registration := Row{Topic: "Registration", Asked: asked, Came: "registration_endpoint: " + shown(m.RegistrationURL), Verdict: OK, Source: "RFC 7591 section 3, " + profileDraft}
	if m.RegistrationURL == "" {
		registration.Verdict, registration.Came = Missing, "no registration_endpoint"
		registration.Do = "Offer dynamic registration: else every program has to be registered by hand."
	}
	return append(rows, iss, registration)
}

// registrationURL is where one of the issuers registers programs; empty where
// none does.
func (s *survey) registrationURL() string {
	for _, a := range s.issuers {
		if a.metadata != nil && a.metadata.RegistrationURL != "" {
			return a.metadata.RegistrationURL
		}
	}
	return ""
}

// tryRegistration registers a program to see whether loopback redirects are
// accepted, and deletes it again where the provider can; where it cannot, the
// registration stays. It blocks for at most 10 seconds.
func (f *Finder) tryRegistration(ctx context.Context, endpoint string) Row {
	redirects := []string{"http://127.0.0.1/", "http://[::1]/"}
	row := Row{Topic: "Loopback redirect", Asked: endpoint, Source: "RFC 7591 section 3, RFC 8252 section 7.3"}
	r, err := f.Register(ctx, RegisterRequest{Endpoint: endpoint, Name: "Mailknock (trial)", RedirectURIs: redirects, Scopes: []string{scopeMail, scopeOffline}})
	var no *RegisterError
	switch {
	case errors.As(err, &no):
		row.Verdict, row.Came = Wrong, no.Error()
		row.Do = "Register public native clients without asking for credentials, with " + strings.Join(redirects, " and ") + ", and accept any port there."
		return row
	case err != nil:
		row.Verdict, row.Came = Unchecked, err.Error()
		return row
	case !r.Secret.Empty() && r.AuthMethod != "none":
		row.Verdict, row.Came, row.Do = Wrong, "registered, but only with a client secret", "Register the client as public, as it asked for (token_endpoint_auth_method none)."
	default:
		row.Verdict, row.Came = OK, "registered with "+strings.Join(redirects, " and ")
	}
	if err := f.Unregister(ctx, r); err != nil {
		row.Came += "; " + err.Error()
	} else {
		row.Came += "; deleted again"
	}
	return row
}
