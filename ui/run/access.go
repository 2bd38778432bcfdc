package run

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

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
	refresher, err := s.refresher(j)
	if err != nil {
		return wire.Secret{}, mail.Code, err
	}
	if !j.request.NewSignIn && (j.box == nil || !signInFault(j.box.Fault())) {
		ok, err := s.canReuse(ctx, j, key)
		if err != nil {
			return wire.Secret{}, mail.Code, err
		}
		if ok {
			if j.request.FreshToken {
				refresher.Forget(key)
			}
			j.refreshing = true
			t, err := refresher.Access(ctx, j.oauth, key, j.client)
			switch {
			case err == nil:
				s.signedInAs(j, t)
				return t.Access, mail.Code, nil
			case !errors.Is(err, auth.ErrNoRefreshToken):
				return wire.Secret{}, mail.Code, err
			}
		}
	}
	t, err := s.flow(ctx, j).SignIn(ctx, j.oauth, j.client, j.request.Handler)
	if err != nil {
		return wire.Secret{}, mail.Code, err
	}
	refresher.Forget(key)
	j.foreign = j.mismatch(t) != ""
	s.store.aim(key, t.Refresh, j.hosts(), j.foreign)
	if err := refresher.Keep(ctx, key, j.client, t); err != nil {
		return wire.Secret{}, mail.Code, err
	}
	s.hold(j, key, t)
	if !t.Refresh.Empty() {
		// A token that is about to end is refreshed at once.
		j.refreshing = true
		if t, err = refresher.Access(ctx, j.oauth, key, j.client); err != nil {
			return wire.Secret{}, mail.Code, err
		}
	}
	if _, err := s.accounts.Get(j.account.ID); err == nil && !j.foreign {
		if err := s.store.persist(ctx, key); err != nil {
			j.oauth.Note("The refresh token could not be saved and stays in memory: %v", err)
		}
	}
	s.signedInAs(j, t)
	return t.Access, mail.Code, nil
}

// hold remembers for whom the access token of a sign-in without a refresh
// token is: nothing else does.
func (s *Services) hold(j *job, key string, t *auth.Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, key)
	if t.Refresh.Empty() {
		s.held[key] = j.binding()
	}
}

// canReuse tells whether a sign-in is known whose tokens may go where this
// account goes now.
func (s *Services) canReuse(ctx context.Context, j *job, key string) (bool, error) {
	now := j.binding()
	s.mu.Lock()
	held, known := s.held[key]
	s.mu.Unlock()
	if known {
		if err := held.Check(now); err != nil {
			j.oauth.Note("%v", err)
			return false, nil
		}
	}
	e, err := s.store.entry(ctx, key)
	if errors.Is(err, vault.ErrNotFound) {
		return known, nil
	}
	if err != nil {
		return false, fmt.Errorf("could not read the saved sign-in: %w", err)
	}
	if err := e.Binding.Check(now); err != nil {
		j.oauth.Note("%v", err)
		return false, nil
	}
	return known || !e.Refresh.Empty(), nil
}

// binding is where the tokens of this run go.
func (j *job) binding() vault.Binding {
	if j.box != nil {
		return vault.Binding{Issuer: sandboxIssuer, Hosts: j.hosts()}
	}
	return vault.Binding{Issuer: j.client.Issuer, TokenURL: j.client.TokenURL, ClientID: j.client.ClientID, Hosts: j.hosts()}
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
// account. A sandbox has its own.
func (s *Services) refresher(j *job) (*auth.Refresher, error) {
	if j.box != nil {
		return j.box.refresher, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	r, ok := s.refreshers[string(j.pem)]
	if !ok {
		r = &auth.Refresher{Flow: &auth.Flow{Roots: j.roots}, Store: s.store}
		s.refreshers[string(j.pem)] = r
	}
	return r, nil
}

func (s *Services) flow(ctx context.Context, j *job) *auth.Flow {
	f := &auth.Flow{Roots: j.roots, OpenURL: s.options.OpenURL}
	if j.provider.ID == provider.Sandbox && s.options.AutoConsent && !j.request.Handler.NoBrowser {
		f.OpenURL = consent(ctx)
		f.Timeout = consentLimit
	}
	return f
}
