package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mailknock/auth/safefile"
)

const (
	secretsDir = "secrets"
	extension  = ".age"
)

// onDisk keeps one encrypted file per key in a folder of its own. What says
// that the folder is in use is its identity's recipient, the public half, in
// a file of that name: whoever writes compares it first, under the lock, so
// that nothing is ever encrypted for an identity that another process has
// destroyed.
type onDisk struct {
	kind   Kind
	dir    string
	lock   string
	keeper keeper
	key    unlocked
	// note takes what the person should be told.
	note func(string)
}

func (p *onDisk) path(key string) (string, error) {
	name, err := fileName(key)
	return filepath.Join(p.dir, name+extension), err
}

func (p *onDisk) get(ctx context.Context, key string) (Entry, error) {
	path, err := p.path(key)
	if err != nil {
		return Entry{}, err
	}
	for _, dir := range []string{filepath.Dir(p.dir), p.dir} {
		if err := safefile.CheckDir(dir); err != nil {
			return Entry{}, missing(key, err)
		}
	}
	sealed, err := safefile.Read(path, maxBlob)
	if err != nil {
		return Entry{}, missing(key, err)
	}
	id, err := p.key.open(ctx, p)
	if errors.Is(err, errNoIdentity) {
		return Entry{}, &NotFoundError{Account: key}
	}
	if err != nil {
		return Entry{}, err
	}
	return openEntry(path, sealed, key, id)
}

func missing(key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &NotFoundError{Account: key}
	}
	return err
}

func (p *onDisk) put(ctx context.Context, e Entry) error {
	path, err := p.path(e.Account)
	if err != nil {
		return err
	}
	return p.locked(ctx, func() error {
		id := p.key.cached()
		p.setAsideUnreadable(path, e.Account, id)
		sealed, plain, err := sealEntry(e, id.Recipient())
		if err != nil {
			return err
		}
		defer clear(plain)
		if err := safefile.Write(path, sealed); err != nil {
			return fmt.Errorf("could not save the sign-in: %w", err)
		}
		return readBack(path, plain, id)
	})
}

// setAsideUnreadable keeps a damaged file for whoever wants to look at it.
func (p *onDisk) setAsideUnreadable(path, key string, id decrypter) {
	old, err := safefile.Read(path, maxBlob)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		_, err = openEntry(path, old, key, id)
	}
	var unreadable *UnreadableError
	var large *safefile.TooLargeError
	if errors.As(err, &unreadable) || errors.As(err, &large) {
		_ = safefile.Move(path, asideName(path))
	}
}

func readBack(path string, plain []byte, id decrypter) error {
	sealed, err := safefile.Read(path, maxBlob)
	if err != nil {
		return err
	}
	back, err := unseal(sealed, id)
	defer clear(back)
	if err != nil || !bytes.Equal(back, plain) {
		return &UnreadableError{Path: path, Reason: "the disk did not keep what was written", Err: err}
	}
	return nil
}

func (p *onDisk) delete(ctx context.Context, key string) error {
	path, err := p.path(key)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := safefile.Lock(ctx, p.lock)
	if err != nil {
		return err
	}
	defer unlock()
	return safefile.Remove(path)
}

func (p *onDisk) forget() { p.key.forget() }

// asideName is a free name beside path.
func asideName(path string) string {
	base := path + ".broken-" + time.Now().UTC().Format("20060102T150405Z")
	name := base
	for i := 2; ; i++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s-%d", base, i)
	}
}
