package safefile

import (
	"context"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// A lock that somebody else holds is tried again after firstRetry, then after
// twice that, up to lastRetry.
const (
	firstRetry = time.Millisecond
	lastRetry  = 16 * time.Millisecond
)

// turnSuffix names the file that holds the place of who comes next.
const turnSuffix = ".turn"

// Lock takes the lock file path, which it creates, for this caller alone, in
// this process and in all others. It blocks until the lock is free or the
// context ends; then the error is a *BusyError. The system frees the lock of
// a process that dies, however it dies. The file stays: to remove it would
// let two callers hold two locks of one name.
//
// Who waits holds a second lock meanwhile, so that a process that takes the
// lock again and again lets the others have it in between.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	turn, err := take(ctx, path, path+turnSuffix)
	if err != nil {
		return nil, err
	}
	defer turn.Close()
	lock, err := take(ctx, path, path)
	if err != nil {
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}

func take(ctx context.Context, path, file string) (*flock.Flock, error) {
	lock := flock.New(file, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		if ctx.Err() == nil {
			if ok, err := lock.TryLock(); ok || err != nil {
				return lock, err
			}
		}
		select {
		case <-ctx.Done():
			_ = lock.Close()
			return nil, &BusyError{Path: path, Err: ctx.Err()}
		case <-time.After(wait):
		}
	}
}
