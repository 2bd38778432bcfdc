package run

import (
	"context"
	"errors"

	"mailknock/auth"
	"mailknock/auth/vault"
	"mailknock/mail/wire"
)

// Probe answers "will it still work next week?" about an account that is
// signed in: it refreshes now, and tells what will end the sign-in. It blocks;
// the sink is that of Run. The result and the error are those of
// auth.Refresher.Probe, in words that may be shown.
func (s *Services) Probe(ctx context.Context, r Request, sink func(wire.Event)) (*auth.Probe, error) {
	t := wire.NewTranscript(sink)
	p, err := s.probe(ctx, r, t)
	cleanWords(&err, t)
	return p, err
}

func (s *Services) probe(ctx context.Context, r Request, t *wire.Transcript) (*auth.Probe, error) {
	j, err := s.prepare(ctx, r, t)
	if err != nil {
		return nil, err
	}
	if r.Account.Method.Unattended() {
		return nil, errors.New("there is no sign-in to end here: the app gets a new token by its own secret or key, for as long as that is good")
	}
	if err := s.completeClient(ctx, j); err != nil {
		return nil, err
	}
	key := vault.AccountKey(j.account.ID)
	ok, err := s.canReuse(ctx, j, key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errors.New("you are not signed in: sign in first")
	}
	refresher, err := s.refresher(j)
	if err != nil {
		return nil, err
	}
	p, err := refresher.Probe(ctx, j.oauth, key, j.client)
	if p != nil {
		s.signedInAs(j, p.Token)
	}
	return p, err
}

// ProbeWords says what a probe has shown, a sentence each. failed is the error
// that came with it.
func ProbeWords(p *auth.Probe, failed error) []string {
	lines := []string{"The refresh token works.", RotationWords(p, failed)}
	for _, e := range p.Endings {
		text := e.Text
		if e.Source != "" {
			text += " (" + e.Source + ")"
		}
		lines = append(lines, text)
	}
	return lines
}

// RotationWords says in a sentence whether a refresh token lasts from one use to
// the next.
func RotationWords(p *auth.Probe, failed error) string {
	switch {
	case p.Rotates && p.NewWorks:
		return "The provider gives a new one at each use; the new one works too, and is kept."
	case p.Rotates && NewRefused(failed):
		return "The provider gave a new one, and then refused it: " + failed.Error()
	case p.Rotates && failed != nil:
		return "The provider gives a new one at each use. Whether the new one works could not be seen: " + failed.Error()
	case p.Rotates:
		return "The provider gives a new one at each use."
	}
	return "The provider lets it be used again and again."
}

// NewRefused tells whether the provider refused the refresh token that it had
// just given, by the error that came with a probe. Any other failure says
// nothing of the token.
func NewRefused(failed error) bool {
	var refusal *auth.TokenError
	return errors.As(failed, &refusal) && refusal.SignInAgain()
}

// TryRegistration asks the provider what it thinks of the account's client,
// without a person. It blocks; the sink is that of Run. Its errors are those of
// auth.Flow.TryRegistration, in words that may be shown.
func (s *Services) TryRegistration(ctx context.Context, r Request, sink func(wire.Event)) (auth.Verdict, error) {
	t := wire.NewTranscript(sink)
	v, err := s.tryRegistration(ctx, r, t)
	cleanWords(&err, t)
	return v, err
}

func (s *Services) tryRegistration(ctx context.Context, r Request, t *wire.Transcript) (auth.Verdict, error) {
	j, err := s.prepare(ctx, r, t)
	if err != nil {
		return auth.Verdict{}, err
	}
	if err := s.completeClient(ctx, j); err != nil {
		return auth.Verdict{}, err
	}
	return s.flow(ctx, j).TryRegistration(ctx, j.oauth, j.client)
}
