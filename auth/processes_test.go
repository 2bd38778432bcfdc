package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gofrs/flock"
	"go.uber.org/goleak"

	"mailknock/mail/wire"
)

// fileStore is a Store that two processes share.
type fileStore struct{ dir string }

func (s fileStore) path() string { return filepath.Join(s.dir, "refresh.json") }

func (s fileStore) Get(context.Context, string) (Saved, error) {
	data, err := os.ReadFile(s.path())
	if err != nil {
		return Saved{}, err
	}
	var f map[string]string
	if err := json.Unmarshal(data, &f); err != nil {
		return Saved{}, err
	}
	return Saved{Refresh: wire.NewSecret(f["refresh"]), Issuer: f["issuer"], TokenURL: f["token_url"], ClientID: f["client_id"]}, nil
}

func (s fileStore) Put(_ context.Context, _ string, v Saved) error {
	data, err := json.Marshal(map[string]string{
		"refresh": v.Refresh.Reveal(), "issuer": v.Issuer, "token_url": v.TokenURL, "client_id": v.ClientID,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(s.path(), data, 0o600)
}

func (s fileStore) Lock(ctx context.Context, _ string) (func(), error) {
	l := flock.New(filepath.Join(s.dir, "lock"))
	if _, err := l.TryLockContext(ctx, 1e6); err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

const childVariable = "MAILKNOCK_TEST_REFRESH"

func TestMain(m *testing.M) {
	if arg := os.Getenv(childVariable); arg != "" {
		os.Exit(refreshInChild(arg))
	}
	goleak.VerifyTestMain(m)
}

// refreshInChild gets an access token in fifty goroutines, again and again.
func refreshInChild(arg string) int {
	dir, base, _ := strings.Cut(arg, " ")
	c := clientAt(base)
	r := &Refresher{Flow: &Flow{}, Store: fileStore{dir}}
	var wg sync.WaitGroup
	failed := make(chan error, 1000)
	for range 5 {
		for range 50 {
			wg.Go(func() {
				if _, err := r.Access(context.Background(), recorder(), "anna", c); err != nil {
					failed <- err
				}
			})
		}
		wg.Wait()
		r.Forget("anna")
	}
	select {
	case err := <-failed:
		fmt.Println(err)
		return 1
	default:
		return 0
	}
}

// Row A23: two processes with fifty goroutines each, and no grant revoked.
func TestTwoProcesses(t *testing.T) {
	as := newFakeAS(t)
	server := rotate(as, "RT.first-Kq8Wz5Xv2Bn")
	store := fileStore{t.TempDir()}
	if err := store.Put(t.Context(), "anna", savedFor(as.client(), "RT.first-Kq8Wz5Xv2Bn")); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = append(os.Environ(), childVariable+"="+store.dir+" "+as.URL)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	if server.revoked != 0 || server.n < 10 {
		t.Errorf("%d refreshes, %d times revoked", server.n, server.revoked)
	}
	if got, err := store.Get(t.Context(), "anna"); err != nil || got.Refresh.Reveal() != server.current {
		t.Errorf("%v: the last refresh token is not stored", err)
	}
}
