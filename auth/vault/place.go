package vault

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// place is where the entries of one kind lie. It is safe for concurrent use.
type place interface {
	get(ctx context.Context, key string) (Entry, error)
	put(ctx context.Context, e Entry) error
	delete(ctx context.Context, key string) error
	keys(ctx context.Context) ([]string, error)
	// destroy removes the entries of the moved keys, and the identity. It
	// removes nothing, and gives false, when there are others.
	destroy(ctx context.Context, moved map[string]bool) (done bool, err error)
	// forget drops what is in memory and can be read again.
	forget()
}

// inMemory keeps entries in this process alone.
type inMemory struct {
	mu      sync.Mutex
	entries map[string]Entry
}

func (p *inMemory) get(_ context.Context, key string) (Entry, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.entries[key]
	if !ok {
		return Entry{}, &NotFoundError{Account: key}
	}
	return e, nil
}

func (p *inMemory) put(_ context.Context, e Entry) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	e.Binding.Hosts = slices.Clone(e.Binding.Hosts)
	p.entries[e.Account] = e
	return nil
}

func (p *inMemory) delete(_ context.Context, key string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.entries, key)
	return nil
}

func (p *inMemory) keys(context.Context) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.entries)), nil
}

func (p *inMemory) destroy(_ context.Context, moved map[string]bool) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key := range p.entries {
		if !moved[key] {
			return false, nil
		}
	}
	clear(p.entries)
	return true, nil
}

func (*inMemory) forget() {}
