//go:build unix

package accounts

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mailknock/auth/safefile"
)

// TestModes: 0600 in 0700, whatever the umask is (C8).
func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	dir := filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	save(t, s, account("a"))
	save(t, s, account("b"))
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
		return nil
	})
	if err != nil || files < 3 {
		t.Errorf("%d files, %v", files, err)
	}
}

// TestBlocked: what is not safe to read is left alone, and the store works in
// memory until the person has repaired it (C8, D8).
func TestBlocked(t *testing.T) {
	for name, spoil := range map[string]func(dir, path string) error{
		"link": func(dir, path string) error {
			return errors.Join(os.Rename(path, path+"-real"), os.Symlink(path+"-real", path))
		},
		"pipe": func(_, path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) },
		"folder is a link": func(dir, _ string) error {
			return errors.Join(os.Rename(dir, dir+"-real"), os.Symlink(dir+"-real", dir))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			path := filepath.Join(dir, fileName)
			save(t, openStore(t, dir), account("a"))
			text := readFile(t, path)
			if err := spoil(dir, path); err != nil {
				t.Fatal(err)
			}
			s := openStore(t, dir)
			wantNotice(t, s, "cannot be read")
			if s.ReadOnly() == "" {
				t.Error("the store does not say that it is blocked")
			}
			_, err := s.Save(account("b"))
			var refused *safefile.RefusedError
			if !errors.As(err, &refused) || s.Pending() != 1 || len(s.List()) != 1 {
				t.Errorf("Save: %v", err)
			}
			if _, err := s.Reload(); !errors.As(err, &refused) {
				t.Errorf("Reload: %v", err)
			}
			if name != "link" {
				return
			}
			if readFile(t, path+"-real") != text {
				t.Error("the file behind the link was changed")
			}
			if err := os.Rename(path+"-real", path); err != nil {
				t.Fatal(err)
			}
			if err := s.Retry(); err != nil || strings.Join(users(s), " ") != "a b" || s.ReadOnly() != "" {
				t.Errorf("after the repair: %v, %q", err, users(s))
			}
		})
	}
}
