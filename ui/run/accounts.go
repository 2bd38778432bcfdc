package run

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/accounts"
)

// Accounts gives the saved accounts, sorted by label. Changes of another
// running copy are read first.
func (s *Services) Accounts() []mail.Account {
	if _, err := s.accounts.Reload(); err != nil {
		s.notice(err.Error())
	}
	list := s.accounts.List()
	slices.SortStableFunc(list, func(a, b mail.Account) int {
		return strings.Compare(strings.ToLower(a.Label()), strings.ToLower(b.Label()))
	})
	return list
}

// FindAccount finds a saved account by its id, name or address.
func (s *Services) FindAccount(name string) (mail.Account, error) { return s.accounts.Get(name) }

// SaveAccount stores an account, and in the vault the refresh token that a run
// got for it. It gives the account as it is stored now, also with an error that
// is about the refresh token alone; zero where it is not on the disk.
func (s *Services) SaveAccount(ctx context.Context, a mail.Account) (mail.Account, error) {
	if before, err := s.accounts.Get(a.ID); err == nil && !sameSettings(before, a) {
		a.Last = maps.Clone(a.Last)
		for p, last := range a.Last {
			last.Good = time.Time{} // that was with other settings
			a.Last[p] = last
		}
	}
	saved, err := s.accounts.Save(a)
	if err != nil {
		return mail.Account{}, err
	}
	if err := s.store.persist(ctx, vault.AccountKey(saved.ID)); err != nil {
		return saved, fmt.Errorf("the account is saved, but its refresh token is not: %w", err)
	}
	return saved, nil
}

// RemoveAccount removes an account and its refresh token. It waits for a
// refresh that is under way.
func (s *Services) RemoveAccount(ctx context.Context, id string) error {
	key := vault.AccountKey(id)
	unlock, err := s.store.Lock(ctx, key)
	if err == nil {
		err = s.store.forget(ctx, key)
		unlock()
	}
	if err != nil {
		return fmt.Errorf("could not remove the refresh token, so the account stays: %w", err)
	}
	s.forget(id)
	return s.accounts.Remove(id)
}

// forget drops what memory holds of an account.
func (s *Services) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.signedIn, id)
	delete(s.held, vault.AccountKey(id))
	for _, r := range s.allRefreshers() {
		r.Forget(vault.AccountKey(id))
	}
}

// Import adds the accounts of an exported file and tells how many. What the
// person should look at before they use them is among the notices.
func (s *Services) Import(_ context.Context, r io.Reader) (int, error) {
	bundle, err := accounts.ReadBundle(r)
	if err != nil {
		return 0, err
	}
	added, err := s.accounts.Add(bundle)
	for _, note := range bundle.Notes {
		s.notice(note)
	}
	return len(added), err
}

// Export writes the accounts, without secrets.
func (s *Services) Export(w io.Writer) error { return s.accounts.Export(w) }

// Notices gives what the person should be told since the last call.
func (s *Services) Notices() []string {
	s.mu.Lock()
	list := s.notices
	s.notices = nil
	s.mu.Unlock()
	list = append(list, s.accounts.Notices()...)
	if v := s.store.current(); v != nil {
		list = append(list, v.Notices()...)
	}
	return list
}

func (s *Services) notice(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, text)
}
