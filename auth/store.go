package auth

import (
	"context"
	"fmt"

	"mailknock/mail/wire"
)

// Saved is what a Store keeps for an account. The refresh token is bound to
// whom it may be sent to: it never goes to another token endpoint, nor in the
// name of another client.
type Saved struct {
	Refresh                    wire.Secret
	Issuer, TokenURL, ClientID string
}

// Store keeps refresh tokens. An account without one gives a zero Saved and no
// error. Its methods may block, and end with ctx.
type Store interface {
	Get(ctx context.Context, account string) (Saved, error)
	// Put is durable when it returns.
	Put(ctx context.Context, account string, s Saved) error
	// Lock keeps every other process, and every other caller in this one, from
	// refreshing the account until unlock is called.
	Lock(ctx context.Context, account string) (unlock func(), err error)
}

// BindingError tells that a refresh token was got from another provider, or by
// another client, than the account has now. It was not sent: sign in again.
type BindingError struct {
	// What differs: "issuer", "token URL" or "client ID".
	What     string
	Had, Has string
}

func (e *BindingError) Error() string {
	return fmt.Sprintf("the saved refresh token belongs to another %s (%s, now %s) and was not sent: sign in again", e.What, e.Had, e.Has)
}

// StoreError tells that the vault failed. After a refresh (Refreshed is true)
// the new refresh token is kept in memory, and stored at the next try; the
// access token is not given out until then.
type StoreError struct {
	Refreshed bool
	Err       error
}

func (e *StoreError) Error() string {
	if e.Refreshed {
		return fmt.Sprintf("the new refresh token could not be stored: %v", e.Err)
	}
	return fmt.Sprintf("the refresh token could not be read: %v", e.Err)
}

// Unwrap gives the store's error.
func (e *StoreError) Unwrap() error { return e.Err }

func (s Saved) check(c Client) error {
	for _, part := range []struct{ what, had, has string }{
		{"issuer", s.Issuer, c.Issuer},
		{"token URL", s.TokenURL, c.TokenURL},
		{"client ID", s.ClientID, c.ClientID},
	} {
		if part.had != part.has {
			return &BindingError{What: part.what, Had: part.had, Has: part.has}
		}
	}
	return nil
}
