package safefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Write replaces the content of path, or creates it with mode 0600. When it
// returns nil the content is on the disk; when it fails or the process dies,
// the old content is there, whole. A file that is not safe to use is a
// *RefusedError and stays as it is.
//
// The caller holds the lock of path: what a killed writer left is removed.
func Write(path string, data []byte) error {
	info, err := os.Lstat(path)
	switch {
	case err == nil:
		if err := checkFile(path, info); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	temporary, err := writeTemporary(path, data)
	if err != nil {
		return err
	}
	if err := rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return syncDir(filepath.Dir(path))
}

// Create is Write for a file that must not be there yet: fs.ErrExist when it
// is. The caller holds the lock of path.
func Create(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return Write(path, data)
}

// Move renames a file, or a folder, and makes that durable. The new name must
// be free: fs.ErrExist when it is not. The caller holds the lock of both.
func Move(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return &fs.PathError{Op: "rename", Path: to, Err: fs.ErrExist}
	}
	if err := rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// Remove deletes a file and makes that durable. One that is not there is no
// error.
func Remove(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func writeTemporary(path string, data []byte) (name string, err error) {
	dir, base := filepath.Split(path)
	prefix := "." + base + "."
	removeLeftovers(dir, prefix)
	f, err := os.CreateTemp(dir, prefix+"*"+leftover)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return f.Name(), errors.Join(err, f.Close())
}

const leftover = ".tmp"

// removeLeftovers is a courtesy: what cannot be removed does no harm.
func removeLeftovers(dir, prefix string) {
	if dir == "" {
		dir = "."
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) && strings.HasSuffix(e.Name(), leftover) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
