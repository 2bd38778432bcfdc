package safefile

import (
	"context"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// retry is how often a lock that somebody else holds is tried again.
const retry = 10 * time.Millisecond

// Lock takes the lock file path, which it creates, for this caller alone, in
// this process and in all others. It blocks until the lock is free or the
// context ends; then the error is a *BusyError. The system frees the lock of
// a process that dies, however it dies. The file stays: to remove it would
// let two callers hold two locks of one name.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, retry); err != nil {
		_ = lock.Close()
		if ctx.Err() != nil {
			return nil, &BusyError{Path: path, Err: ctx.Err()}
		}
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}
