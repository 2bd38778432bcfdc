package sandbox

import (
	"slices"
	"strings"
	"sync"
	"time"

	"mailknock/mail/wire"
)

const (
	audience        = "https://mail.sandbox.test"
	graphAudience   = "https://graph.microsoft.com"
	accessLifetime  = time.Hour
	briefLifetime   = 30 * time.Second
	codeLifetime    = time.Minute
	refreshLifetime = 90 * 24 * time.Hour
	// maxKept bounds each of the store's maps.
	maxKept = 4096
)

// store keeps what the OAuth server has given out.
type store struct {
	now    func() time.Time
	issuer string
	signer *signer

	mu     sync.Mutex
	access map[string]issued
	codes  map[string]code
	// devices wait for their code to be entered, by device code.
	devices map[string]*pendingDevice
	// assertions are the ids of those that were used.
	assertions map[string]time.Time
	// spent are refresh tokens that were used, by id; dead are the families of
	// those that were used twice, or revoked.
	spent, dead map[string]time.Time
}

// issued is what an access token stands for.
type issued struct {
	// person is nil for an app's own token, which opens every mailbox.
	person   *person
	client   string
	family   string
	scopes   []string
	audience string
	expires  time.Time
}

func newStore(now func() time.Time) (*store, error) {
	signer, err := newSigner()
	if err != nil {
		return nil, err
	}
	return &store{
		now: now, signer: signer,
		access: make(map[string]issued), codes: make(map[string]code),
		devices: make(map[string]*pendingDevice), assertions: make(map[string]time.Time),
		spent: make(map[string]time.Time), dead: make(map[string]time.Time),
	}, nil
}

// permits decides whether a token opens somebody's mailbox by a protocol. It
// gives the owner of the mailbox, nil for a refusal.
func (s *store) permits(token, user string, protocol wire.Protocol) *person {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.access[token]
	switch {
	case !ok, !s.now().Before(t.expires), t.audience != audience:
		return nil
	case !slices.Contains(t.scopes, string(protocol)):
		return nil
	case t.person == nil:
		return findPerson(user)
	case !strings.EqualFold(t.person.Address, user):
		return nil
	}
	return t.person
}

// keep remembers an access token.
func (s *store) keep(token string, t issued) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bound(s.access, s.now(), func(t issued) time.Time { return t.expires })
	s.access[token] = t
}

// revokeFamily ends every token of a sign-in. The lock is held.
func (s *store) revokeFamily(family string) {
	if family == "" {
		return
	}
	now := s.now()
	bound(s.dead, now, func(t time.Time) time.Time { return t })
	s.dead[family] = now.Add(refreshLifetime)
	for token, t := range s.access {
		if t.family == family {
			delete(s.access, token)
		}
	}
}

// spend uses a refresh token up. It tells whether that was its first use: a
// second one ends the family (RFC 9700 section 4.14.2).
func (s *store) spend(g grant) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, dead := s.dead[g.Family]; dead {
		return false
	}
	if _, again := s.spent[g.ID]; again {
		s.revokeFamily(g.Family)
		return false
	}
	bound(s.spent, s.now(), func(t time.Time) time.Time { return t })
	s.spent[g.ID] = time.Unix(g.Issued, 0).Add(refreshLifetime)
	return true
}

// bound makes room in a map: what has ended goes, and if that is not enough,
// what ends first.
func bound[V any](kept map[string]V, now time.Time, ends func(V) time.Time) {
	if len(kept) < maxKept {
		return
	}
	first := ""
	for key, value := range kept {
		if !now.Before(ends(value)) {
			delete(kept, key)
			continue
		}
		if first == "" || ends(value).Before(ends(kept[first])) {
			first = key
		}
	}
	if len(kept) >= maxKept {
		delete(kept, first)
	}
}
