package vault

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"mailknock/auth/safefile/killtest"
	"mailknock/mail/wire"
)

// child is the other process: VAULT_CHILD says what it does in VAULT_DIR.
func child(job string) int {
	if job == "keychain" {
		return realKeychain()
	}
	dir := os.Getenv("VAULT_DIR")
	kind := Keychain
	if job == "change" {
		kind, _ = Found(dir)
	}
	v, err := Open(dir, Options{
		Kind: kind, Keychain: NewChain(&fakeRing{dir: filepath.Join(dir, "ring")}),
		Passphrase: says("pw", nil), WorkFactor: 4,
	})
	if err == nil {
		err = map[string]func(context.Context, *Vault) error{
			"add": addMany, "hold": hold, "write": writeForEver, "change": changeForEver,
		}[job](context.Background(), v)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

const (
	adders = 25
	adds   = 4
)

// addMany counts up in the refresh token, as a rotation does.
func addMany(ctx context.Context, v *Vault) error {
	failed := make(chan error, adders*adds)
	var wait sync.WaitGroup
	for range adders {
		wait.Go(func() {
			for range adds {
				if err := addOne(ctx, v); err != nil {
					failed <- err
				}
			}
		})
	}
	wait.Wait()
	close(failed)
	return <-failed
}

func addOne(ctx context.Context, v *Vault) error {
	unlock, err := v.Lock(ctx, "a")
	if err != nil {
		return err
	}
	defer unlock()
	e, err := v.Get(ctx, "a")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(e.Refresh.Reveal())
	if err != nil {
		return err
	}
	e.Refresh = wire.NewSecret(strconv.Itoa(n + 1))
	return v.Put(ctx, e)
}

func hold(ctx context.Context, v *Vault) error {
	if _, err := v.Lock(ctx, "a"); err != nil {
		return err
	}
	fmt.Println("locked")
	select {}
}

func writeForEver(ctx context.Context, v *Vault) error {
	for n := 1; ; n++ {
		if err := v.Put(ctx, entry("a", strings.Repeat(strconv.Itoa(n%10), 3000))); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func changeForEver(ctx context.Context, v *Vault) error {
	for {
		for _, kind := range []Kind{File, Keychain} {
			if err := v.Change(ctx, kind); err != nil {
				return err
			}
			fmt.Println(kind)
		}
	}
}

func start(t *testing.T, job, dir string) killtest.Process {
	t.Helper()
	return killtest.Start(t, "VAULT_CHILD="+job, "VAULT_DIR="+dir)
}
