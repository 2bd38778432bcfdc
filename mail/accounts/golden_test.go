package accounts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// TestGoldenV1 holds the file of version 1: it is read for ever, and what this
// program does not know, or cannot read, stays in it (D10).
func TestGoldenV1(t *testing.T) {
	dir := t.TempDir()
	golden := readFile(t, "testdata/accounts-v1.json")
	writeFile(t, filepath.Join(dir, fileName), golden)
	s := openStore(t, dir)
	a := get(t, s, "anna@contoso.com")
	if a.Name != "Anna <work> & Söhne" || a.Servers[wire.SMTP] != (wire.Server{Host: "::1", Port: 1587, Security: wire.STARTTLS}) ||
		a.Revision != 7 || !a.Last[wire.IMAP].Time.Equal(time.Date(2026, 11, 1, 10, 20, 30, 123456789, time.UTC)) {
		t.Errorf("read %+v", a)
	}
	if len(s.List()) != 2 {
		t.Errorf("%d accounts", len(s.List()))
	}
	wantNotice(t, s, "Account 3 in accounts.json cannot be used")
	a.Tenant = "common"
	save(t, s, a)
	want := strings.Replace(golden, `"tenant": "organizations"`, `"tenant": "common"`, 1)
	want = strings.Replace(want, `"revision": 7`, `"revision": 8`, 1)
	if got := readFile(t, filepath.Join(dir, fileName)); got != want {
		t.Errorf("the file is now\n%s", got)
	}
	if got := readFile(t, filepath.Join(dir, backupName)); got != golden {
		t.Errorf("the copy is not the file from before")
	}
	if n := s.Notices(); len(n) != 0 {
		t.Errorf("said twice: %q", n)
	}
	if err := s.SetRegistration(Registration{Provider: "microsoft", ClientID: "new"}); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, filepath.Join(dir, fileName)); !strings.Contains(got, `"consented": true`) || !strings.Contains(got, `"theme": "dark"`) {
		t.Errorf("fields are gone:\n%s", got)
	}
}

// TestNewerVersion: read, said, and not one byte changed (D10).
func TestNewerVersion(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	newer := strings.Replace(readFile(t, "testdata/accounts-v1.json"), `"version": 1`, `"version": 2`, 1)
	writeFile(t, path, newer)
	s := openStore(t, dir)
	wantNotice(t, s, "newer Mailknock (version 2")
	if s.ReadOnly() == "" || len(s.List()) != 2 {
		t.Errorf("read-only: %q, %d accounts", s.ReadOnly(), len(s.List()))
	}
	a := get(t, s, "bob@example.test")
	a.Name = "changed"
	_, err := s.Save(a)
	var unsaved *UnsavedError
	if !asError(err, &unsaved) || !strings.Contains(err.Error(), "update Mailknock") || s.Pending() != 1 {
		t.Errorf("Save: %v", err)
	}
	if get(t, s, "changed").ID != a.ID {
		t.Error("the change is not kept in memory")
	}
	if err := s.Remove(a.ID); err == nil {
		t.Error("removed from a newer file")
	}
	if readFile(t, path) != newer {
		t.Error("the newer file was changed")
	}
	if _, err := os.Stat(filepath.Join(dir, backupName)); err == nil {
		t.Error("a copy was made of a file that was not changed")
	}
}
