package run

import (
	"context"
	"fmt"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/auth/vault"
	"mailknock/mail"
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

// signedInAs keeps for the faces who signed in, and warns when it is somebody
// else.
func (s *Services) signedInAs(j *job, t *auth.Token) {
	j.token = t
	state := SignInState{
		As: j.who(t), Mismatch: j.mismatch(t), Until: t.Expires,
		RefreshToken: !t.Refresh.Empty(), NoRefresh: t.NoRefresh,
	}
	if state.Until.IsZero() {
		state.Until = token.Inspect(t.Access.Reveal()).Expires
	}
	if state.Mismatch != "" {
		j.oauth.Note("%s Right for a shared mailbox; else sign in again and choose the other account.", state.Mismatch)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if j.request.Trial {
		state.Mismatch = s.signedIn[j.account.ID].Mismatch // the account itself is as it was
	}
	s.signedIn[j.account.ID] = state
}

// who is whom a token was given to, as its provider says; masked, because the
// provider may have put anything there, the token itself included.
func (j *job) who(t *auth.Token) string {
	as := first(t.Identity.Email, token.Inspect(t.Access.Reveal()).User, t.Identity.Name)
	return wire.Visible([]byte(j.transcript.Redactor.Redact(as)))
}

// mismatch warns that somebody else than the account's user signed in; empty
// when not, or when nobody said who did.
func (j *job) mismatch(t *auth.Token) string {
	who := j.who(t)
	if !strings.Contains(who, "@") || strings.EqualFold(who, j.account.User) || strings.EqualFold(who, j.account.UserFor(wire.SMTP)) {
		return ""
	}
	return fmt.Sprintf("You signed in as %s, but the mailbox is %s.", who, j.account.User)
}

// settle saves the sign-in of somebody else when a server took it for the
// account's mailbox. Otherwise a saved sign-in, which may work, stays.
func (s *Services) settle(ctx context.Context, j *job, checks []mail.Result) {
	if _, err := s.accounts.Get(j.account.ID); err != nil || !j.foreign || j.request.Trial {
		return
	}
	for _, c := range checks {
		for _, step := range c.Steps {
			if step.Name != wire.Authenticate || !step.OK {
				continue
			}
			if err := s.store.persist(ctx, vault.AccountKey(j.account.ID)); err != nil {
				j.oauth.Note("The refresh token could not be saved and stays in memory: %v", err)
			}
			return
		}
	}
	j.oauth.Note("No server took this sign-in for %s: it stays in memory, and what was saved before is kept.", j.account.User)
}

// SignInState tells how an account is signed in. It does not block.
func (s *Services) SignInState(a mail.Account) SignInState {
	s.mu.Lock()
	state, known := s.signedIn[a.ID]
	s.mu.Unlock()
	key := vault.AccountKey(a.ID)
	if !known {
		state.RefreshToken = s.store.has(key)
	}
	if state.RefreshToken {
		state.Where = s.store.where(key)
	}
	return state
}
