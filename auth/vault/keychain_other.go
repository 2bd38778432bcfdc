//go:build !linux

package vault

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"syscall"

	"github.com/zalando/go-keyring"
)

var (
	systemReady func(context.Context) error
	systemProbe func(context.Context) error
)

// classify knows the exit codes of /usr/bin/security, which are the last 8
// bits of an OSStatus, and the errors of the Windows credential manager.
func classify(err error) State {
	if errors.Is(err, keyring.ErrUnsupportedPlatform) || errors.Is(err, exec.ErrNotFound) {
		return Absent
	}
	if exit := (*exec.ExitError)(nil); runtime.GOOS == "darwin" && errors.As(err, &exit) {
		switch exit.ExitCode() {
		// errSecInteractionNotAllowed, errSecAuthFailed, userCanceledErr
		case 36, 51, 128:
			return Locked
		// errSecNoSuchKeychain, errSecNoDefaultKeychain, errSecNotAvailable
		case 50, 37, 53:
			return Absent
		}
	}
	// ERROR_NO_SUCH_LOGON_SESSION: a service or a remote shell.
	if runtime.GOOS == "windows" && errors.Is(err, syscall.Errno(1312)) {
		return Absent
	}
	return Failed
}
