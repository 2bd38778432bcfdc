package safefile

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestWriteReadCreateMoveRemove(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := Dir(dir); err != nil {
			t.Fatal(err)
		}
	}
	path, other := filepath.Join(dir, "file"), filepath.Join(dir, "other")
	if _, err := Read(path, 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read of nothing: %v", err)
	}
	for _, data := range [][]byte{{}, []byte("one"), []byte("three")} {
		if err := Write(path, data); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(path, 5); err != nil || !bytes.Equal(got, data) {
			t.Errorf("read %q, %v", got, err)
		}
	}
	var large *TooLargeError
	if _, err := Read(path, 4); !errors.As(err, &large) {
		t.Errorf("Read of too much: %v", err)
	}
	if err := Create(path, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a file: %v", err)
	}
	if err := Create(other, []byte("x")); err != nil {
		t.Error(err)
	}
	if err := Move(path, other); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Move over a file: %v", err)
	}
	for range 2 {
		if err := Remove(other); err != nil {
			t.Error(err)
		}
	}
	if err := Move(path, other); err != nil {
		t.Error(err)
	}
	if got, err := Read(other, 5); err != nil || string(got) != "three" {
		t.Errorf("read %q, %v", got, err)
	}
}

// TestWriteFails: the old file is whole, and nothing is left behind.
func TestWriteFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	var refused *RefusedError
	if err := Write(path, []byte("x")); !errors.As(err, &refused) {
		t.Errorf("Write over a folder: %v", err)
	}
	if err := Write(filepath.Join(dir, "none", "file"), []byte("x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Write into no folder: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestLeftoversAreRemoved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	old, foreign := filepath.Join(dir, ".file.123.tmp"), filepath.Join(dir, ".files.123.tmp")
	for _, p := range []string{old, foreign} {
		if err := os.WriteFile(p, []byte("part"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Error("what a killed writer left is still there")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("another's file was removed")
	}
}

func TestDirRefusesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var refused *RefusedError
	if err := Dir(path); !errors.As(err, &refused) {
		t.Errorf("Dir: %v", err)
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var busy *BusyError
	if _, err := Lock(ctx, path); !errors.As(err, &busy) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("second Lock: %v", err)
	}
	waiting := make(chan error)
	go func() {
		unlock, err := Lock(t.Context(), path)
		if err == nil {
			unlock()
		}
		waiting <- err
	}()
	unlock()
	if err := <-waiting; err != nil {
		t.Error(err)
	}
	if _, err := Lock(t.Context(), filepath.Join(path, "none")); err == nil || errors.As(err, &busy) {
		t.Errorf("Lock without a folder: %v", err)
	}
}
