package vault

import (
	"context"
	"errors"

	"filippo.io/age"
	"github.com/zalando/go-keyring"
)

// inKeychain keeps identities in the keychain, each under its recipient, so
// that two data folders of one person do not take each other's.
type inKeychain struct{ chain *Chain }

func (k inKeychain) load(ctx context.Context, recipient string) (*age.X25519Identity, error) {
	text, err := k.chain.get(ctx, recipient)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, &LostError{Keychain, recipient}
	}
	if err != nil {
		return nil, err
	}
	id, err := age.ParseX25519Identity(text)
	if err != nil || id.Recipient().String() != recipient {
		return nil, &KeychainError{State: Failed, Err: errors.New("its item is not the key of your saved sign-ins")}
	}
	return id, nil
}

func (k inKeychain) prepare(_ context.Context, id *age.X25519Identity) (func(context.Context) error, error) {
	return func(ctx context.Context) error { return k.chain.set(ctx, id.Recipient().String(), id.String()) }, nil
}

func (inKeychain) found() bool { return false }

func (k inKeychain) destroy(ctx context.Context, recipient string) error {
	return k.chain.remove(ctx, recipient)
}
