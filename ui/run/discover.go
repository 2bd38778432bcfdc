package run

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// Discover asks the network what belongs to an address. It blocks for at most
// 8 seconds; asked gets every question when it is put and when it is answered,
// one at a time. The error is a *discover.AddressError, or a *FieldError about
// "ca_file".
func (s *Services) Discover(ctx context.Context, address, caFile string, asked func(at int, a discover.Asked)) (discover.Result, error) {
	finder, err := s.finder(caFile)
	if err != nil {
		return discover.Result{}, err
	}
	finder.OnAsked = asked
	return finder.Find(ctx, address)
}

// Conformance asks a mail domain for everything that a client can find out by
// itself, and judges the answers row by row. It blocks for at most 8 seconds;
// with trial it also registers a program and deletes it again, for which the
// person has to have agreed, and that takes up to 10 more. Its errors are those
// of Discover.
func (s *Services) Conformance(ctx context.Context, domain, caFile string, trial bool) ([]discover.Row, error) {
	finder, err := s.finder(caFile)
	if err != nil {
		return nil, err
	}
	finder.Trial = trial
	return finder.Conformance(ctx, domain)
}

// RegistrationURL asks the account's issuer where it registers clients. It
// blocks. Where it registers none, the error says so.
func (s *Services) RegistrationURL(ctx context.Context, a mail.Account) (string, error) {
	p, err := s.table.ByID(a.Provider)
	if err != nil {
		return "", err
	}
	finder, err := s.finder(a.CAFile)
	if err != nil {
		return "", err
	}
	flow := &auth.Flow{Roots: finder.Roots}
	if s.options.Transport != nil {
		flow.HTTP = &http.Client{Transport: s.options.Transport}
	}
	t := wire.NewTranscript(nil)
	c, err := flow.Discover(ctx, t.Recorder(wire.OAuth), first(a.Issuer, p.Issuer))
	cleanWords(&err, t)
	if err == nil && c.RegistrationURL == "" {
		err = fmt.Errorf("%s registers no program by itself: register one by hand", c.Issuer)
	}
	return c.RegistrationURL, err
}

// Register registers Mailknock as a client at an identity provider (RFC 7591),
// and keeps the client for the account's provider. The person has to have
// agreed to it. It blocks for at most 5 seconds each for one or two requests.
// The result is the account with its client id.
func (s *Services) Register(ctx context.Context, a mail.Account, endpoint string) (mail.Account, error) {
	finder, err := s.finder(a.CAFile)
	if err != nil {
		return a, err
	}
	plan, err := s.Plan(a)
	if err != nil {
		return a, err
	}
	if plan.RedirectURI == "" {
		return a, errors.New("there is no redirect URI to register")
	}
	request := discover.RegisterRequest{Endpoint: endpoint, Name: "Mailknock", RedirectURIs: []string{plan.RedirectURI}, Scopes: plan.Scopes}
	got, err := finder.Register(ctx, request)
	var refused *discover.RegisterError
	if errors.As(err, &refused) && refused.Code == "invalid_client_metadata" && len(request.Scopes) > 0 {
		// Some servers register their own scopes only, and know those of mail
		// at the sign-in.
		request.Scopes = nil
		got, err = finder.Register(ctx, request)
	}
	if err != nil {
		return a, err
	}
	registered := a
	registered.ClientID = got.ClientID
	if err := s.SetRegistration(ctx, registered, got.Secret); err != nil {
		// A client that nobody can use is not left behind.
		return a, errors.Join(err, finder.Unregister(context.WithoutCancel(ctx), got))
	}
	if !got.SecretExpires.IsZero() {
		s.notice("The client secret that the provider gave ends on " + got.SecretExpires.Format("2 January 2006") + ": register Mailknock anew then.")
	}
	return registered, nil
}

func (s *Services) finder(caFile string) (*discover.Finder, error) {
	f := &discover.Finder{Resolver: s.options.Resolver, Transport: s.options.Transport, Table: s.table}
	if caFile == "" {
		return f, nil
	}
	var err error
	_, f.Roots, err = readRoots(caFile)
	return f, err
}

// Fill gives the account with what was discovered about its address. Provider,
// servers, endpoints and scopes are replaced as one unit, so that none of
// another provider's stays beside them; without a provider only the address is.
func (s *Services) Fill(a mail.Account, r discover.Result) mail.Account {
	a.User = r.Address
	if r.Provider.Value == "" {
		return a
	}
	a.Provider = r.Provider.Value
	p, err := s.table.ByID(a.Provider)
	if err != nil {
		a.Provider = provider.Custom
		p, _ = s.table.ByID(a.Provider)
	}
	a.Servers, a.Scopes = nil, nil
	a.Issuer, a.AuthURL, a.TokenURL = "", "", ""
	if len(r.Servers) > 0 {
		a.Protocols = nil
	}
	for _, protocol := range wire.MailProtocols {
		found := r.Servers[protocol]
		if len(found) == 0 {
			continue
		}
		a.Protocols = append(a.Protocols, protocol)
		if len(p.Servers[protocol]) == 0 || p.Servers[protocol][0] != found[0].Server {
			if a.Servers == nil {
				a.Servers = map[wire.Protocol]wire.Server{}
			}
			a.Servers[protocol] = found[0].Server
		}
	}
	if known := p.Issuer != "" && p.Issuer == r.OAuth.Issuer.Value; p.ByIssuer && !known {
		a.Issuer, a.AuthURL, a.TokenURL = r.OAuth.Issuer.Value, r.OAuth.AuthURL.Value, r.OAuth.TokenURL.Value
		a.Scopes = r.OAuth.Scopes.Value
		a.ClientID = first(a.ClientID, r.OAuth.ClientID.Value)
		if r.OAuth.IssParameter.Source != "" {
			a.AuthURL, a.TokenURL = "", "" // the issuer's metadata says them, and more
		}
	}
	return a
}
