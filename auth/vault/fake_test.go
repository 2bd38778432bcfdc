package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"mailknock/auth/safefile"
	"mailknock/mail/wire"
)

// fakeRing is a keychain in memory, or, with a folder, one that several
// processes share.
type fakeRing struct {
	mu    sync.Mutex
	items map[string]string
	dir   string
	fail  error
	gets  int
}

func newFakeRing() *fakeRing { return &fakeRing{items: map[string]string{}} }

func (f *fakeRing) Get(service, user string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gets++
	if f.fail != nil {
		return "", f.fail
	}
	if f.dir != "" {
		text, err := os.ReadFile(filepath.Join(f.dir, user))
		if err != nil {
			return "", keyring.ErrNotFound
		}
		return string(text), nil
	}
	text, ok := f.items[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return text, nil
}

func (f *fakeRing) Set(service, user, secret string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return f.fail
	}
	if f.dir != "" {
		return os.WriteFile(filepath.Join(f.dir, user), []byte(secret), 0o600)
	}
	f.items[service+"/"+user] = secret
	return nil
}

func (f *fakeRing) Delete(service, user string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return f.fail
	}
	if f.dir != "" {
		return os.Remove(filepath.Join(f.dir, user))
	}
	if _, ok := f.items[service+"/"+user]; !ok {
		return keyring.ErrNotFound
	}
	delete(f.items, service+"/"+user)
	return nil
}

// says gives a passphrase and counts how often it was asked for.
func says(text string, asked *int) func(context.Context) (wire.Secret, error) {
	var mu sync.Mutex
	return func(context.Context) (wire.Secret, error) {
		mu.Lock()
		defer mu.Unlock()
		if asked != nil {
			*asked++
		}
		return wire.NewSecret(text), nil
	}
}

func open(t *testing.T, dir string, o Options) *Vault {
	t.Helper()
	o.WorkFactor = 4
	if o.Keychain == nil {
		o.Keychain = NewChain(newFakeRing())
	}
	v, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func entry(key, refresh string) Entry {
	return Entry{
		Account: key, Refresh: wire.NewSecret(refresh), ClientSecret: wire.NewSecret("client-" + refresh),
		Binding: Binding{
			Issuer: "https://issuer.test", TokenURL: "https://issuer.test/token", ClientID: "id-1",
			Hosts: []string{"imap.example.test", "smtp.example.test"},
		},
	}
}

func put(t *testing.T, v *Vault, e Entry) {
	t.Helper()
	if err := v.Put(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func wantRefresh(t *testing.T, v *Vault, key, refresh string) {
	t.Helper()
	e, err := v.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if e.Refresh.Reveal() != refresh {
		t.Fatalf("refresh token of %s is another one than was saved", key)
	}
}

func contextWithTimeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func isBusy(err error) bool {
	var busy *safefile.BusyError
	return errors.As(err, &busy)
}
