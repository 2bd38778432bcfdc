package run

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
)

// consentLimit is how long a sandbox that consents by itself is waited for.
const consentLimit = 5 * time.Second

// startSandbox gives the running sandbox, started when it was not, with the
// fault set.
func (s *Services) startSandbox(fault string) (*sandbox.Sandbox, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sandbox != nil {
		return s.sandbox, s.sandbox.SetFault(fault)
	}
	started, err := sandbox.Start(sandbox.Options{Fault: fault, AutoConsent: s.options.AutoConsent})
	if err != nil {
		return nil, err
	}
	s.sandbox = started
	return started, nil
}

// sandboxServer is where the sandbox listens for a protocol. A fault may be
// met only by one kind of security.
func sandboxServer(box *sandbox.Sandbox, p wire.Protocol, security wire.Security) wire.Server {
	for _, f := range sandbox.Faults() {
		if f.ID == box.Fault() && f.Security != "" {
			security = f.Security
		}
	}
	return box.Server(p, security)
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
