package vault

import (
	"context"
	"path/filepath"
	"sync"

	"mailknock/auth/safefile"
)

// queues holds who waits in this process, per key: in order, and without
// trying a file again and again.
type queues struct {
	mu   sync.Mutex
	list map[string]chan struct{}
}

func (q *queues) take(ctx context.Context, key string) (func(), error) {
	q.mu.Lock()
	turn, ok := q.list[key]
	if !ok {
		turn = make(chan struct{}, 1)
		q.list[key] = turn
	}
	q.mu.Unlock()
	if ctx.Err() == nil {
		select {
		case turn <- struct{}{}:
			return func() { <-turn }, nil
		case <-ctx.Done():
		}
	}
	return nil, &safefile.BusyError{Path: key, Err: ctx.Err()}
}

// Lock keeps others, in this process and in all others, from using the key
// until unlock is called. It blocks until the key is free or the context
// ends; then the error is a *safefile.BusyError. A process that dies, however
// it dies, blocks nobody. Refresh a token so: Lock, Get again, refresh, Put,
// unlock. Lock a key once: it is not reentrant; unlock may be called twice.
//
// With kind Memory the tokens are this process's own, and so is the lock.
func (v *Vault) Lock(ctx context.Context, account string) (unlock func(), err error) {
	name, err := fileName(account)
	if err != nil {
		return nil, err
	}
	leave, err := v.queues.take(ctx, account)
	if err != nil {
		return nil, err
	}
	if v.Kind() == Memory {
		return sync.OnceFunc(leave), nil
	}
	free, err := v.lockFile(ctx, name)
	if err != nil {
		leave()
		return nil, err
	}
	return sync.OnceFunc(func() { free(); leave() }), nil
}

// lockFile locks beside the entries, in a folder that stays when the kind
// changes.
func (v *Vault) lockFile(ctx context.Context, name string) (func(), error) {
	dir := filepath.Join(v.root, secretsDir, "locks")
	for _, d := range []string{v.root, filepath.Dir(dir), dir} {
		if err := safefile.Dir(d); err != nil {
			return nil, err
		}
	}
	return safefile.Lock(ctx, filepath.Join(dir, name+".lock"))
}
