package accounts

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"mailknock/mail"
	"mailknock/mail/wire"
)

func TestMerge(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 1, 1, 0, 0, s, 0, time.UTC) }
	base := mail.Account{
		ID: "x", Name: "n", User: "u", Tenant: "t", Scopes: []string{"a"}, Revision: 3,
		Last: map[wire.Protocol]mail.LastResult{"imap": {Time: at(1)}},
	}
	mine, theirs := copyOf(base), copyOf(base)
	mine.Name, mine.Scopes, mine.From = "mine", nil, "both"
	mine.Last["imap"] = mail.LastResult{OK: true, Time: at(5)}
	theirs.Tenant, theirs.From, theirs.User, theirs.Revision = "", "both", "theirs", 9
	theirs.Last["imap"] = mail.LastResult{Time: at(3)}
	theirs.Last["smtp"] = mail.LastResult{Time: at(4)}
	got, conflicts := merge(base, mine, theirs)
	want := mail.Account{
		ID: "x", Name: "mine", User: "theirs", From: "both", Revision: 9,
		Last: map[wire.Protocol]mail.LastResult{"imap": {OK: true, Time: at(5)}, "smtp": {Time: at(4)}},
	}
	if !reflect.DeepEqual(got, want) || len(conflicts) != 0 {
		t.Errorf("got %+v, conflicts %q", got, conflicts)
	}
	theirs.Name = "theirs"
	mine.ClientID, theirs.ClientID = "a", "b"
	got, conflicts = merge(base, mine, theirs)
	if got.Name != "mine" || got.ClientID != "a" || !reflect.DeepEqual(conflicts, []string{"client_id", "name"}) {
		t.Errorf("got %+v, conflicts %q", got, conflicts)
	}
	mine = copyOf(base)
	mine.Last = nil
	if got, _ = merge(base, mine, base); got.Last != nil {
		t.Errorf("results that were cleared are back: %v", got.Last)
	}
}

// TestTwoCopies: fields of both are kept, the later save of one field counts
// and is told, and what was removed and saved is back and is told (D9).
func TestTwoCopies(t *testing.T) {
	dir := t.TempDir()
	s, other := openStore(t, dir), openStore(t, dir)
	a := save(t, s, account("anna@example.test"))
	if _, err := other.Reload(); err != nil {
		t.Fatal(err)
	}
	b := get(t, other, a.ID)
	a.Name, b.Tenant = "Work", "common"
	save(t, s, a)
	got := save(t, other, b)
	if got.Name != "Work" || got.Tenant != "common" || got.Revision != 3 || len(other.Notices()) != 0 {
		t.Errorf("got %+v", got)
	}
	got.Name = "Home"
	save(t, other, got)
	a = get(t, s, a.ID)
	a.Name = "Office"
	if now := save(t, s, a); now.Name != "Office" || now.Tenant != "common" {
		t.Errorf("got %+v", now)
	}
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "(name)") || !strings.Contains(n[0], "Your later change counts") {
		t.Errorf("notices %q", n)
	}
	if err := other.Remove(a.ID); err != nil {
		t.Fatal(err)
	}
	a = get(t, s, a.ID)
	a.Tenant = "organizations"
	save(t, s, a)
	wantNotice(t, s, "brought it back")
	if got := get(t, openStore(t, dir), a.ID); got.Tenant != "organizations" || got.Name != "Office" {
		t.Errorf("got %+v", got)
	}
}

// TestOldRevision: without the state that it started from, a save counts as a
// whole, and the person is told what it changed.
func TestOldRevision(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	a := save(t, s, account("anna@example.test"))
	a.Name = "Work"
	save(t, s, a)
	later := openStore(t, dir)
	old := account("anna@example.test")
	old.ID, old.Revision, old.Name = a.ID, 1, "Old"
	if got := save(t, later, old); got.Name != "Old" || got.Revision != 3 {
		t.Errorf("got %+v", got)
	}
	wantNotice(t, later, "(name)")
}
