package terminal

import (
	"context"
	"fmt"

	"mailknock/ui/run"
)

// save keeps the account, and the registration at its provider with the
// client secret.
func (t *Terminal) save(ctx context.Context, s *run.Services, r run.Request) error {
	if err := s.SetRegistration(ctx, r.Account, r.ClientSecret); err != nil {
		return fmt.Errorf("could not save the registration: %w", err)
	}
	saved, err := s.SaveAccount(ctx, r.Account)
	if err != nil {
		return fmt.Errorf("could not save the account: %w", err)
	}
	switch state := s.SignInState(saved); {
	case state.RefreshToken:
		t.say("saved as %q; refresh token %s", saved.Label(), state.Where)
	case saved.Method.Unattended():
		t.say("saved as %q", saved.Label())
	default:
		t.say("saved as %q; without a refresh token: you sign in again next time", saved.Label())
	}
	return nil
}
