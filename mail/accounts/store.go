package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"mailknock/mail"
)

// The names in the data folder.
const (
	fileName   = "accounts.json"
	backupName = fileName + ".bak"
	lockName   = fileName + ".lock"
)

// Store holds the accounts of one data folder. It is safe for concurrent use
// by goroutines and by processes. What it gives is the caller's own copy.
type Store struct {
	dir string

	// disk is held while the file is read or written, mu only for a moment:
	// List never waits for a disk.
	disk sync.Mutex

	mu sync.Mutex
	// doc is the file as it was last read or written, view what it will be
	// with the pending changes.
	doc, view document
	pending   []change
	notices   []string
	// told holds the notices about the file that were given once.
	told map[string]bool
	// seen holds the last states of each account that were given out, so
	// that a change can be told from what it changed.
	seen map[string][]mail.Account
	// stamp is the file as it was last read; nil: it was not there.
	stamp os.FileInfo
	// blocked is why the file could not be read.
	blocked error
}

// Open reads the accounts in the folder dir, which need not be there. It
// blocks for the disk, and for at most 5 s on another copy while a damaged
// file is set aside. A file that is damaged, newer or not readable is no
// error: the store then works as far as it can, and Notices says so.
func Open(dir string) (*Store, error) {
	if dir == "" {
		return nil, errors.New("the accounts need a folder")
	}
	s := &Store{dir: dir, seen: map[string][]mail.Account{}, told: map[string]bool{}}
	s.disk.Lock()
	defer s.disk.Unlock()
	loaded, err := s.read()
	if err != nil {
		s.block(err)
		return s, nil
	}
	s.take(loaded)
	return s, nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// List gives the accounts in the order in which they were added, with the
// changes that wait to be written. It never blocks for the disk.
func (s *Store) List() []mail.Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view.list()
}

// Reload reads the file again when another copy changed it, and tells whether
// it did. It is cheap when nothing changed: call it as often as you like. On
// an error the store stays as it was.
func (s *Store) Reload() (changed bool, err error) {
	s.disk.Lock()
	defer s.disk.Unlock()
	info, err := os.Lstat(s.path(fileName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	s.mu.Lock()
	same := s.blocked == nil && sameFile(info, s.stamp)
	s.mu.Unlock()
	if same {
		return false, nil
	}
	loaded, err := s.read()
	if err != nil {
		return false, err
	}
	s.take(loaded)
	return true, nil
}

func sameFile(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// Notices gives the sentences that the person should read since the last
// call: what was repaired, what another copy changed at the same time.
func (s *Store) Notices() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.notices
	s.notices = nil
	return out
}

// ReadOnly gives the sentence that says why nothing can be saved, or "".
func (s *Store) ReadOnly() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blocked != nil {
		return "Your accounts cannot be read: " + s.blocked.Error()
	}
	if s.doc.version > version {
		return (&NewerError{s.doc.version}).Error()
	}
	return ""
}

// Pending is how many changes wait to be written.
func (s *Store) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending)
}

// take makes what was read the store's content.
func (s *Store) take(l loaded) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doc, s.stamp, s.blocked = l.doc, l.stamp, nil
	s.note(l.notices...)
	if l.doc.version > version {
		l.problems = append(l.problems, (&NewerError{l.doc.version}).Error())
	}
	for _, text := range l.problems {
		if !s.told[text] {
			s.told[text] = true
			s.note(text)
		}
	}
	s.refresh()
}

func (s *Store) block(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blocked = err
	s.note("Your accounts cannot be read: " + err.Error())
}

// note keeps a sentence once. The mutex is held.
func (s *Store) note(texts ...string) {
	for _, text := range texts {
		if text != "" && !slices.Contains(s.notices, text) {
			s.notices = append(s.notices, text)
		}
	}
}
