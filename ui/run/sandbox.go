package run

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
)

// consentLimit is how long a sandbox that consents by itself is waited for.
const consentLimit = 5 * time.Second

// box is a running sandbox. Each fault has one of its own: runs beside each
// other may play different ones, and no access token that was got under one
// fault is used under another.
type box struct {
	*sandbox.Sandbox
	client    auth.Client
	refresher *auth.Refresher
}

// startSandbox gives the sandbox that plays a fault, started when it was not.
func (s *Services) startSandbox(fault string) (*box, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if b, ok := s.boxes[fault]; ok {
		return b, nil
	}
	started, err := sandbox.Start(sandbox.Options{Fault: fault, AutoConsent: s.options.AutoConsent})
	if err != nil {
		return nil, err
	}
	b := &box{Sandbox: started, client: auth.Client{
		Issuer: started.Issuer(), AuthURL: started.AuthURL(), TokenURL: started.TokenURL(), RevokeURL: started.RevokeURL(),
		JWKSURL: started.JWKSURL(), DeviceURL: started.DeviceURL(), ClientID: started.ClientID(), IssParameter: true,
	}}
	b.refresher = &auth.Refresher{Flow: &auth.Flow{}, Store: sandboxStore{s.store, b.client}}
	s.boxes[fault] = b
	return b, nil
}

// Faults lists what the sandbox can play: what every way to sign in meets, then
// what only one does.
func Faults() []sandbox.Fault {
	all := sandbox.Faults()
	for _, m := range []string{sandbox.MethodDevice, sandbox.MethodClientCredentials, sandbox.MethodServiceAccount} {
		all = append(all, sandbox.FaultsOf(m)...)
	}
	return all
}

// faultOf finds a fault; zero where there is none of this id.
func faultOf(id string) sandbox.Fault {
	for _, f := range Faults() {
		if f.ID == id {
			return f
		}
	}
	return sandbox.Fault{}
}

// CheckFault tells what is wrong with the id of a fault, if anything; the empty
// id is no fault. The error is a *FieldError.
func CheckFault(id string) error {
	known := []string{}
	for _, f := range Faults() {
		if f.ID == id {
			return nil
		}
		known = append(known, f.ID)
	}
	if id == "" {
		return nil
	}
	return field("fault", "the sandbox cannot play %q: it knows %s", id, strings.Join(known, ", "))
}

// signInFault tells whether a fault is met only by whoever signs in: a saved
// sign-in would go past it.
func signInFault(id string) bool {
	return strings.HasPrefix(faultOf(id).Cause, "oauth.")
}

// sandboxIssuer binds the tokens of the sandbox, whose addresses change with
// every start.
const sandboxIssuer = "the built-in sandbox"

// sandboxStore is the auth.Store of a sandbox: a token that one sandbox gave
// is good at every other one.
type sandboxStore struct {
	*secretStore
	client auth.Client
}

// Get is part of auth.Store.
func (s sandboxStore) Get(ctx context.Context, key string) (auth.Saved, error) {
	saved, err := s.secretStore.Get(ctx, key)
	if err == nil && saved.Issuer == sandboxIssuer {
		saved.Issuer, saved.TokenURL, saved.ClientID = s.client.Issuer, s.client.TokenURL, s.client.ClientID
	}
	return saved, err
}

// Put is part of auth.Store.
func (s sandboxStore) Put(ctx context.Context, key string, saved auth.Saved) error {
	return s.secretStore.Put(ctx, key, auth.Saved{Refresh: saved.Refresh, Issuer: sandboxIssuer})
}

// sandboxServer is where the sandbox listens for a protocol. A fault may be
// met only by one kind of security.
func sandboxServer(b *box, p wire.Protocol, security wire.Security) wire.Server {
	return b.Server(p, first(faultOf(b.Fault()).Security, security))
}

// consent stands in for the browser at a sandbox that consents by itself: it
// follows the redirects to the catcher.
func consent(ctx context.Context) func(string) error {
	return func(url string) error {
		ctx, cancel := context.WithTimeout(ctx, consentLimit)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		// Both ends are on this machine: no proxy.
		transport := &http.Transport{DisableKeepAlives: true}
		answer, err := (&http.Client{Transport: transport}).Do(request)
		if err != nil {
			return fmt.Errorf("could not open the sandbox's page: %w", err)
		}
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
		return err
	}
}
