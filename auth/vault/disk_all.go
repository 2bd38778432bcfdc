package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mailknock/auth/safefile"
)

// keys gives the keys of the entries. They stand inside the files; a damaged
// file has none and is left out.
func (p *onDisk) keys(ctx context.Context) ([]string, error) {
	names, err := p.names()
	if err != nil || len(names) == 0 {
		return nil, err
	}
	id, err := p.key.open(ctx, p)
	if errors.Is(err, errNoIdentity) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, name := range names {
		path := filepath.Join(p.dir, name)
		sealed, err := safefile.Read(path, maxBlob)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if key, err := keyOf(path, sealed, id); err == nil {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// keyOf reads the key inside a file and checks that the file is its own.
func keyOf(path string, sealed []byte, id decrypter) (string, error) {
	plain, err := unseal(sealed, id)
	if err != nil {
		return "", &UnreadableError{Path: path, Reason: reason(err), Err: err}
	}
	defer clear(plain)
	key, err := innerKey(plain)
	if err != nil {
		return "", &UnreadableError{Path: path, Reason: err.Error()}
	}
	if name, err := fileName(key); err != nil || name+extension != filepath.Base(path) {
		return "", &UnreadableError{Path: path, Reason: "it was put in another's place"}
	}
	return key, nil
}

// names lists the files of entries.
func (p *onDisk) names() ([]string, error) {
	if err := safefile.CheckDir(p.dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, extension) && strings.Contains(name, "=") && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	return names, nil
}

// destroy first removes the recipient: from then on nobody writes here. A
// damaged file is set aside, not removed.
func (p *onDisk) destroy(ctx context.Context, moved map[string]bool) (bool, error) {
	if _, err := os.Lstat(p.dir); errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	unlock, err := safefile.Lock(ctx, p.lock)
	if err != nil {
		return false, err
	}
	defer unlock()
	recipient, err := p.recipient()
	if err != nil {
		return false, err
	}
	remove, aside, done, err := p.sort(moved)
	if !done || err != nil {
		return false, err
	}
	if err := safefile.Remove(filepath.Join(p.dir, recipientName)); err != nil {
		return false, err
	}
	for _, path := range remove {
		err = errors.Join(err, safefile.Remove(path))
	}
	for _, path := range aside {
		err = errors.Join(err, safefile.Move(path, asideName(path)))
	}
	if recipient != "" {
		err = errors.Join(err, p.keeper.destroy(ctx, recipient))
	}
	p.key.forget()
	// A folder that holds what was set aside stays.
	_ = os.Remove(p.dir)
	return true, err
}

// sort tells the files of moved keys from the damaged ones, and gives false
// when there is any other.
func (p *onDisk) sort(moved map[string]bool) (remove, aside []string, done bool, err error) {
	names, err := p.names()
	if err != nil {
		return nil, nil, false, err
	}
	gone := map[string]bool{}
	for key := range moved {
		if name, err := fileName(key); err == nil {
			gone[name+extension] = true
		}
	}
	id := p.key.cached()
	for _, name := range names {
		path := filepath.Join(p.dir, name)
		if gone[name] {
			remove = append(remove, path)
			continue
		}
		sealed, err := safefile.Read(path, maxBlob)
		if err == nil && id != nil {
			if _, err := keyOf(path, sealed, id); err == nil {
				return nil, nil, false, nil
			}
		}
		aside = append(aside, path)
	}
	return remove, aside, true, nil
}
