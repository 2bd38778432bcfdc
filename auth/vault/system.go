package vault

import (
	"context"
	"sync"

	"github.com/zalando/go-keyring"
)

// System is the keychain of this system. There is one for the process, so
// that a hanging call is known to all.
var System = sync.OnceValue(func() *Chain {
	c := NewChain(library{})
	c.ready, c.probe = systemReady, systemProbe
	return c
})

// library is go-keyring.
type library struct{}

func (library) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (library) Set(service, user, secret string) error   { return keyring.Set(service, user, secret) }
func (library) Delete(service, user string) error        { return keyring.Delete(service, user) }

// Probe tells what the keychain of this system is. It blocks for at most 5 s.
func Probe(ctx context.Context) State { return System().Probe(ctx) }
