package run

import (
	"context"

	"mailknock/auth"
	"mailknock/mail"
)

// signIn lets the person sign in, or takes the refresh token that they
// brought.
func (s *Services) signIn(ctx context.Context, j *job) (*auth.Token, error) {
	switch j.method {
	case mail.GivenRefresh:
		if j.request.Refresh.Empty() {
			return nil, field("refresh_token", "paste the refresh token")
		}
		return s.byGivenRefresh(ctx, j)
	case mail.Device:
		return s.flow(ctx, j).SignInDevice(ctx, j.oauth, j.client, j.request.Device)
	}
	return s.flow(ctx, j).SignIn(ctx, j.oauth, j.client, j.request.Handler)
}

// byGivenRefresh uses the refresh token that the person brought.
func (s *Services) byGivenRefresh(ctx context.Context, j *job) (*auth.Token, error) {
	j.refreshing = true
	t, err := s.flow(ctx, j).Refresh(ctx, j.oauth, j.client, auth.Token{Refresh: j.request.Refresh})
	if err == nil && t.Refresh.Reveal() != j.request.Refresh.Reveal() {
		j.oauth.Note("The provider gave a new refresh token for the one that you brought, which may be used up now. Save the account to keep the new one.")
	}
	return t, err
}
