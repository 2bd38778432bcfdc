//go:build unix

package safefile

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// noFollow refuses a symbolic link and does not wait on a pipe.
const noFollow = unix.O_NOFOLLOW | unix.O_NONBLOCK

func makeDir(path string) error { return os.Mkdir(path, 0o700) }

func checkOwner(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if ok && stat.Uid != uint32(os.Geteuid()) {
		return &RefusedError{
			Path:   path,
			Reason: "it belongs to user " + strconv.Itoa(int(stat.Uid)) + ", and you are user " + strconv.Itoa(os.Geteuid()),
		}
	}
	return nil
}

func closeToOthers(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_DIRECTORY|noFollow, 0)
	if err != nil {
		return err
	}
	return errors.Join(chmod(f, info.Mode().Perm()&0o700), f.Close())
}

func closeFileToOthers(f *os.File, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return chmod(f, info.Mode().Perm()&0o700)
}

// chmod lets a file that nobody can change stay as it is: it can be read.
func chmod(f *os.File, mode fs.FileMode) error {
	err := f.Chmod(mode)
	if errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EPERM) {
		return nil
	}
	return err
}

func rename(from, to string) error { return os.Rename(from, to) }

// syncDir makes a rename durable. Some file systems cannot do it for a folder
// and say so; there is nothing more to do on them.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, dir.Close())
}
