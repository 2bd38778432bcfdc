package vault

import (
	"context"
	"errors"
	"os"
)

// Unlock loads the identity now, so that a wrong passphrase or a locked
// keychain shows before anything depends on it. Where there is no identity yet
// it does nothing. It blocks and fails as Get does.
func (v *Vault) Unlock(ctx context.Context) error {
	_, p := v.at()
	disk, ok := p.(*onDisk)
	if !ok {
		return nil
	}
	_, err := disk.key.open(ctx, disk)
	if errors.Is(err, errNoIdentity) {
		return nil
	}
	return err
}

// Has tells whether there is an entry for a key, readable or not. It opens
// nothing and asks nobody.
func (v *Vault) Has(account string) bool {
	_, p := v.at()
	switch p := p.(type) {
	case *onDisk:
		path, err := p.path(account)
		if err != nil {
			return false
		}
		_, err = os.Lstat(path)
		return err == nil
	case *inMemory:
		p.mu.Lock()
		defer p.mu.Unlock()
		_, ok := p.entries[account]
		return ok
	}
	return false
}
