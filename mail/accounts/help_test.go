package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/wire"
)

func openStore(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func account(user string) mail.Account {
	return mail.Account{Provider: "google", User: user, Protocols: []wire.Protocol{wire.IMAP}}
}

func save(t *testing.T, s *Store, a mail.Account) mail.Account {
	t.Helper()
	saved, err := s.Save(a)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func get(t *testing.T, s *Store, query string) mail.Account {
	t.Helper()
	a, err := s.Get(query)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func users(s *Store) []string {
	var list []string
	for _, a := range s.List() {
		list = append(list, a.User)
	}
	slices.Sort(list)
	return list
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// broken gives the files that were set aside.
func broken(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*.broken-*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantNotice(t *testing.T, s *Store, part string) {
	t.Helper()
	notices := s.Notices()
	if !strings.Contains(strings.Join(notices, "\n"), part) {
		t.Errorf("no notice says %q: %q", part, notices)
	}
}

type (
	wireProtocol = wire.Protocol
	wireServer   = wire.Server
)

func asError[T error](err error, target *T) bool { return errors.As(err, target) }
