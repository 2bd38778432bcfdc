package run

import (
	"context"
	"crypto/x509"
	"os"
	"strings"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// job is a request with everything that it needs worked out.
type job struct {
	request    Request
	account    mail.Account
	method     mail.Method
	provider   provider.Provider
	plan       Plan
	secret     wire.Secret
	client     auth.Client
	box        *box           // nil at every provider but the sandbox
	roots      *x509.CertPool // beside the system's
	pem        []byte         // what they were read from
	transcript *wire.Transcript
	oauth      *wire.Recorder
	// foreign tells that somebody else than the account's user signed in.
	foreign bool
	// token is what the sign-in brought, nil when the person brought it;
	// refreshing tells that a saved sign-in was used.
	token      *auth.Token
	refreshing bool
	// tokenUnknown is what the provider said when it did not know the token.
	tokenUnknown string
}

// prepare works out what a request needs. It starts the sandbox when the
// account is there. The error is a *FieldError where a field is to blame.
func (s *Services) prepare(ctx context.Context, r Request, t *wire.Transcript) (*job, error) {
	j := &job{request: r, account: r.Account, transcript: t, oauth: t.Recorder(wire.OAuth)}
	var err error
	if j.plan, err = s.Plan(r.Account); err != nil {
		return nil, err
	}
	if j.provider, err = s.table.ByID(r.Account.Provider); err != nil {
		return nil, err
	}
	if j.account.ClientID == "" || j.account.Tenant == "" {
		known := s.Registration(j.account)
		j.account.ClientID = first(j.account.ClientID, known.ClientID)
		j.account.Tenant = first(j.account.Tenant, known.Tenant)
	}
	if r.Account.CAFile != "" {
		if j.pem, j.roots, err = readRoots(r.Account.CAFile); err != nil {
			return nil, err
		}
	}
	if j.provider.ID == provider.Sandbox {
		return j, s.prepareSandbox(j)
	}
	return j, nil
}

func (s *Services) prepareSandbox(j *job) error {
	if err := CheckFault(j.account.Fault); err != nil {
		return err
	}
	// Some faults are met by one way to sign in only.
	j.account.Method = first(mail.Method(faultOf(j.account.Fault).Method), j.account.Method)
	b, err := s.startSandbox(j.account.Fault)
	if err != nil {
		return err
	}
	for p := range j.plan.Servers {
		if _, typed := j.account.Servers[p]; !typed {
			j.plan.Servers[p] = sandboxServer(b, p, wire.ImplicitTLS)
		}
	}
	j.roots = x509.NewCertPool()
	j.roots.AppendCertsFromPEM(b.RootPEM())
	j.box, j.client = b, b.client
	return nil
}

// completeClient fills in the registration and the endpoints. It reads the
// metadata of an issuer, which is the only thing that takes time.
func (s *Services) completeClient(ctx context.Context, j *job) error {
	a := j.account
	j.secret = j.request.ClientSecret
	switch {
	case !j.secret.Empty() && a.KeyFile != "" && a.Method != mail.ServiceAccount:
		return field("client_secret", "the app has a key file: it proves itself by one of the two, so leave the client secret out, or the key file")
	case j.secret.Empty() && a.KeyFile == "":
		var err error
		if j.secret, err = s.savedClientSecret(ctx, j.provider, a); err != nil {
			return err
		}
	}
	if err := checkSignIn(j.provider, a, !j.secret.Empty()); err != nil {
		return err
	}
	if err := s.endpoints(ctx, j); err != nil {
		return err
	}
	if j.provider.ID != provider.Sandbox {
		j.client.ClientID = a.ClientID
	}
	j.client.ClientSecret = j.secret
	j.client.Scopes = j.plan.Scopes
	j.client.AuthParams = j.provider.AuthParams
	j.client.LoginHint = a.User
	j.client.Redirect = auth.Redirect{
		Host: first(a.RedirectHost, j.provider.RedirectHost),
		Port: redirectPort(j.provider, a),
		Path: first(a.RedirectPath, j.provider.RedirectPath),
	}
	if j.provider.Redirect == provider.RedirectHTTPS && a.RedirectHost == "" {
		j.client.Redirect = auth.Redirect{URI: j.provider.Registration.RedirectURI}
	}
	if a.KeyFile != "" && a.Method != mail.ServiceAccount {
		if err := j.readClientKey(); err != nil {
			return err
		}
	}
	j.sandboxApp()
	return nil
}

// endpoints fills in where the client is asked: those of a preset, those that
// the person typed, or those of an issuer's metadata.
func (s *Services) endpoints(ctx context.Context, j *job) error {
	a := j.account
	switch {
	case j.provider.ID == provider.Sandbox:
	case j.provider.ByIssuer && a.AuthURL != "" && a.TokenURL != "":
		j.client = auth.Client{Issuer: a.Issuer, AuthURL: a.AuthURL, TokenURL: a.TokenURL}
	case j.provider.ByIssuer:
		var err error
		if j.client, err = s.flow(ctx, j).Discover(ctx, j.oauth, first(a.Issuer, j.provider.Issuer)); err != nil {
			return err
		}
	default:
		j.client = presetClient(j.provider, a)
	}
	return nil
}

func presetClient(p provider.Provider, a mail.Account) auth.Client {
	tenant := strings.NewReplacer("{tenant}", first(a.Tenant, p.Tenant))
	return auth.Client{
		Issuer:  p.Issuer,
		AuthURL: tenant.Replace(p.AuthURL), TokenURL: tenant.Replace(p.TokenURL),
		RevokeURL: tenant.Replace(p.RevokeURL), JWKSURL: tenant.Replace(p.JWKSURL), DeviceURL: tenant.Replace(p.DeviceURL),
		IssParameter: p.IssParameter,
	}
}

// readRoots reads the certificates of a PEM file. The error is a *FieldError
// about "ca_file".
func readRoots(file string) (pem []byte, roots *x509.CertPool, err error) {
	if pem, err = os.ReadFile(file); err != nil {
		return nil, nil, field("ca_file", "%v", err)
	}
	roots = x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, nil, field("ca_file", "%s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return pem, roots, nil
}

// first gives the first value that is not empty.
func first[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
