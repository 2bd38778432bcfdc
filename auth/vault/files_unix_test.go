//go:build unix

package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"mailknock/auth/safefile"
)

// TestModes: 0600 and 0700 from the start, whatever the umask is (C8).
func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	for _, kind := range []Kind{Keychain, File} {
		dir := filepath.Join(t.TempDir(), "above", "data")
		v := open(t, dir, Options{Kind: kind, Passphrase: says("pw", nil)})
		unlock, err := v.Lock(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		put(t, v, entry("a", "one"))
		unlock()
		files := 0
		err = filepath.WalkDir(filepath.Dir(dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			want := fs.FileMode(0o600)
			if d.IsDir() {
				want = 0o700
			} else {
				files++
			}
			if info.Mode().Perm() != want {
				t.Errorf("%s has mode %v", path, info.Mode())
			}
			return nil
		})
		if err != nil || files < 4 {
			t.Errorf("%d files, %v", files, err)
		}
	}
}

// TestLinksAndStrangers: refused, for reading and writing (C8).
func TestLinksAndStrangers(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, dir, path string){
		"file is a link":      func(t *testing.T, _, path string) { link(t, path) },
		"recipient is a link": func(t *testing.T, dir, _ string) { link(t, filepath.Join(dir, "secrets", "keychain", "recipient")) },
		"kind is a link":      func(t *testing.T, dir, _ string) { link(t, filepath.Join(dir, "secrets", "keychain")) },
		"secrets is a link":   func(t *testing.T, dir, _ string) { link(t, filepath.Join(dir, "secrets")) },
		"file of a stranger":  func(t *testing.T, _, path string) { giveAway(t, path) },
		"folder of a stranger": func(t *testing.T, dir, _ string) {
			giveAway(t, filepath.Join(dir, "secrets", "keychain"))
		},
		"file is a pipe": func(t *testing.T, _, path string) {
			if err := errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := Options{Kind: Keychain, Keychain: NewChain(newFakeRing())}
			put(t, open(t, dir, o), entry("a", "one"))
			path, _ := blobOf(t, dir, Keychain, "a")
			spoil(t, dir, path)
			v := open(t, dir, o)
			var refused *safefile.RefusedError
			if _, err := v.Get(t.Context(), "a"); !errors.As(err, &refused) {
				t.Errorf("Get: %v", err)
			}
			if err := v.Put(t.Context(), entry("a", "two")); !errors.As(err, &refused) {
				t.Errorf("Put: %v", err)
			}
		})
	}
}

// link moves a file or folder away and puts a link in its place.
func link(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.Rename(path, path+"-real"), os.Symlink(path+"-real", path)); err != nil {
		t.Fatal(err)
	}
}

func giveAway(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Fatal(err)
	}
}
