package accounts

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"mailknock/auth/safefile"
)

// lockTimeout is how long another copy may hold the lock.
const lockTimeout = 5 * time.Second

// loaded is what was read.
type loaded struct {
	doc document
	// data is the content of the file when it is good; nil: there is none.
	data  []byte
	stamp os.FileInfo
	// notices tell what happened, problems what is wrong with the file.
	notices, problems []string
}

// damagedError tells that a file was read and is not what it should be.
type damagedError struct{ err error }

func (e *damagedError) Error() string { return "it is damaged: " + e.err.Error() }

// read reads the file, and repairs it under the lock where that is needed.
func (s *Store) read() (loaded, error) {
	l, err := s.readFile(fileName)
	if err == nil {
		return l, nil
	}
	var damaged *damagedError
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(s.path(backupName)); errors.Is(err, fs.ErrNotExist) {
			return loaded{doc: document{version: version}}, nil
		}
	} else if !errors.As(err, &damaged) {
		return loaded{}, err
	}
	unlock, err := s.lock()
	if err != nil {
		return loaded{}, err
	}
	defer unlock()
	return s.readLocked()
}

func (s *Store) lock() (func(), error) {
	if err := safefile.Dir(s.dir); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockTimeout)
	defer cancel()
	return safefile.Lock(ctx, s.path(lockName))
}

// readFile reads one file. The error is fs.ErrNotExist, a *damagedError, or
// says why it could not be read at all.
func (s *Store) readFile(name string) (loaded, error) {
	if err := safefile.CheckDir(s.dir); err != nil {
		return loaded{}, err
	}
	info, err := os.Lstat(s.path(name))
	if err != nil {
		return loaded{}, err
	}
	data, err := safefile.Read(s.path(name), maxFile)
	var large *safefile.TooLargeError
	if errors.As(err, &large) {
		return loaded{}, &damagedError{err}
	}
	if err != nil {
		return loaded{}, err
	}
	doc, problems, err := decode(data)
	if err != nil {
		return loaded{}, &damagedError{err}
	}
	return loaded{doc: doc, data: data, stamp: info, problems: problems}, nil
}

// readLocked reads the file, or what can be had in its place. The lock is
// held.
func (s *Store) readLocked() (loaded, error) {
	l, err := s.readFile(fileName)
	var damaged *damagedError
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, fs.ErrNotExist):
		return s.restore("accounts.json is missing.", "")
	case errors.As(err, &damaged):
		aside, err := s.setAside(fileName)
		if err != nil {
			return loaded{}, fmt.Errorf("accounts.json is damaged and could not be set aside: %w", err)
		}
		return s.restore("accounts.json is damaged; it is now "+aside+".", " The list starts empty.")
	}
	return loaded{}, err
}

// restore puts the last good copy in the place of a file that is gone.
func (s *Store) restore(what, otherwise string) (loaded, error) {
	l, err := s.readFile(backupName)
	var damaged *damagedError
	switch {
	case err == nil:
		if err := safefile.Write(s.path(fileName), l.data); err != nil {
			return loaded{}, err
		}
		l.stamp, err = os.Lstat(s.path(fileName))
		l.notices = append(l.notices, fmt.Sprintf("%s The copy from before the last save is used (%d accounts).", what, len(l.doc.accounts)))
		return l, err
	case errors.As(err, &damaged):
		aside, err := s.setAside(backupName)
		if err != nil {
			return loaded{}, err
		}
		otherwise = " The copy from before the last save is damaged too; it is now " + aside + ". The list starts empty."
	case !errors.Is(err, fs.ErrNotExist):
		return loaded{}, err
	}
	l = loaded{doc: document{version: version}}
	if otherwise != "" {
		l.notices = []string{what + otherwise}
	}
	return l, nil
}

// setAside renames a damaged file to a free name and gives it.
func (s *Store) setAside(name string) (string, error) {
	base := name + ".broken-" + time.Now().UTC().Format("20060102T150405Z")
	aside := base
	for i := 2; ; i++ {
		err := safefile.Move(s.path(name), s.path(aside))
		if !errors.Is(err, fs.ErrExist) {
			return aside, err
		}
		aside = fmt.Sprintf("%s-%d", base, i)
	}
}
