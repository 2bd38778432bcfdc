package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mailknock/mail"
)

func TestSaveListGetRemove(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there")
	s := openStore(t, dir)
	if len(s.List()) != 0 || len(s.Notices()) != 0 {
		t.Fatal("an empty store is empty and says nothing")
	}
	a := save(t, s, account("anna@example.test"))
	b := save(t, s, account("bob@example.test"))
	if a.ID == "" || a.ID == b.ID || a.Revision != 1 || a.Name != a.User {
		t.Fatalf("saved %+v", a)
	}
	a.Name = "Work"
	a = save(t, s, a)
	again := openStore(t, dir)
	if !reflect.DeepEqual(again.List(), s.List()) || get(t, again, "Work").Revision != 2 {
		t.Errorf("read back %+v", again.List())
	}
	if err := again.Remove(b.ID); err != nil {
		t.Fatal(err)
	}
	if changed, err := s.Reload(); err != nil || !changed || len(s.List()) != 1 {
		t.Errorf("Reload: %v %v, %d accounts", changed, err, len(s.List()))
	}
	if changed, err := s.Reload(); err != nil || changed {
		t.Errorf("second Reload: %v %v", changed, err)
	}
	if err := s.Remove(b.ID); err != nil {
		t.Errorf("to remove what is gone: %v", err)
	}
	if n := s.Notices(); len(n) != 0 {
		t.Errorf("notices %q", n)
	}
}

func TestListIsACopy(t *testing.T) {
	s := openStore(t, t.TempDir())
	save(t, s, account("anna@example.test"))
	s.List()[0].Protocols[0] = "changed"
	if got := s.List()[0].Protocols[0]; got != "imap" {
		t.Errorf("the store's own account has %q", got)
	}
}

func TestNewIDWithoutLookingAtTheAnswer(t *testing.T) {
	s := openStore(t, t.TempDir())
	a := account("anna@example.test")
	a.ID = NewID()
	save(t, s, a)
	a.Name = "Work"
	save(t, s, a)
	if got := get(t, s, a.ID); got.Name != "Work" || got.Revision != 2 || len(s.List()) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestGet(t *testing.T) {
	s := openStore(t, t.TempDir())
	first := account("anna@example.test")
	first.Name = "Work"
	first = save(t, s, first)
	second := account("Anna@example.test")
	second.Name = "work"
	second = save(t, s, second)
	third := account("carl@example.test")
	third = save(t, s, third)
	for query, want := range map[string]string{
		first.ID: first.ID, "Work": first.ID, "work": second.ID, "CARL@EXAMPLE.TEST": third.ID,
	} {
		if got := get(t, s, query); got.ID != want {
			t.Errorf("Get(%q) gives %s", query, got.ID)
		}
	}
	var ambiguous *AmbiguousError
	for _, query := range []string{"WORK", "anna@EXAMPLE.test"} {
		if _, err := s.Get(query); !errors.As(err, &ambiguous) || len(ambiguous.Accounts) != 2 ||
			!strings.Contains(err.Error(), first.ID) || !strings.Contains(err.Error(), second.ID) {
			t.Errorf("Get(%q): %v", query, err)
		}
	}
	for _, query := range []string{"", "nobody"} {
		if _, err := s.Get(query); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get(%q): %v", query, err)
		}
	}
}

func TestSaveRefusesWhatCannotBeReadBack(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	a := account("anna@example.test")
	a.Servers = map[wireProtocol]wireServer{"imap": {Host: "bad host", Port: 1}}
	if _, err := s.Save(a); err == nil || s.Pending() != 0 || len(s.List()) != 0 {
		t.Errorf("saved: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, fileName)); err == nil {
		t.Error("a file was written")
	}
}

func TestUpdate(t *testing.T) {
	dir := t.TempDir()
	s, other := openStore(t, dir), openStore(t, dir)
	a := save(t, s, account("anna@example.test"))
	if _, err := other.Update(a.ID, func(a *mail.Account) { a.Name = "x" }); !errors.Is(err, ErrNotFound) {
		t.Errorf("before Reload: %v", err)
	}
	if _, err := other.Reload(); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Update(a.ID, func(a *mail.Account) { a.ID, a.Name = "other", "Work" }); err != nil {
		t.Fatal(err)
	}
	got, err := s.Update(a.ID, func(a *mail.Account) { a.Tenant = "common" })
	if err != nil || got.Name != "Work" || got.Tenant != "common" || got.Revision != 3 || got.ID != a.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if err := other.Remove(a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(a.ID, func(a *mail.Account) { a.Tenant = "x" }); err != nil {
		t.Fatal(err)
	}
	wantNotice(t, s, "removed")
	if len(s.List()) != 0 {
		t.Error("an update brought a removed account back")
	}
}

func TestRegistrations(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	for _, r := range []Registration{
		{Provider: "google", ClientID: "a"},
		{Provider: "microsoft", Tenant: "common", ClientID: "b"},
		{Provider: "google", ClientID: "c"},
		{Provider: "microsoft"},
		{Provider: "microsoft"},
	} {
		if err := s.SetRegistration(r); err != nil {
			t.Fatal(err)
		}
	}
	got := openStore(t, dir).Registrations()
	if !reflect.DeepEqual(got, []Registration{{Provider: "google", ClientID: "c"}}) {
		t.Errorf("got %+v", got)
	}
	if _, ok := s.Registration("microsoft"); ok {
		t.Error("a removed registration is there")
	}
	if err := s.SetRegistration(Registration{ClientID: "x"}); err == nil {
		t.Error("a registration without a provider was saved")
	}
}
