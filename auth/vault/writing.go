package vault

import (
	"context"
	"errors"
	"path/filepath"

	"filippo.io/age"

	"mailknock/auth/safefile"
)

// locked runs write under the lock of all folders, with the identity of this
// one loaded and its recipient compared. It makes an identity where there is
// none. The person and the keychain are asked before the lock is taken, so
// that nobody else waits for them.
func (p *onDisk) locked(ctx context.Context, write func() error) error {
	secrets := filepath.Dir(p.dir)
	for _, dir := range []string{filepath.Dir(secrets), secrets} {
		if err := safefile.Dir(dir); err != nil {
			return err
		}
	}
	for {
		store, err := p.ready(ctx)
		if err != nil {
			return err
		}
		done, err := p.attempt(ctx, store, write)
		if done || err != nil {
			return err
		}
	}
}

// ready loads the identity. Where there is none, it prepares one and gives
// what stores it.
func (p *onDisk) ready(ctx context.Context) (store func() error, err error) {
	_, err = p.key.open(ctx, p)
	var lost *LostError
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &lost):
		if err := p.setAside(ctx, lost.recipient); err != nil {
			return nil, err
		}
		p.note(lost.Error() + ". What it had saved is set aside in " + filepath.Dir(p.dir) + ".")
	case !errors.Is(err, errNoIdentity):
		return nil, err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	durable, err := p.keeper.prepare(ctx, id)
	if err != nil {
		return nil, err
	}
	return func() error {
		if err := durable(ctx); err != nil {
			return err
		}
		if err := p.writeRecipient(id.Recipient().String()); err != nil {
			return err
		}
		p.key.keep(id)
		return nil
	}, nil
}

// attempt tells false when another process changed the folder in between.
func (p *onDisk) attempt(ctx context.Context, store, write func() error) (done bool, err error) {
	unlock, err := safefile.Lock(ctx, p.lock)
	if err != nil {
		return false, err
	}
	defer unlock()
	if err := safefile.Dir(p.dir); err != nil {
		return false, err
	}
	recipient, err := p.recipient()
	if err != nil {
		return false, err
	}
	switch {
	case recipient == "" && store != nil && !p.keeper.found():
		if err := store(); err != nil {
			return false, err
		}
	case recipient == "" && store == nil:
		// Somebody died between the identity and its recipient, or moved all
		// away.
		if !p.keeper.found() {
			return false, nil
		}
		if err := p.writeRecipient(p.key.cached().Recipient().String()); err != nil {
			return false, err
		}
	case !p.key.fits(recipient):
		return false, nil
	}
	return true, write()
}

func (p *onDisk) writeRecipient(recipient string) error {
	return safefile.Write(filepath.Join(p.dir, recipientName), []byte(recipient+"\n"))
}

// setAside renames the folder of a lost identity. Another process may have
// done so before.
func (p *onDisk) setAside(ctx context.Context, lost string) error {
	unlock, err := safefile.Lock(ctx, p.lock)
	if err != nil {
		return err
	}
	defer unlock()
	recipient, err := p.recipient()
	if err != nil || recipient != lost {
		return err
	}
	return safefile.Move(p.dir, asideName(p.dir))
}
