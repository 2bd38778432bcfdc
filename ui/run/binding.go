package run

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"mailknock/auth"
	"mailknock/auth/vault"
)

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
