//go:build unix

package safefile

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestModes: set at creation whatever the umask is, and tightened where they
// were loose (C8).
func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	base := t.TempDir()
	dir := filepath.Join(base, "above", "dir")
	path, lock := filepath.Join(dir, "file"), filepath.Join(dir, "lock")
	if err := errors.Join(Dir(dir), Write(path, []byte("x"))); err != nil {
		t.Fatal(err)
	}
	unlock, err := Lock(t.Context(), lock)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	wantMode(t, filepath.Dir(dir), 0o700)
	wantMode(t, dir, 0o700)
	wantMode(t, path, 0o600)
	wantMode(t, lock, 0o600)

	if err := errors.Join(os.Chmod(dir, 0o777), os.Chmod(path, 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path, 10); err != nil {
		t.Error(err)
	}
	if err := Dir(dir); err != nil {
		t.Error(err)
	}
	wantMode(t, dir, 0o700)
	wantMode(t, path, 0o600)
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != want {
		t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
	}
}

// TestRefused: links, pipes and what belongs to others (C8).
func TestRefused(t *testing.T) {
	dir := t.TempDir()
	real, link, pipe := filepath.Join(dir, "real"), filepath.Join(dir, "link"), filepath.Join(dir, "pipe")
	dangling := filepath.Join(dir, "dangling")
	err := errors.Join(
		os.WriteFile(real, []byte("x"), 0o600), os.Symlink(real, link), syscall.Mkfifo(pipe, 0o600),
		os.Symlink(filepath.Join(dir, "created"), dangling),
	)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{link, pipe, dangling}
	if os.Geteuid() == 0 {
		foreign := filepath.Join(dir, "foreign")
		if err := errors.Join(os.WriteFile(foreign, nil, 0o600), os.Chown(foreign, 12345, 12345)); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, foreign)
	}
	for _, path := range paths {
		var refused *RefusedError
		if _, err := Read(path, 10); !errors.As(err, &refused) {
			t.Errorf("Read of %s: %v", path, err)
		}
		if err := Write(path, []byte("y")); !errors.As(err, &refused) {
			t.Errorf("Write to %s: %v", path, err)
		}
		if err := Create(path, []byte("y")); err == nil {
			t.Errorf("Create of %s", path)
		}
		if err := Dir(path); !errors.As(err, &refused) {
			t.Errorf("Dir of %s: %v", path, err)
		}
	}
	if _, err := Lock(t.Context(), dangling); err == nil {
		t.Error("Lock followed a link")
	}
	if _, err := os.Stat(filepath.Join(dir, "created")); err == nil {
		t.Error("a file was created through a link")
	}
	if got, err := os.ReadFile(real); err != nil || string(got) != "x" {
		t.Errorf("the file behind the link is now %q, %v", got, err)
	}
}
