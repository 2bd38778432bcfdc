package accounts

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"mailknock/mail"
)

// NewID gives a random id for an account.
func NewID() string {
	id := make([]byte, 16)
	// It never fails, as its documentation says.
	_, _ = rand.Read(id)
	return hex.EncodeToString(id)
}

// Save adds an account, or changes the one with its id, and gives it as it
// now is, with its id and its new revision. What another copy changed since
// the account was read stays changed, field by field; where both changed the
// same field the later save counts, and Notices says so. An account that
// another copy removed is back.
//
// It blocks for the disk, and for at most 5 s on another copy. With an
// *UnsavedError the account is in the list, but not yet on the disk. Any other
// error is about the account itself, and nothing was changed.
func (s *Store) Save(a mail.Account) (mail.Account, error) {
	a = copyOf(a)
	if a.ID == "" {
		a.ID = NewID()
	}
	if a.Name == "" {
		a.Name = a.User
	}
	if err := readable(a); err != nil {
		return mail.Account{}, err
	}
	s.mu.Lock()
	base, known := s.base(a.ID, a.Revision)
	s.mu.Unlock()
	err := s.commit(func(d *document) string { return d.save(a, base, known) })
	if a.Revision == 0 {
		// Whoever made it may save it again without a look at the answer.
		s.mu.Lock()
		s.remember(a)
		s.mu.Unlock()
	}
	return s.now(a), err
}

// Update changes an account as it is now, whatever another copy did to it. It
// calls f once or more, with a copy; f must do nothing else than change it.
// The error is a *NotFoundError, or as that of Save.
func (s *Store) Update(id string, f func(*mail.Account)) (mail.Account, error) {
	s.mu.Lock()
	i := s.view.find(id)
	var now mail.Account
	if i >= 0 {
		now = copyOf(s.view.accounts[i].account)
	}
	s.mu.Unlock()
	if i < 0 {
		return mail.Account{}, &NotFoundError{Query: id}
	}
	f(&now)
	now.ID = id
	if err := readable(now); err != nil {
		return mail.Account{}, err
	}
	err := s.commit(func(d *document) string {
		i := d.find(id)
		if i < 0 {
			return fmt.Sprintf("Another copy of Mailknock removed %q; it was not changed.", now.Label())
		}
		a := copyOf(d.accounts[i].account)
		f(&a)
		a.ID, a.Revision = id, d.accounts[i].account.Revision+1
		d.accounts[i].account = a
		return ""
	})
	return s.now(now), err
}

// Remove removes an account, also one that another copy changed. One that is
// not there is no error. The secrets in the vault are the caller's to remove.
func (s *Store) Remove(id string) error {
	return s.commit(func(d *document) string {
		if i := d.find(id); i >= 0 {
			d.accounts = append(d.accounts[:i], d.accounts[i+1:]...)
		}
		return ""
	})
}

// save puts an account into the document.
func (d *document) save(mine, base mail.Account, known bool) (notice string) {
	i := d.find(mine.ID)
	if i < 0 {
		if mine.Revision > 0 {
			notice = fmt.Sprintf("Another copy of Mailknock removed %q; your later change brought it back.", mine.Label())
		}
		mine.Revision++
		d.accounts = append(d.accounts, record{account: mine})
		return notice
	}
	theirs := d.accounts[i].account
	merged, conflicts := mine, []string(nil)
	switch {
	case known:
		merged, conflicts = merge(base, mine, theirs)
	case theirs.Revision != mine.Revision:
		conflicts = differing(mine, theirs)
	}
	if len(conflicts) > 0 {
		notice = fmt.Sprintf("Another copy of Mailknock changed %q at the same time (%s). Your later change counts.",
			mine.Label(), strings.ReplaceAll(strings.Join(conflicts, ", "), "_", " "))
	}
	merged.Revision = max(mine.Revision, theirs.Revision) + 1
	d.accounts[i].account = merged
	return notice
}

// now gives an account as the list shows it.
func (s *Store) now(a mail.Account) mail.Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.view.find(a.ID); i >= 0 {
		return copyOf(s.view.accounts[i].account)
	}
	return a
}

// readable refuses an account that could not be read back from the file.
func readable(a mail.Account) error {
	text, err := encodeJSON(a)
	if err == nil {
		err = json.Unmarshal(text, &mail.Account{})
	}
	if err != nil {
		return fmt.Errorf("the account was not saved: %w", err)
	}
	return nil
}
