package vault

import (
	"context"

	"filippo.io/age"
)

// keeper is where an identity lies.
type keeper interface {
	// load gives the identity of a recipient, or any when that is empty:
	// a *LostError when there is none.
	load(ctx context.Context, recipient string) (*age.X25519Identity, error)
	// prepare does for a new identity what may need the person, and gives
	// what makes it durable.
	prepare(ctx context.Context, id *age.X25519Identity) (store func(context.Context) error, err error)
	// found tells whether an identity of unknown recipient may lie there.
	found() bool
	// destroy forgets the identity of a recipient for good.
	destroy(ctx context.Context, recipient string) error
}
