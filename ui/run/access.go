package run

import (
	"context"
	"errors"
	"strings"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// access gets an access token: the given one, or by the account's way to sign
// in.
func (s *Services) access(ctx context.Context, j *job) (wire.Secret, error) {
	j.method = first(j.account.Method, mail.Code)
	switch {
	case !j.request.Token.Empty():
		j.method = mail.GivenToken
		return given(j)
	case !j.request.Refresh.Empty():
		j.method = mail.GivenRefresh
	case j.method == mail.GivenToken:
		j.method = mail.Code
	}
	if err := s.completeClient(ctx, j); err != nil {
		return wire.Secret{}, err
	}
	refresher, err := s.refresher(j)
	if err != nil {
		return wire.Secret{}, err
	}
	var t *auth.Token
	if j.method.Unattended() {
		t, err = s.unattended(ctx, j, refresher)
	} else {
		t, err = s.attended(ctx, j, refresher)
	}
	if err != nil {
		return wire.Secret{}, err
	}
	s.signedInAs(j, t)
	return t.Access, nil
}

// given takes the access token that the person brought.
func given(j *job) (wire.Secret, error) {
	j.oauth.Mask("access token", j.request.Token)
	t := wire.NewSecret(token.Clean(j.request.Token.Reveal()))
	if t.Empty() {
		return t, errors.New("the access token that you gave is empty")
	}
	info := token.Inspect(t.Reveal())
	j.oauth.Note("Using the access token that you gave: %s", info.Summary())
	return t, nil
}

// unattended gets a token that needs no person. It is for the hosts that the
// account names now, and for no others.
func (s *Services) unattended(ctx context.Context, j *job, r *auth.Refresher) (*auth.Token, error) {
	flow := s.flow(ctx, j)
	source := flow.ClientCredentialsSource(j.client)
	if j.method == mail.ServiceAccount {
		sa, err := j.serviceAccount()
		if err != nil {
			return nil, err
		}
		j.client.ClientID = sa.ClientID
		source = flow.ServiceAccountSource(sa, j.account.User, j.client.Scopes)
	}
	source.Key += "\x00" + strings.Join(j.hosts(), "\x00")
	key := vault.AccountKey(j.account.ID)
	if j.request.FreshToken || j.request.NewSignIn {
		r.Forget(key)
	}
	return r.AccessFrom(ctx, j.oauth, key, source)
}

// attended gets a token for a person: by the sign-in that is known, else by a
// new one.
func (s *Services) attended(ctx context.Context, j *job, r *auth.Refresher) (*auth.Token, error) {
	key := vault.AccountKey(j.account.ID)
	if t, err := s.reuse(ctx, j, r, key); t != nil || err != nil {
		return t, err
	}
	t, err := s.signIn(ctx, j)
	if err != nil {
		return nil, err
	}
	r.Forget(key)
	// What an experiment brings does not replace what was saved.
	j.foreign = j.request.Trial || j.mismatch(t) != ""
	s.store.aim(key, t.Refresh, j.hosts(), j.foreign)
	if err := r.Keep(ctx, key, j.client, t); err != nil {
		return nil, err
	}
	s.hold(j, key, t)
	if !t.Refresh.Empty() {
		// A token that is about to end is refreshed at once.
		j.refreshing = true
		if t, err = r.Access(ctx, j.oauth, key, j.client); err != nil {
			return nil, err
		}
	}
	if _, err := s.accounts.Get(j.account.ID); err == nil && !j.foreign {
		if err := s.store.persist(ctx, key); err != nil {
			j.oauth.Note("The refresh token could not be saved and stays in memory: %v", err)
		}
	}
	return t, nil
}

// reuse gets a token by the sign-in that is known; nil where there is none.
func (s *Services) reuse(ctx context.Context, j *job, r *auth.Refresher, key string) (*auth.Token, error) {
	if j.request.NewSignIn || !j.request.Refresh.Empty() || j.box != nil && signInFault(j.box.Fault()) {
		return nil, nil
	}
	ok, err := s.canReuse(ctx, j, key)
	if err != nil || !ok {
		return nil, err
	}
	if j.request.FreshToken {
		r.Forget(key)
	}
	j.refreshing = true
	t, err := r.Access(ctx, j.oauth, key, j.client)
	if errors.Is(err, auth.ErrNoRefreshToken) {
		j.refreshing = false
		return nil, nil
	}
	return t, err
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
