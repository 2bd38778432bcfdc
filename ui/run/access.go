package run

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// SignInState is what is known of how an account is signed in. It is for
// showing only.
type SignInState struct {
	// As is who signed in, empty when nobody said.
	As string
	// Mismatch warns that somebody else than the account's user signed in.
	Mismatch string
	// Until is when the access token ends; zero when there is none.
	Until        time.Time
	RefreshToken bool
	// NoRefresh is why there is no refresh token, in words.
	NoRefresh string
	// Where the refresh token lies: "in the keychain".
	Where string
}

// access gets an access token: the given one, a fresh or refreshed one, or by
// a sign-in in the browser.
func (s *Services) access(ctx context.Context, j *job) (wire.Secret, mail.Method, error) {
	if given := j.request.Token; !given.Empty() {
		j.oauth.Mask("access token", given)
		t := wire.NewSecret(token.Clean(given.Reveal()))
		if t.Empty() {
			return t, mail.GivenToken, errors.New("the access token that you gave is empty")
		}
		info := token.Inspect(t.Reveal())
		j.oauth.Note("Using the access token that you gave: %s", info.Summary())
		return t, mail.GivenToken, nil
	}
	if err := s.completeClient(ctx, j); err != nil {
		return wire.Secret{}, mail.Code, err
	}
	key := vault.AccountKey(j.account.ID)
	aim := target{hosts: j.hosts()}
	if j.provider.ID == provider.Sandbox {
		aim.sandbox = &j.client
	}
	s.store.aim(key, aim)

	refresher := s.refresher(j.account.CAFile)
	if !j.request.NewSignIn {
		ok, err := s.canRefresh(ctx, j, key)
		if err != nil {
			return wire.Secret{}, mail.Code, err
		}
		if ok {
			j.refreshing = true
			t, err := refresher.Access(ctx, j.oauth, key, j.client)
			if err != nil {
				return wire.Secret{}, mail.Code, err
			}
			s.signedInAs(j, t)
			return t.Access, mail.Code, nil
		}
	}
	flow, err := s.flow(ctx, j)
	if err != nil {
		return wire.Secret{}, mail.Code, err
	}
	t, err := flow.SignIn(ctx, j.oauth, j.client, j.request.Handler)
	if err != nil {
		return wire.Secret{}, mail.Code, err
	}
	refresher.Forget(key)
	if err := refresher.Keep(ctx, key, j.client, t); err != nil {
		return wire.Secret{}, mail.Code, err
	}
	if !t.Refresh.Empty() {
		// A token that is about to end is refreshed at once.
		j.refreshing = true
		if t, err = refresher.Access(ctx, j.oauth, key, j.client); err != nil {
			return wire.Secret{}, mail.Code, err
		}
	}
	if _, err := s.accounts.Get(j.account.ID); err == nil {
		if err := s.store.persist(ctx, key); err != nil {
			j.oauth.Note("The refresh token could not be saved and stays in memory: %v", err)
		}
	}
	s.signedInAs(j, t)
	return t.Access, mail.Code, nil
}

// canRefresh tells whether a refresh token is kept that may go where this
// account goes now.
func (s *Services) canRefresh(ctx context.Context, j *job, key string) (bool, error) {
	e, err := s.store.entry(ctx, key)
	if errors.Is(err, vault.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("could not read the saved sign-in: %w", err)
	}
	now := vault.Binding{Issuer: j.client.Issuer, TokenURL: j.client.TokenURL, ClientID: j.client.ClientID, Hosts: j.hosts()}
	if j.provider.ID == provider.Sandbox {
		now = vault.Binding{Issuer: sandboxIssuer, Hosts: now.Hosts}
	}
	if err := e.Binding.Check(now); err != nil {
		j.oauth.Note("%v", err)
		return false, nil
	}
	return !e.Refresh.Empty(), nil
}

// hosts are the mail servers that get the token.
func (j *job) hosts() []string {
	var hosts []string
	for _, p := range j.account.Protocols {
		if host := j.plan.Servers[p].Host; !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	for _, servers := range j.provider.Servers {
		for _, server := range servers {
			if !slices.Contains(hosts, server.Host) {
				hosts = append(hosts, server.Host)
			}
		}
	}
	return hosts
}

// refresher gives the one for a set of roots: one refresh at a time for each
// account.
func (s *Services) refresher(caFile string) *auth.Refresher {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.refreshers[caFile]
	if !ok {
		pool, _ := oauthRoots(caFile)
		r = &auth.Refresher{Flow: &auth.Flow{Roots: pool}, Store: s.store}
		s.refreshers[caFile] = r
	}
	return r
}

func (s *Services) flow(ctx context.Context, j *job) (*auth.Flow, error) {
	pool, err := oauthRoots(j.account.CAFile)
	if err != nil {
		return nil, err
	}
	f := &auth.Flow{Roots: pool, OpenURL: s.options.OpenURL}
	if j.provider.ID == provider.Sandbox && s.options.AutoConsent {
		f.OpenURL = consent(ctx)
		f.Timeout = consentLimit
	}
	return f, nil
}

// oauthRoots gives the system's roots and those of a PEM file; nil when there
// is no file.
func oauthRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	return pool, addRoots(pool, file)
}

// signedInAs keeps for the faces who signed in, and warns when it is somebody
// else.
func (s *Services) signedInAs(j *job, t *auth.Token) {
	info := token.Inspect(t.Access.Reveal())
	j.token = t
	state := SignInState{
		As: first(t.Identity.Email, info.User, t.Identity.Name), Until: t.Expires,
		RefreshToken: !t.Refresh.Empty(), NoRefresh: t.NoRefresh,
	}
	if state.Until.IsZero() {
		state.Until = info.Expires
	}
	if strings.Contains(state.As, "@") && !strings.EqualFold(state.As, j.account.User) && !strings.EqualFold(state.As, j.account.UserFor(wire.SMTP)) {
		state.Mismatch = fmt.Sprintf("You signed in as %s, but the mailbox is %s.", state.As, j.account.User)
		j.oauth.Note("%s Right for a shared mailbox; else sign in again and choose the other account.", state.Mismatch)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signedIn[j.account.ID] = state
}

// SignInState tells how an account is signed in. It does not block.
func (s *Services) SignInState(a mail.Account) SignInState {
	s.mu.Lock()
	state := s.signedIn[a.ID]
	s.mu.Unlock()
	if state.RefreshToken {
		state.Where = s.store.where(vault.AccountKey(a.ID))
	}
	return state
}
