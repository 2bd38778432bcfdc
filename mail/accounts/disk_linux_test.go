package accounts

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestDiskFull: an error, the old file whole, the change kept, and Retry
// writes it (D8). A limit on the size of files stands for the quota.
func TestDiskFull(t *testing.T) { inChild(t, "quota", t.TempDir(), nil) }

// TestSmallAndReadOnlyDisk does so on a real file system of 64 KB, in a mount
// namespace of its own, and on one that becomes read-only.
func TestSmallAndReadOnlyDisk(t *testing.T) {
	attributes := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	inChild(t, "mount", t.TempDir(), attributes)
}

func inChild(t *testing.T, job, dir string, attributes *syscall.SysProcAttr) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ACCOUNTS_CHILD="+job, "ACCOUNTS_DIR="+dir)
	cmd.SysProcAttr = attributes
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "no mount") {
		t.Skipf("this system lets nobody mount here: %v %s", err, out)
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func init() { diskJobs = map[string]func(dir string) error{"quota": quota, "mount": mounted} }

func quota(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	return withoutRoom(dir, func(full bool) error {
		size := uint64(1 << 40)
		if full {
			size = 200
		}
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: 1 << 40})
	})
}

func mounted(dir string) error {
	err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	if err == nil {
		err = syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k,mode=0700")
	}
	if err != nil {
		return fmt.Errorf("no mount: %w", err)
	}
	ballast := filepath.Join(dir, "ballast")
	err = withoutRoom(dir, func(full bool) error {
		if !full {
			return os.Remove(ballast)
		}
		err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600)
		if !errors.Is(err, syscall.ENOSPC) {
			return fmt.Errorf("the disk is not full: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, fileName)); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, backupName)); err != nil {
		return err
	}
	return withoutRoom(dir, func(full bool) error {
		flags := uintptr(syscall.MS_REMOUNT)
		if full {
			flags |= syscall.MS_RDONLY
		}
		return syscall.Mount("tmpfs", dir, "tmpfs", flags, "size=64k,mode=0700")
	})
}

// withoutRoom saves, fails to save, and saves again.
func withoutRoom(dir string, full func(bool) error) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	a, err := s.Save(account("anna@example.test"))
	if err != nil {
		return err
	}
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		return err
	}
	if err := full(true); err != nil {
		return err
	}
	a.Name = "Work"
	_, err = s.Save(a)
	var unsaved *UnsavedError
	if !errors.As(err, &unsaved) || unsaved.Waiting != 1 {
		return fmt.Errorf("save without room: %w", errors.Join(err))
	}
	for n := range 3 {
		if _, err := s.Save(account("new" + strconv.Itoa(n))); !errors.As(err, &unsaved) {
			return fmt.Errorf("second save without room: %w", errors.Join(err))
		}
	}
	if err := s.Retry(); !errors.As(err, &unsaved) || unsaved.Waiting != 4 {
		return fmt.Errorf("retry without room: %w", errors.Join(err))
	}
	now, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || string(now) != string(before) {
		return fmt.Errorf("the old file is not whole: %q, %w", now, errors.Join(err))
	}
	if got, err := s.Get("Work"); err != nil || got.ID != a.ID || len(s.List()) != 4 || s.Pending() != 4 {
		return fmt.Errorf("the change is not in memory: %w", errors.Join(err))
	}
	if again, err := Open(dir); err != nil || len(again.List()) != 1 || again.ReadOnly() != "" {
		return fmt.Errorf("opened without room: %w", errors.Join(err))
	}
	if err := full(false); err != nil {
		return err
	}
	if err := s.Retry(); err != nil || s.Pending() != 0 {
		return fmt.Errorf("retry with room: %w", errors.Join(err))
	}
	again, err := Open(dir)
	if err != nil || len(again.List()) != 4 {
		return fmt.Errorf("the change is not on the disk: %w", errors.Join(err))
	}
	if _, err := again.Get("Work"); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*.tmp"))
	if err != nil || len(left) != 0 {
		return fmt.Errorf("left behind %q: %w", left, errors.Join(err))
	}
	return nil
}
