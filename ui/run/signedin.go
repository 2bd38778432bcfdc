package run

import (
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
	info := token.Inspect(t.Access.Reveal())
	// The provider may have put anything there, the token itself included.
	as := j.transcript.Redactor.Redact(first(t.Identity.Email, info.User, t.Identity.Name))
	state := SignInState{
		As: wire.Visible([]byte(as)), Until: t.Expires,
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
