package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// Service is the name under which the keychain shows the items.
const Service = "mailknock"

// limit is how long a call of the keychain may take.
const limit = 5 * time.Second

// Keyring is a keychain as github.com/zalando/go-keyring gives it. Its calls
// may block for ever. An item that is not there is keyring.ErrNotFound.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// Chain calls a Keyring with a time limit: each call in a goroutine of its
// own, one at a time. While a call hangs, no second one starts; the others
// get TimedOut at once. It is safe for concurrent use.
type Chain struct {
	ring Keyring
	// ready, when it is not nil, finds out without a call whether one may
	// be made; see keychain_linux.go.
	ready func(context.Context) error
	// probe, when it is not nil, tells the state without asking the person.
	probe func(context.Context) error
	// classify gives an error of the ring its state.
	classify func(error) State

	limit time.Duration
	turn  chan struct{}
	mu    sync.Mutex
	// current is the call that holds the turn, late that it hangs.
	current *int
	late    bool
}

// NewChain wraps a keyring.
func NewChain(ring Keyring) *Chain {
	return &Chain{ring: ring, classify: classify, limit: limit, turn: make(chan struct{}, 1)}
}

// Probe tells what the keychain is. It blocks for at most 5 s and changes
// nothing. On Linux it does not make a locked keychain ask for its password.
func (c *Chain) Probe(ctx context.Context) State {
	_, err := c.call(ctx, func(ctx context.Context) (string, error) {
		if c.probe != nil {
			return "", c.probe(ctx)
		}
		return c.ring.Get(Service, "probe")
	})
	if errors.Is(err, keyring.ErrNotFound) {
		err = nil
	}
	return stateOf(err)
}

// get gives keyring.ErrNotFound, a *KeychainError, or the context's error.
func (c *Chain) get(ctx context.Context, user string) (string, error) {
	return c.call(ctx, func(context.Context) (string, error) { return c.ring.Get(Service, user) })
}

// set writes and reads back.
func (c *Chain) set(ctx context.Context, user, secret string) error {
	_, err := c.call(ctx, func(context.Context) (string, error) { return "", c.ring.Set(Service, user, secret) })
	if err != nil {
		return err
	}
	back, err := c.get(ctx, user)
	if errors.Is(err, keyring.ErrNotFound) || err == nil && back != secret {
		return &KeychainError{State: Failed, Err: errors.New("it did not keep what was stored")}
	}
	return err
}

// remove is content when there is nothing to remove.
func (c *Chain) remove(ctx context.Context, user string) error {
	_, err := c.call(ctx, func(context.Context) (string, error) { return "", c.ring.Delete(Service, user) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

type answer struct {
	text string
	err  error
}

func (c *Chain) call(ctx context.Context, f func(context.Context) (string, error)) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.limit, errLate)
	defer cancel()
	if err := c.take(ctx); err != nil {
		return "", err
	}
	id := c.begin()
	done := make(chan answer, 1)
	go func() {
		text, err := c.guarded(ctx, f)
		c.end()
		done <- answer{text, err}
	}()
	select {
	case a := <-done:
		return a.text, c.typed(a.err)
	case <-ctx.Done():
		c.hang(id)
		return "", ended(ctx)
	}
}

// guarded turns a panic of the library, which trusts what a service answers,
// into an error.
func (c *Chain) guarded(ctx context.Context, f func(context.Context) (string, error)) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			text, err = "", &KeychainError{State: Failed, Err: fmt.Errorf("unexpected answer (%T)", r)}
		}
	}()
	if c.ready != nil {
		if err := c.ready(ctx); err != nil {
			return "", err
		}
	}
	return f(ctx)
}

var errLate = errors.New("no answer from the keychain")

func ended(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, errLate) {
		return cause
	}
	return &KeychainError{State: TimedOut, Err: errLate}
}

func (c *Chain) typed(err error) error {
	var known *KeychainError
	if err == nil || errors.Is(err, keyring.ErrNotFound) || errors.As(err, &known) {
		return err
	}
	return &KeychainError{State: c.classify(err), Err: err}
}

// take waits for the turn, but not behind a call that hangs.
func (c *Chain) take(ctx context.Context) error {
	c.mu.Lock()
	late := c.late
	c.mu.Unlock()
	if late {
		return &KeychainError{State: TimedOut, Err: errLate}
	}
	select {
	case c.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

func (c *Chain) begin() *int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = new(int)
	return c.current
}

func (c *Chain) end() {
	c.mu.Lock()
	c.current, c.late = nil, false
	c.mu.Unlock()
	<-c.turn
}

func (c *Chain) hang(id *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current == id {
		c.late = true
	}
}
