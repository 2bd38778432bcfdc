package accounts

import (
	"bytes"
	"os"

	"mailknock/auth/safefile"
)

// change is one thing that was asked for. It may be applied more than once,
// each time to a document as it is now, and gives what the person should be
// told.
type change func(*document) (notice string)

// commit writes a change, and those that wait, into the file. What cannot be
// written waits; the error is then an *UnsavedError.
func (s *Store) commit(c change) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.mu.Lock()
	s.pending = append(s.pending, c)
	s.mu.Unlock()
	return s.flush()
}

// Retry writes the changes that wait. It blocks for the disk, and for at most
// 5 s on another copy. The error is an *UnsavedError.
func (s *Store) Retry() error {
	s.disk.Lock()
	defer s.disk.Unlock()
	if s.Pending() == 0 {
		return nil
	}
	return s.flush()
}

func (s *Store) flush() error {
	err := s.write()
	if err == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh()
	return &UnsavedError{Waiting: len(s.pending), Err: err}
}

// write reads the file again under the lock, applies what waits, and replaces
// it. Only then is it the store's content.
func (s *Store) write() error {
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	l, err := s.readLocked()
	if err != nil {
		return err
	}
	if l.doc.version > version {
		s.take(l)
		return &NewerError{l.doc.version}
	}
	s.mu.Lock()
	pending := s.pending
	s.mu.Unlock()
	next := l.doc.clone()
	for _, c := range pending {
		l.notices = append(l.notices, c(&next))
	}
	data, err := next.encode()
	if err != nil {
		return err
	}
	if !bytes.Equal(data, l.data) {
		if err := s.replace(l.data, data); err != nil {
			return err
		}
	}
	l.doc = next
	if l.stamp, err = os.Lstat(s.path(fileName)); err != nil {
		return err
	}
	s.mu.Lock()
	s.pending = s.pending[len(pending):]
	s.mu.Unlock()
	s.take(l)
	return nil
}

// replace keeps the old content, which was read and is good, beside the new.
func (s *Store) replace(old, data []byte) error {
	if old != nil {
		if err := safefile.Write(s.path(backupName), old); err != nil {
			return err
		}
	}
	return safefile.Write(s.path(fileName), data)
}
