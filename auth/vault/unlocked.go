package vault

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"filippo.io/age"

	"mailknock/auth/safefile"
)

// errNoIdentity tells that a folder has no identity yet, or no more.
var errNoIdentity = errors.New("no identity")

type decrypter = *age.X25519Identity

// unlocked is the identity of a folder, loaded once. Many may ask at a time,
// and the keychain or the person is asked once.
type unlocked struct {
	asking chan struct{}
	mu     sync.Mutex
	id     *age.X25519Identity
}

func (u *unlocked) cached() *age.X25519Identity {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.id
}

func (u *unlocked) keep(id *age.X25519Identity) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.id = id
}

func (u *unlocked) forget() { u.keep(nil) }

// fits tells whether the loaded identity is that of a recipient.
func (u *unlocked) fits(recipient string) bool {
	id := u.cached()
	return id != nil && id.Recipient().String() == recipient
}

// open gives the identity of the folder as it is now: errNoIdentity when the
// folder has none, a *LostError when it has one that is gone.
func (u *unlocked) open(ctx context.Context, p *onDisk) (*age.X25519Identity, error) {
	select {
	case u.asking <- struct{}{}:
		defer func() { <-u.asking }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	recipient, err := p.recipient()
	if err != nil {
		return nil, err
	}
	if recipient == "" && !p.keeper.found() {
		return nil, errNoIdentity
	}
	if recipient != "" && u.fits(recipient) {
		return u.cached(), nil
	}
	id, err := p.keeper.load(ctx, recipient)
	if err != nil {
		return nil, err
	}
	if recipient != "" && id.Recipient().String() != recipient {
		return nil, &LostError{p.kind, recipient}
	}
	u.keep(id)
	return id, nil
}

// recipient gives the text of the folder's file, "" when there is none.
func (p *onDisk) recipient() (string, error) {
	path := filepath.Join(p.dir, recipientName)
	text, err := safefile.Read(path, 4096)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	line := strings.TrimSpace(string(text))
	if _, err := age.ParseX25519Recipient(line); err != nil {
		return "", &UnreadableError{Path: path, Reason: "it holds no age recipient"}
	}
	return line, nil
}

const recipientName = "recipient"
