package vault

import (
	"context"
	"errors"
	"fmt"
)

// Change moves all entries to another kind. The old place is destroyed only
// after every entry is in the new one, durable and read back; until then a
// failure leaves the old one as it was. It waits for those who hold a key's
// Lock: call it without one. It may block as Get and Put may.
func (v *Vault) Change(ctx context.Context, kind Kind) error {
	if _, err := ParseKind(string(kind)); err != nil {
		return err
	}
	old, from := v.at()
	if kind == old {
		return nil
	}
	if v.root == "" {
		return errors.New("this vault has no folder: it can only be kept in memory")
	}
	m := mover{vault: v, from: from, to: v.newPlace(kind), moved: map[string]bool{}}
	defer m.unlock()
	if err := m.run(ctx); err != nil {
		return fmt.Errorf("could not move your saved sign-ins, they stay in %s: %w", old.Label(), err)
	}
	if m.leftover != nil {
		v.note(fmt.Sprintf("Your sign-ins are in %s now. What is left in %s could not be removed: %v", kind.Label(), old.Label(), m.leftover))
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kind, v.place = kind, m.to
	return nil
}

// mover copies entries from place to place and holds the lock of each.
type mover struct {
	vault    *Vault
	from, to place
	moved    map[string]bool
	locks    []func()
	// leftover is why the old place could not be removed.
	leftover error
}

func (m *mover) unlock() {
	for _, u := range m.locks {
		u()
	}
}

// run copies what there is and destroys the old place, and does so again when
// another process added a key meanwhile.
func (m *mover) run(ctx context.Context) error {
	for {
		keys, err := m.from.keys(ctx)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := m.move(ctx, key); err != nil {
				return err
			}
		}
		done, err := m.from.destroy(ctx, m.moved)
		if done {
			m.leftover = err
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// move copies the entry as it is now. What an interrupted move left in the
// new place gives way unless it is newer.
func (m *mover) move(ctx context.Context, key string) error {
	if m.moved[key] {
		return nil
	}
	free, err := m.vault.Lock(ctx, key)
	if err != nil {
		return err
	}
	m.locks = append(m.locks, free)
	e, err := m.from.get(ctx, key)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	there, err := m.to.get(ctx, key)
	switch {
	case errors.Is(err, ErrPassphrase) || errors.Is(err, ErrNoPassphrase):
		return err
	case err != nil || !there.Saved.After(e.Saved):
		if err := m.to.put(ctx, e); err != nil {
			return err
		}
	}
	m.moved[key] = true
	return nil
}
