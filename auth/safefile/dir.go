package safefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Dir makes the folder path, and the folders above it, for this user alone:
// they get their mode when they are created, not afterwards. A folder that is
// there already must be this user's own and no symbolic link, else the error
// is a *RefusedError; rights of others on it are taken away. It blocks for the
// disk.
func Dir(path string) error {
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	err := makeDir(path)
	switch {
	case err == nil:
		return syncDir(parent)
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	return CheckDir(path)
}

// CheckDir is Dir for a folder that is not to be made: fs.ErrNotExist when it
// is not there.
func CheckDir(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return &RefusedError{Path: path, Reason: "it is a symbolic link; put a real folder there"}
	}
	if !info.IsDir() {
		return &RefusedError{Path: path, Reason: "it is not a folder"}
	}
	if err := checkOwner(path, info); err != nil {
		return err
	}
	return closeToOthers(path, info)
}
